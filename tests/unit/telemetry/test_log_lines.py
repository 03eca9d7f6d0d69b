"""What may stand in a log line."""

from __future__ import annotations

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import StoreUnavailable
from hub.telemetry import configure_logging
from hub.telemetry.catalogue import EVENTS, KEYS
from hub.telemetry.logs import scrubbed
from hub.telemetry.measures import REGISTRY
from hub.telemetry.words import SENTENCES, sentence

ROOT = Path(__file__).resolve().parents[3]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


@pytest.fixture
def fresh_logging() -> Iterator[None]:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(capsys.readouterr().err.splitlines()[-1])
    return line


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of the hub to its loggers, with the place."""
    for path in sorted((ROOT / "hub").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("log", "_log")
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_the_catalogue_names_exactly_the_events_that_the_code_logs() -> None:
    said = {}
    for place, call in log_calls():
        name = call.args[0]
        assert isinstance(name, ast.Constant), f"{place}: an event's name is a literal"
        said[str(name.value)] = place

    assert set(said) - EVENTS == set(), "not in hub/telemetry/catalogue.py"
    assert EVENTS - set(said) - {"library"} == set(), "in the catalogue and logged nowhere"


def test_what_is_logged_as_a_warning_or_worse_has_a_sentence_made_of_the_keys_of_its_line() -> None:
    worse = {"warning", "error", "exception", "critical"}
    given: dict[str, set[str]] = {"library": {"logger", "text"}}
    for _, call in log_calls():
        (name,), keys = call.args, {str(keyword.arg) for keyword in call.keywords}
        assert isinstance(name, ast.Constant)
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr in worse or name.value in SENTENCES:
            event = str(name.value)
            given[event] = given.get(event, keys) & keys

    assert set(given) == set(SENTENCES)
    for event, words in SENTENCES.items():
        line = {"event": event, **dict.fromkeys(given[event], "x")}
        assert "…" not in f"{sentence(line, 'az')} {sentence(line, 'en')}", event
        assert words.az[-1] == words.en[-1]


def test_a_key_that_was_filtered_out_leaves_an_ellipsis_in_the_sentence() -> None:
    assert sentence({"event": "security_event"}, "en") == "Security event: …."
    assert sentence({"event": "delivery_settled"}, "en") is None


def test_every_key_that_the_code_logs_may_stand_in_a_line() -> None:
    keys = {
        (keyword.arg, place) for place, call in log_calls() for keyword in call.keywords if keyword.arg != "exc_info"
    }

    assert {(key, place) for key, place in keys if key not in KEYS} == set(), "add it to KEYS, or leave it out"


@pytest.mark.usefixtures("fresh_logging")
def test_a_key_that_is_not_allowed_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")

    structlog.get_logger("hub.test").info("work_failed", destination="meis.person.update", payload="<person/>")

    assert set(last_line(capsys)) == {"event", "level", "timestamp", "destination"}


@pytest.mark.usefixtures("fresh_logging")
def test_what_an_exception_says_is_not_logged_but_where_it_came_from_is(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    log = structlog.get_logger("hub.test")

    try:
        int("Əliyev Vəli of 5JKLM2P")
    except ValueError:
        log.exception("work_failed")

    line = last_line(capsys)
    assert line["error"] == f"ValueError in test_log_lines.py:{_line_of('int(')}"
    assert "Vəli" not in str(line)


@pytest.mark.usefixtures("fresh_logging")
def test_a_failure_of_the_hub_is_named_by_its_code_also_inside_a_group(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")

    structlog.get_logger("hub.test").error(
        "work_failed", exc_info=ExceptionGroup("two", [StoreUnavailable("away"), ValueError()])
    )

    assert last_line(capsys)["error"] == "ExceptionGroup in no frame; hub.store_unavailable in no frame"


@pytest.mark.usefixtures("fresh_logging")
def test_lines_of_libraries_take_the_same_form_and_filter(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")

    logging.getLogger("uvicorn.error").warning("bad request of %s\x1b[31m\nforged line", "5JKLM2P")
    raw = capsys.readouterr().err

    assert raw.count("\n") == 1
    assert "\x1b" not in raw
    assert json.loads(raw)["text"] == "bad request of [scrubbed]\x1b[31m\nforged line"


@pytest.mark.usefixtures("fresh_logging")
def test_envelopes_that_libraries_would_log_are_never_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("DEBUG")

    logging.getLogger("zeep.transports").debug("HTTP Post: <soap:Envelope>…")
    logging.getLogger("httpx").info("POST https://meis/…")

    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("fresh_logging")
def test_a_line_below_the_level_is_measured_though_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("ERROR")
    labels = {"destination": "test.quiet", "outcome": "delivered"}

    structlog.get_logger("hub.test").info("delivery_settled", **labels, duration_ms=250)

    assert capsys.readouterr().err == ""
    assert REGISTRY.get_sample_value("hub_attempt_seconds_sum", labels) == 0.25


@pytest.mark.usefixtures("fresh_logging")
def test_of_a_connection_to_the_broker_that_ends_its_library_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    library = logging.getLogger("aiormq.connection")

    library.error("error when creating transport: %r", OSError(111))
    library.warning("Cancelling cause reader exited abnormally", exc_info=OSError(111))
    assert capsys.readouterr().err == ""

    library.warning("Connection was blocked by: low on memory")
    assert last_line(capsys)["text"] == "Connection was blocked by: low on memory"


@pytest.mark.usefixtures("fresh_logging")
def test_a_broker_that_is_lost_and_found_is_a_figure() -> None:
    configure_logging("ERROR")
    log, told = structlog.get_logger("hub.test"), []

    for event in ("bus_connected", "bus_connection_lost", "bus_connected"):
        log.warning(event, purpose="test")
        told.append(REGISTRY.get_sample_value("hub_broker_connected", {"purpose": "test"}))

    assert told == [1, 0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "5JKLM2P",
        "FIN=5JKLM2P.",
        "+994 50 123 45 67",
        "994501234567",
        "00994-50-123-45-67",
        "050 123 45 67",
        "(050) 123-45-67",
        "veli.eliyev@mail.az",
    ],
)
def test_what_looks_personal_is_scrubbed(text: str) -> None:
    assert not any(part in scrubbed(text) for part in ("5JKLM2P", "123", "veli"))


@pytest.mark.parametrize(
    "text",
    [
        "agency.http_503",
        "0193a0b0c0d07000800000000000abcd",
        "k_00112233445566778899aabbccddeeff",
        "hub.db:5432",
        "DEFAULT",
        "meis.person.update",
        "host-1:4711",
        "1234567",
    ],
)
def test_ids_codes_and_times_stay_as_they_are(text: str) -> None:
    assert scrubbed(text) == text


@given(st.from_regex(r"[0-9A-HJ-NP-Z]{7}", fullmatch=True), st.sampled_from([" ", "/", "=", "'", ":", "\n"]))
def test_every_fin_with_a_letter_and_a_digit_is_scrubbed_wherever_it_stands(fin: str, border: str) -> None:
    has_both = any(c.isdigit() for c in fin) and any(c.isalpha() for c in fin)

    assert (fin not in scrubbed(f"person{border}{fin}{border}was")) == has_both


def _line_of(text: str) -> int:
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(text))
