"""`hub decisions` checks, explains and replays tables as a lawyer needs them, in both languages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from document_flow.decisions.folder import load
from document_flow.decisions.proposal import read_proposal
from hub.cli import app

TABLES = Path(__file__).parents[3] / "document_flow" / "decisions" / "tables"
ORDER, TERM = TABLES / "agali-order", TABLES / "appeal-term"

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HUB_LANG", "az")
    return lambda *words: CliRunner().invoke(app, ["decisions", *(str(word) for word in words)])


@pytest.fixture
def english(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HUB_LANG", "en")
    return run


def facts(folder: Path, found: Mapping[str, object]) -> Path:
    file = folder / "facts.json"
    file.write_text(json.dumps(found), "utf-8")
    return file


def lines(folder: Path, *rows: str) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(rows), "utf-8")
    return file


def test_the_tables_that_are_delivered_are_sound(run: Run) -> None:
    done = run("check", TABLES)

    assert done.exit_code == 0
    assert "✓" in done.output
    assert "Müraciətə baxılma müddəti (1 qüvvədədir" in done.output
    assert "[check.gap]" in done.output


def test_a_table_with_an_error_ends_with_status_1_and_hides_no_other(english: Run, tmp_path: Path) -> None:
    for folder in (ORDER, TERM):
        shutil.copytree(folder, tmp_path / folder.name)
    wrong, cut = tmp_path / "agali-order" / "cases.yaml", tmp_path / "appeal-term" / "1.dmn"
    wrong.write_text(wrong.read_text("utf-8").replace("növbə: 1", "növbə: 9"), "utf-8")
    cut.write_text("<definitions", "utf-8")

    done = english("check", tmp_path)

    assert done.exit_code == 1
    assert "[check.case]" in done.output
    assert "expected növbə = 9" in done.output
    assert "1.dmn, line 1, column" in done.output


def test_a_folder_without_tables_is_a_mistake(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path)

    assert done.exit_code == 2
    assert "burada table.yaml yoxdur" in done.output


def test_a_case_is_explained_as_of_a_day(run: Run, tmp_path: Path) -> None:
    file = facts(tmp_path, {"səlahiyyətə_aiddir": True, "əlavə_öyrənmə": True})

    done = run("explain", TERM, file, "--as-of", "2026-03-13")

    assert done.exit_code == 0
    assert "əsas: Qanun 1308-IVQ, 30.09.2015" in done.output
    assert "Müddət (iş günü) = 30" in done.output


def test_a_case_that_is_not_decided_ends_with_status_1(english: Run, tmp_path: Path) -> None:
    file = facts(tmp_path, {"könüllüdür": False})

    outside = english("explain", ORDER, file, "--as-of", "2026-03-13")
    inside = english("explain", ORDER, file, "--version", "1", "--sandbox")

    assert outside.exit_code == 1
    assert "names no legal basis" in outside.output
    assert inside.exit_code == 0
    assert "assumed, no legal basis is named" in inside.output


def test_the_record_is_json(run: Run, tmp_path: Path) -> None:
    file = facts(tmp_path, {"səlahiyyətə_aiddir": False})

    done = run("explain", TERM, file, "--as-of", "2026-03-13", "--record")

    assert json.loads(done.output)["outcome"]["rows"] == [{"hərəkət": '"yönləndir"', "iş_günü": "3"}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give --as-of or --version"),
        (("--as-of", "13.03.2026"), "a day is written 2026-03-13"),
        (("--version", "7"), "there is no version 7"),
    ],
)
def test_a_case_needs_a_day_or_a_version(english: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = english("explain", TERM, facts(tmp_path, {}), *words)

    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize("content", ["[1]", "{", "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"])
def test_facts_that_are_no_json_object_are_refused(run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "facts.json"
    file.write_text(content, "utf-8")

    done = run("explain", TERM, file, "--version", "1")

    assert done.exit_code == 2
    assert "oxunmur" in done.output


def test_a_table_that_cannot_be_read_is_said_to_whoever_asks_it(run: Run, tmp_path: Path) -> None:
    done = run("explain", tmp_path, facts(tmp_path, {}), "--version", "1")

    assert done.exit_code == 1
    assert "table.yaml" in done.output


def test_a_replay_shows_whose_outcome_changes(english: Run, tmp_path: Path) -> None:
    known: dict[str, object] = {
        "əvvəlki_kənd": "Ağalı 1",
        "müvəqqəti_yer": "yataqxana",
        "ərizə_tarixi": "2023-05-01",
        "könüllüdür": True,
    }
    stored = [json.dumps({"id": f"iş {n}", "facts": known | {"üzv_sayı": n}}) for n in (2, 6, 7)]

    done = english("replay", ORDER, lines(tmp_path, *stored), 1, 2, "--sandbox", "--most", "1")

    assert done.exit_code == 0
    assert 'iş 6: növbə = 2, səbəb = "ağır şərait" (assumed) → növbə = 1' in done.output
    assert "iş 7" not in done.output
    assert "cases: 3, changed: 2, only the basis changed: 0, not shown: 1; sha256 " in done.output


def test_a_replay_tells_of_outcomes_of_every_kind(english: Run, tmp_path: Path) -> None:
    shutil.copytree(ORDER, tmp_path / "order")
    second = tmp_path / "order" / "2.dmn"
    second.write_text(second.read_text("utf-8").replace("(3..5]", "[3..5]").replace("assumed", "bənd 1"), "utf-8")
    known: dict[str, object] = {
        "əvvəlki_kənd": "Ağalı 1",
        "müvəqqəti_yer": "yataqxana",
        "ərizə_tarixi": "2023-05-01",
        "könüllüdür": True,
    }
    stored = [
        json.dumps({"id": "ziddiyyət", "facts": known | {"üzv_sayı": 3}}),
        json.dumps({"id": "naməlum", "facts": known}),
        json.dumps({"id": "əsas", "facts": {"könüllüdür": False}}),
    ]

    done = english("replay", tmp_path / "order", lines(tmp_path, *stored), 1, 2, "--sandbox")

    assert '≠ ziddiyyət: növbə = 2, səbəb = "ağır şərait" (assumed) → conflict (1, 2)' in done.output
    assert "≠ naməlum" in done.output
    assert "→ not decided (Members of the family (üzv_sayı) is not known)" in done.output
    assert "≈ əsas" in done.output


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1, "facts": {}}', '{"id": "a"}'])
def test_a_line_that_is_no_case_stops_the_replay_with_its_number(run: Run, tmp_path: Path, line: str) -> None:
    good = json.dumps({"id": "a", "facts": {}})

    done = run("replay", ORDER, lines(tmp_path, good, line), 1, 2)

    assert done.exit_code == 2
    assert "cases.jsonl:2: oxunmur" in done.output


def test_a_version_is_packed_as_it_is_proposed(run: Run) -> None:
    newest, first = run("pack", ORDER), run("pack", ORDER, "1")

    body = json.loads(newest.output)
    assert body["act"] == {
        "id": "assumed",
        "title": {"az": "nümunə, akt yoxdur", "en": "a sample, no act"},
        "day": None,
    }
    assert body["labels"]["növbə"] == {"az": "Növbə", "en": "Place in the order"}
    proposal = read_proposal(body["dmn"].encode(), body["cases"], {}, 2)
    assert proposal.table == load(ORDER).versions[1].table
    assert len(proposal.cases) == 4
    assert json.loads(first.output)["cases"].count("- name:") == 1
    assert run("pack", ORDER, "9").exit_code == 2
