"""What people type about law and paths becomes the same values that files hold; buttons change rows, nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from document_flow.decisions.cases import Case
from document_flow.decisions.folder import cases_of, load
from document_flow.decisions.grid import grid
from document_flow.decisions.refusal import Problem
from document_flow.paths.authoring.authoring import draft_path, load_path
from document_flow.paths.authoring.writing import sheet_text
from hub.console.paths.form import MOST_STAGES, empty_sheet, ordered, read_form, sheet_for, twice_asked, written
from hub.console.paths.problems import by_field, field_of
from hub.console.rules import case_form, grid_form
from hub.console.rules.facts_form import day_typed, fields, read_facts, value_of
from hub.console.viewer import Form
from hub.documents.office.seed_people import PATHS, TABLES
from hub.errors import Words

ORDER = load(TABLES / "agali-order")
TABLE = ORDER.versions[-1].table
SAMPLES = sorted(PATHS.glob("*.yaml"), key=lambda each: each.name)
LETTER = sheet_for(load_path((PATHS / "outgoing-letter.yaml").read_text("utf-8")))
WORDS = Words("bir", "one")


def form(*pairs: tuple[str, str]) -> Form:
    return Form(FormData(list(pairs)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.stem)
def test_a_sheet_in_the_form_is_the_path_of_the_file(sample: object) -> None:
    path = load_path(sample.read_text("utf-8"))  # type: ignore[attr-defined]

    assert load_path(sheet_text(written(sheet_for(path)))) == path


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("4", "number", Decimal(4)),
        ("1 250,5", "number", Decimal("1250.5")),
        ("dörd", "number", "dörd"),
        ("Bəli", "boolean", True),
        ("no", "boolean", False),
        ("2", "boolean", "2"),
        ("25.11.2026", "date", date(2026, 11, 25)),
        ("2026-11-25", "date", date(2026, 11, 25)),
        ("30.02.2026", "date", "30.02.2026"),
        ("4", "string", "4"),
    ],
)
def test_what_is_typed_is_a_value_of_its_type_or_stays_a_text(typed: str, kind: str, value: object) -> None:
    found = value_of(typed, kind)  # type: ignore[arg-type]

    assert (found, type(found)) == (value, type(value))


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert day_typed(text) is None or isinstance(day_typed(text), date)


def test_facts_offer_the_texts_that_rules_name() -> None:
    known = {each.name: list(each.known) for each in fields(TABLE)}

    assert known["müvəqqəti_yer"] == ["ictimai bina", "məktəb", "yataqxana"]
    assert known["üzv_sayı"] == []


def test_a_fact_that_was_left_empty_is_not_known() -> None:
    facts = read_facts(form(("fact.üzv_sayı", ""), ("fact.könüllüdür", "true"), ("fact.other", "1")), fields(TABLE))

    assert (dict(facts.given), dict(facts.wrong)) == ({"könüllüdür": True}, {})


def test_cases_come_back_from_their_rows() -> None:
    cases = cases_of(ORDER, 2)

    made, wrong = case_form.read_cases(case_form.rows_of(cases), TABLE)

    assert case_form.are_plain(TABLE, cases)
    assert wrong == {}
    assert [(each.name, dict(each.facts), each.missing) for each in made] == [
        (each.name, dict(each.facts), each.missing) for each in cases
    ]
    assert [[dict(row) for row in each.rows] for each in made] == [[dict(row) for row in each.rows] for each in cases]


def test_a_case_that_a_form_cannot_show_is_not_plain() -> None:
    assert not case_form.are_plain(TABLE, [Case("iki nəticə", {}, ({"növbə": 1}, {"növbə": 2}))])
    assert not case_form.are_plain(TABLE, [Case("başqa fakt", {"başqa": 1})])


def test_a_nameless_case_is_told_and_an_empty_row_is_no_case() -> None:
    rows = [case_form.CaseRow("", {}, {}, ""), case_form.CaseRow("", {"üzv_sayı": "4"}, {"növbə": "x"}, "")]

    made, wrong = case_form.read_cases(rows, TABLE)

    assert (len(made), set(wrong)) == (1, {"c1.name", "c1.out.növbə"})


def test_buttons_that_name_nothing_change_nothing() -> None:
    sheets = list(grid(TABLE))
    rows = case_form.rows_of(cases_of(ORDER, 2))

    for order in ("", "add", "add:9:0", "remove:0:99", "drop:0:0", "case-remove:99", "add:0:0; DROP"):
        assert grid_form.ordered(sheets, order, TABLE) == sheets, order
        assert case_form.ordered(rows, order) == rows, order


def test_problems_stand_beside_the_cell_the_row_or_by_themselves() -> None:
    name = TABLE.decisions[1].name
    found = grid_form.sorted_out(
        TABLE,
        [
            Problem("check.overlap", WORDS, f"{name}, rule 2"),
            Problem("check.not_allowed", WORDS, f"{name}, rule 1, növbə"),
            Problem("check.case", WORDS, "cases.yaml, bir hal"),
        ],
    )

    assert set(found.fields) == {"d1.r1", "d1.r0.out0"}
    assert [words.en for words in found.others] == ["cases.yaml, bir hal: one"]


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("stages[2].when.amount", "stages[2].if[1].test"),
        ("stages[2].when", "stages[2].if[1].fact"),
        ("stages[1].who[1].role", "stages[1].who[1].pick"),
        ("stages[1].who[1]", "stages[1].who[1].pick"),
        ("stages[1].who", "stages[1].who[1].pick"),
        ("stages[1].reminders", "stages[1].due"),
        ("stages[1].meeting.chair", "stages[1].meeting.chair.pick"),
        ("stages[1].meeting", "stages[1].meets"),
        ("stages[1].escalation[1].head_of", "stages[1].escalation[1].pick"),
        ("title.az", "title.az"),
        ("stages[1].who[2].person", "stages[1].who[2].person"),
    ],
)
def test_a_place_of_the_sheet_has_its_field(place: str, field: str) -> None:
    assert field_of(place, LETTER) == field


def test_an_empty_path_names_what_it_lacks_in_the_words_of_a_form() -> None:
    sheet = empty_sheet()
    _, problems = draft_path(sheet_text(written(sheet)))

    found = {field: words.en for field, words in by_field(sheet, problems).items()}

    assert found["title.az"] == found["stages[1].title.en"] == "this cannot be empty"
    assert found["stages[1].who[1].pick"] == "choose who acts"
    assert "kinds" in found


def test_a_fact_is_asked_once_in_a_stage() -> None:
    sheet = ordered(LETTER, "add-if:2")
    sheet["stages"][1]["if"][1] = {"fact": "amount", "test": "< 5"}

    assert set(twice_asked(sheet)) == {"stages[2].if[2].fact"}
    assert twice_asked(LETTER) == {}


def test_a_path_grows_to_its_bound_and_no_further() -> None:
    sheet = LETTER
    for _ in range(MOST_STAGES + 5):
        sheet = ordered(sheet, "add-stage:0")

    assert len(sheet["stages"]) == MOST_STAGES
    assert len({stage["id"] for stage in sheet["stages"]}) == MOST_STAGES


@given(st.text("adremovupwnstgich-:0123456789", max_size=24))
def test_no_button_breaks_a_sheet(order: str) -> None:
    assert written(ordered(LETTER, order))["stages"] is not None


def test_a_form_with_strange_names_is_read_all_the_same() -> None:
    sheet = read_form(
        form(
            ("stages[7].id", "x"),
            ("stages[7].who[99].pick", "role:clerk"),
            ("stages[a].id", "y"),
            ("stages[7].due", "9" * 40),
            ("[1].a", ""),
            ("stages[7].if[1].fact", "f"),
        )
    )

    (stage,) = sheet["stages"]
    assert (stage["id"], stage["who"], stage["due"]) == ("x", [{"role": "clerk"}], "9" * 40)
