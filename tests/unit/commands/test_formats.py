"""A new format's folder holds from the start, and two formats are compared by what they make of files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from hub.cli import app
from hub.exchange.samples import samples
from mappings.checks import CHECKS
from mappings.format import BUNDLED, load_formats
from mappings.registry import CONVERTERS

PAYMENTS = BUNDLED / "bank_payment-file" / "samples"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """The command line in English, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_LANG", "en")
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    structlog.reset_defaults()


def test_a_new_format_loads_and_its_samples_hold(tmp_path: Path, hub: Callable[..., Any]) -> None:
    made = hub("formats", "new", "tehsil.pupil.v1", "--into", tmp_path)

    assert made.exit_code == 0, made.output
    (format_,) = load_formats(tmp_path / "tehsil_pupil").values()
    pairs = list(samples(format_))
    assert format_.name == "tehsil.pupil.v1"
    assert format_.reads
    assert format_.writes
    assert len(pairs) == 2
    assert all(pair.holds for pair in pairs)


def test_what_is_made_of_a_new_sample_is_written_beside_it_and_nothing_else(
    tmp_path: Path, hub: Callable[..., Any]
) -> None:
    hub("formats", "new", "tehsil.pupil.v1", "--into", tmp_path)
    (format_,) = load_formats(tmp_path / "tehsil_pupil").values()
    first, second = samples(format_)
    second.expected.unlink()
    before = first.expected.stat().st_mtime_ns

    made = hub("formats", "expect", tmp_path / "tehsil_pupil")

    assert made.exit_code == 0, made.output
    assert made.output.split() == [str(second.expected)]
    assert first.holds
    assert second.holds
    assert first.expected.stat().st_mtime_ns == before


@pytest.mark.parametrize("like", ["bank.payment-file.v1", "rih.list.v1", "din.identity.v1"])
def test_a_format_may_begin_as_another(tmp_path: Path, hub: Callable[..., Any], like: str) -> None:
    made = hub("formats", "new", "tehsil.pupil.v2", "--like", like, "--into", tmp_path)

    assert made.exit_code == 0, made.output
    (format_,) = load_formats(tmp_path / "tehsil_pupil_v2").values()
    assert all(pair.holds for pair in samples(format_))


@pytest.mark.parametrize("name", ["din.identity.v1", "Tehsil.pupil.v1", "tehsil", "../x.y.v1"])
def test_a_name_that_is_taken_or_none_makes_no_folder(tmp_path: Path, hub: Callable[..., Any], name: str) -> None:
    assert hub("formats", "new", name, "--into", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Path, hub: Callable[..., Any]) -> None:
    (tmp_path / "tehsil_pupil").mkdir()

    assert hub("formats", "new", "tehsil.pupil.v1", "--into", tmp_path).exit_code == 2
    assert hub("formats", "new", "tehsil.other.v1", "--like", "no.such.v1", "--into", tmp_path).exit_code == 2


def test_two_formats_are_compared_field_by_field(tmp_path: Path, hub: Callable[..., Any]) -> None:
    hub("formats", "new", "bank.payment-file.v2", "--like", "bank.payment-file.v1", "--into", tmp_path)
    folder = tmp_path / "bank_payment-file_v2"
    mapping = folder / "mapping.yaml"
    mapping.write_text(mapping.read_text().replace("min: 1, required", "min: 5000, required"))

    shown = hub("formats", "diff", "bank.payment-file.v1", folder, PAYMENTS / "MKO_20261125_01.txt", "--json")
    table = hub("formats", "diff", "bank.payment-file.v1", folder, PAYMENTS / "MKO_20261125_01.txt")

    place = "MKO_20261125_01.txt:3"
    assert (shown.exit_code, table.exit_code) == (1, 1)
    assert json.loads(shown.output) == [
        {"place": place, "field": "! map.number_range /MEBLEG", "old": None, "new": "00000003300"},
        {"place": place, "field": "amount_qepik", "old": 3300, "new": None},
    ]
    assert "amount_qepik" in table.output


def test_formats_that_read_alike_have_no_difference(hub: Callable[..., Any]) -> None:
    files = sorted(PAYMENTS.glob("*.txt"))

    same = hub("formats", "diff", "bank.payment-file.v1", BUNDLED / "bank_payment-file", *files)

    assert (same.exit_code, same.output.strip()) == (0, "no difference")


def test_what_is_refused_by_one_is_a_difference(tmp_path: Path, hub: Callable[..., Any]) -> None:
    act = tmp_path / "act.json"
    act.write_text("{}")

    found = hub("formats", "diff", "justice.civil-act.v1", "meis.person.v3", act)

    assert found.exit_code == 1
    assert "door.schema" in found.output
    assert hub("formats", "diff", "justice.civil-act.v1", "no.such.v1", act).exit_code == 2
    assert hub("formats", "diff", "justice.civil-act.v1", BUNDLED, act).exit_code == 2
    (tmp_path / "broken").mkdir()
    assert hub("formats", "diff", "justice.civil-act.v1", tmp_path / "broken", act).exit_code == 2


def test_every_function_of_the_language_is_listed_with_its_words_and_what_its_example_gives(
    hub: Callable[..., Any],
) -> None:
    told = hub("formats", "functions", "--json")
    shown = hub("formats", "functions")

    functions = {(each["use"], each["name"]): each for each in json.loads(told.output)}
    assert functions.keys() == {("as", name) for name in CONVERTERS} | {("check", name) for name in CHECKS}
    assert functions["as", "patronymic"]["gives"] == ["Əli", "qizi"]
    for line in (
        "as: pattern",
        "  pattern: text, required",
        '  {as: pattern, pattern: \'[0-9]{13}\'}  " 0712345678901 " → "0712345678901"',
        '  decimal: , | . = ","',
        "  pivot: whole number, required (format: by_hand)",
        "  is read alone, never written back",
    ):
        assert line in shown.output.splitlines(), shown.output
