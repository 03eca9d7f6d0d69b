"""A table's folder is read whole: its sheet, its versions and its test cases, with all problems at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from document_flow.decisions.dmn import MOST_BYTES
from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.folder import cases_of, check_versions, load, read_folder, tables_in
from document_flow.decisions.outcome import Decided, NotDecided
from document_flow.decisions.refusal import TableRefused
from tests.unit.document_flow.decisions.building import table

SAMPLES = Path(__file__).parents[4] / "document_flow" / "decisions" / "tables"

SHEET = """\
id: t
title: {az: Cədvəl, en: Table}
versions:
  - number: 1
    file: 1.dmn
    act: {id: akt, title: {az: Akt, en: Act}}
    authors: [birinci]
    status: in_force
    valid_from: 2026-01-01
    adoption: {second: ikinci, adopted_by: qərar, day: 2026-01-01}
"""
CASES = """\
cases:
  - name: iki
    as_of: 2026-03-01
    facts: {say: 2}
    rows: [{nəticə: a}]
"""
DMN = write_dmn(table({"say": "number"}, ("> 1", "a"), ("<= 1", "b")))


def files(sheet: str = SHEET, cases: str = CASES, dmn: bytes = DMN) -> dict[str, bytes]:
    return {"table.yaml": sheet.encode(), "cases.yaml": cases.encode(), "1.dmn": dmn}


def refused(given: dict[str, bytes]) -> list[tuple[str, str]]:
    with pytest.raises(TableRefused) as error:
        read_folder(given)
    assert all(each.words.az != each.words.en for each in error.value.problems)
    return [(each.code, each.place) for each in error.value.problems]


def problems(given: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(each.code, each.place) for each in check_versions(read_folder(given))]


@pytest.mark.parametrize("folder", tables_in(SAMPLES), ids=lambda folder: folder.name)
def test_the_tables_that_are_delivered_have_no_error_and_green_cases(folder: Path) -> None:
    made = load(folder)

    assert made.id == folder.name
    assert [str(each) for each in check_versions(made) if each.severity == "error"] == []
    assert made.cases


def test_the_term_of_an_appeal_is_decided_by_its_law_and_the_sample_by_assumption_only() -> None:
    term, order = load(SAMPLES / "appeal-term"), load(SAMPLES / "agali-order")
    day = date(2026, 3, 13)

    answer = term.evaluate({"səlahiyyətə_aiddir": True, "əlavə_öyrənmə": False}, as_of=day, allow_assumed=False)
    sample = order.evaluate({"könüllüdür": False}, as_of=day, allow_assumed=False)

    assert isinstance(answer, Decided)
    assert answer.outputs["iş_günü"] == 15
    assert all("1308-IVQ" in rule.basis for version in term.versions for rule in version.table.end.rules)
    assert isinstance(sample, NotDecided)
    assert {reason.kind for reason in sample.reasons} == {"assumed"}
    assert all(rule.is_assumed for each in order.versions for one in each.table.decisions for rule in one.rules)


def test_a_folder_is_one_table_or_holds_several() -> None:
    assert tables_in(SAMPLES / "appeal-term") == (SAMPLES / "appeal-term",)
    names = [folder.name for folder in tables_in(SAMPLES)]
    assert {"agali-order", "appeal-term"} <= set(names)
    assert names == sorted(names)
    assert tables_in(SAMPLES / "appeal-term" / "nowhere") == ()


def test_a_sound_folder_has_no_problem() -> None:
    made = read_folder(files())

    assert check_versions(made) == ()
    assert made.versions[0].act.day is None
    assert made.title.en == "Table"
    assert made.versions[0].table.label("say").az == "say"
    assert read_folder({"table.yaml": SHEET.encode(), "1.dmn": DMN}).cases == ()


def test_all_that_keeps_a_folder_from_being_read_is_said_at_once() -> None:
    broken = SHEET.replace("status: in_force", "status: valid").replace("authors", "author")

    found = refused(files(sheet=broken))

    assert [place.rpartition(", ")[2] for _, place in found] == ["versions[1].author", "versions[1].status"]


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        (files(sheet=SHEET.replace("1.dmn", "2.dmn")), "decisions.no_file", "2.dmn, file"),
        (files(dmn=b"{}"), "xml.syntax", "1.dmn, line 1, column 1"),
        (files(dmn=DMN.replace(b"&gt; 1", b"= 1")), "cell.equal", "1.dmn, Qərar, rule 1, say"),
        ({"1.dmn": DMN}, "decisions.no_file", "table.yaml"),
        (files() | {"table.yaml": "id: ə".encode("utf-16")}, "decisions.encoding", "table.yaml"),
        (files() | {"cases.yaml": b"\xff\xff"}, "decisions.encoding", "cases.yaml"),
        (
            files(sheet=SHEET.replace("    act: {id: akt, title: {az: Akt, en: Act}}\n", "")),
            "decisions.table_yaml",
            "table.yaml, line 4, versions[1].act",
        ),
        (
            files(sheet=SHEET.replace("2026-01-01\n    adoption", "2026-02-30\n    adoption")),
            "decisions.table_yaml",
            "table.yaml, line 9, versions[1].valid_from",
        ),
        (
            files(sheet=SHEET.replace("id: t\n", "id: &a t\nother: *a\n")),
            "decisions.table_yaml",
            "table.yaml, line 1, top",
        ),
        (files(sheet=SHEET + "facts: {say: {az: Say}}\n"), "decisions.table_yaml", "table.yaml, line 11, facts.say.en"),
        (
            files(cases=CASES.replace("say: 2", "say: [2]")),
            "decisions.cases_yaml",
            "cases.yaml, line 4, cases[1].facts.say",
        ),
        (
            files(cases=CASES.replace("nəticə: a", "nəticə: {a: 1}")),
            "decisions.cases_yaml",
            "cases.yaml, line 5, cases[1].rows[1].nəticə",
        ),
        (files(cases=CASES.replace("say: 2", "say: 2026-02-30")), "decisions.cases_yaml", "cases.yaml"),
        (files(cases=CASES.replace("say: 2", f"say: {'9' * 5000}")), "decisions.cases_yaml", "cases.yaml"),
        (files(cases=CASES.replace("say: 2", "? [say] : 2")), "decisions.cases_yaml", "cases.yaml"),
        (files(cases=CASES.replace("{say: 2}", "2")), "decisions.cases_yaml", "cases.yaml, line 4, cases[1].facts"),
        (
            files(cases=CASES.replace("    facts: {say: 2}\n", "")),
            "decisions.cases_yaml",
            "cases.yaml, line 2, cases[1].facts",
        ),
        (files(cases="cases:\n  - bir\n"), "decisions.cases_yaml", "cases.yaml, line 2, cases[1]"),
        (files(cases="cases: {a: [b"), "decisions.cases_yaml", "cases.yaml, line 1, top"),
    ],
    ids=range(19),
)
def test_what_keeps_a_folder_from_being_read_is_said_with_its_place(
    given: dict[str, bytes], code: str, place: str
) -> None:
    assert (code, place) in refused(given)


SECOND = SHEET[SHEET.index("  - number") :]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            files(sheet=SHEET.replace("second: ikinci", "second: birinci")),
            [("access.second_person", "table.yaml, version 1, adoption.second")],
        ),
        (
            files(sheet=SHEET[: SHEET.index("    adoption")]),
            [("access.second_person", "table.yaml, version 1, adoption.second")],
        ),
        (
            files(sheet=SHEET.replace("    valid_from: 2026-01-01\n", "")),
            [("decisions.no_day", "table.yaml, version 1"), ("check.case", "cases.yaml, iki")],
        ),
        (files(sheet=SHEET + SECOND.replace("number: 1", "number: 2")), [("decisions.two_in_force", "table.yaml")]),
        (
            files(sheet=SHEET + SECOND.replace("in_force", "adopted").replace("    valid_from: 2026-01-01\n", "")),
            [("decisions.number_twice", "table.yaml")],
        ),
        (files(sheet=SHEET + SECOND.replace("number: 1", "number: 2").replace("in_force", "draft")), []),
        (
            files(sheet=SHEET.replace("01-01\n    adoption", "01-01\n    valid_to: 2026-02-01\n    adoption")),
            [("check.case", "cases.yaml, iki")],
        ),
        (files(cases=CASES.replace("as_of: 2026-03-01", "version: 1")), []),
        (files(cases=CASES.replace("as_of: 2026-03-01", "version: 2")), [("check.case", "cases.yaml, iki")]),
        (files(cases=CASES.replace("    as_of: 2026-03-01\n", "")), []),
        (
            files(dmn=write_dmn(table({"say": "number"}, ("> 1", "a"), ("> 5", "b")))),
            [("check.overlap", "1, Qərar, rule 2"), ("check.gap", "1, Qərar")],
        ),
    ],
    ids=range(11),
)
def test_what_is_wrong_with_a_folder_that_can_be_read_is_reported(
    given: dict[str, bytes], found: list[tuple[str, str]]
) -> None:
    assert problems(given) == found


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("facts: {say: 2}\n    rows: [{nəticə: b}]", 'expected nəticə = "b"; got nəticə = "a"'),
        ("facts: {say: 2}", 'expected no decision (—); got nəticə = "a"'),
        ("facts: {say: 2}\n    rows: [{nəticə: 5}]", 'expected nəticə = ?; got nəticə = "a"'),
        ("facts: {}\n    rows: [{nəticə: a}]", 'expected nəticə = "a"; got say (say) is not known'),
        ("facts: {}", "expected no decision (—); got say (say) is not known"),
        (
            'facts: {say: "2"}\n    missing: [say]',
            "expected no decision (say); got say (say): the value must be a number",
        ),
    ],
)
def test_a_red_case_says_what_was_expected_and_what_came(case: str, told: str) -> None:
    cases = f"cases:\n  - name: hal\n    as_of: 2026-03-01\n    {case}\n"

    (problem,) = check_versions(read_folder(files(cases=cases)))

    assert problem.words.en == told


def test_a_case_that_comes_to_a_conflict_is_red_whatever_it_expects() -> None:
    given = files(dmn=write_dmn(table({"say": "number"}, ("> 1", "a"), ("-", "b"))))

    told = [each.words.en for each in check_versions(read_folder(given)) if each.code == "check.case"]

    assert told == ['expected nəticə = "a"; got a conflict of rules 1, 2']


def test_no_versions_is_no_law() -> None:
    empty = SHEET[: SHEET.index("versions")] + "versions: []\n"

    assert problems(files(sheet=empty, cases=CASES.replace("    as_of: 2026-03-01\n", ""))) == [
        ("check.case", "cases.yaml, iki")
    ]


def test_a_folder_on_disk_is_read_and_an_oversized_file_refused(tmp_path: Path) -> None:
    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.txt").write_text("qeyd", "utf-8")

    assert load(tmp_path) == read_folder(files())
    (tmp_path / "1.dmn").write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(TableRefused):
        load(tmp_path)


def test_each_case_is_about_the_version_it_names_or_the_law_of_its_day_or_the_newest() -> None:
    named = "  - {name: adı ilə, version: 1, facts: {say: 1}, rows: [{nəticə: b}]}\n"
    bare = "  - {name: ən yenisi, facts: {say: 3}, rows: [{nəticə: a}]}\n"
    made = read_folder(files(cases=CASES + named + bare))

    assert [(case.name, case.version) for case in cases_of(made, 1)] == [("iki", 1), ("adı ilə", 1), ("ən yenisi", 1)]
    assert cases_of(made, 2) == ()
