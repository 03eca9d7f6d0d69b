"""A table is edited as the texts of its cells: what is written comes back the same, wrong cells are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from document_flow.decisions import folder
from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.dmn_writing import sha256, write_dmn
from document_flow.decisions.grid import DEFAULT_ROW, GridRefused, GridRow, GridSheet, grid, read_grid
from document_flow.decisions.table import Decision, Table
from tests.unit.document_flow.decisions.building import decisions, table
from tests.unit.document_flow.decisions.test_differing import SAMPLES

MADE = table({"say": "number", "gün": "date"}, ("> 9", "-", "a"), ("<= 9", '<= date("2024-01-01")', "b"))


def sheet(*rows: GridRow, policy: str = "UNIQUE") -> list[GridSheet]:
    return [GridSheet("d", policy, rows)]


def wrong(*rows: GridRow, policy: str = "UNIQUE") -> list[tuple[int, str]]:
    with pytest.raises(GridRefused) as refused:
        read_grid(MADE, sheet(*rows, policy=policy))
    assert all(cell.words.az != cell.words.en for cell in refused.value.cells)
    return [(cell.row, cell.column) for cell in refused.value.cells]


@given(decisions())
def test_any_table_comes_back_from_its_texts_and_from_the_file_written_of_them(made: Decision) -> None:
    whole = Table("t", "Cədvəl", (made,))

    edited = read_grid(whole, grid(whole))

    assert edited == whole
    assert read_dmn(write_dmn(edited)) == whole


@pytest.mark.parametrize("place", sorted(folder.tables_in(SAMPLES)), ids=lambda place: place.name)
def test_every_sample_table_comes_back_from_its_texts(place: Path) -> None:
    for version in folder.load(place).versions:
        assert sha256(read_grid(version.table, grid(version.table))) == version.sha256


def test_rules_are_added_moved_and_removed() -> None:
    first, second = grid(MADE)[0].rows
    added = GridRow("", ("", ' > date("2024-01-01") '), ('"c"',), " maddə 3 ", "qeyd")

    made = read_grid(MADE, sheet(second, added, first, policy="FIRST")).end
    shorter = read_grid(MADE, sheet(first)).end

    assert [rule.id for rule in made.rules] == ["rule_2", "rule_3", "rule_1"]
    assert (made.rules[1].basis, made.rules[1].note) == ("maddə 3", "qeyd")
    assert made.rules[1].tests[0].is_any
    assert made.policy == "FIRST"
    assert [rule.id for rule in shorter.rules] == ["rule_1"]


def test_every_wrong_cell_is_named_at_once() -> None:
    first, second = grid(MADE)[0].rows
    bad = replace(first, tests=("on", "-"), values=("a",))

    assert wrong(bad, replace(second, basis=" ")) == [(1, "say"), (1, "nəticə"), (2, "basis")]
    assert wrong(replace(first, tests=("> 9", "30.02.2024"))) == [(1, "gün")]
    assert wrong(first, policy="SOME") == [(0, "policy")]


def test_a_decision_without_a_sheet_stays_as_it_is() -> None:
    assert read_grid(MADE, []) == MADE


def test_cells_that_are_no_code_are_never_run() -> None:
    first, second = grid(MADE)[0].rows

    assert wrong(replace(first, tests=('__import__("os").getcwd()', "-")), second) == [(1, "say")]


def test_what_a_grid_edits_is_what_a_file_of_the_same_edits_holds() -> None:
    """Hit policy with its aggregation, lists of values, formulas and what holds where no rule does."""
    begun = read_dmn(FILED.encode())
    (typed,) = grid(begun)
    edited = read_grid(
        begun,
        [
            replace(
                typed,
                policy="COLLECT SUM",
                lists=('"tələbə", "təqaüdçü"', "[1..30]", ""),
                rows=(replace(typed.rows[0], values=("60 * say",)),),
                default=GridRow("", (), ("0",), "maddə 9"),
            )
        ],
    )
    filed = FILED.replace('hitPolicy="UNIQUE"', 'hitPolicy="COLLECT" aggregation="SUM"')
    filed = filed.replace("</inputExpression></input><input", f"</inputExpression>{LISTED}</input><input")
    filed = filed.replace("</inputExpression></input><output", "</inputExpression>[2]</input><output", 1).replace(
        "[2]", "<inputValues><text>[1..30]</text></inputValues>"
    )
    filed = filed.replace("<text>60</text>", "<text>60 * say</text>").replace(
        'typeRef="number"/><rule',
        'typeRef="number"><description>maddə 9</description><defaultOutputEntry><text>0</text></defaultOutputEntry>'
        "</output><rule",
    )

    assert edited == read_dmn(filed.encode())
    assert sha256(edited) == sha256(read_dmn(filed.encode()))
    assert read_grid(edited, grid(edited)) == edited
    with pytest.raises(GridRefused) as refused:
        read_grid(begun, [replace(typed, lists=("on", "", ""), default=GridRow("", (), ("x",), ""))])
    assert [(cell.row, cell.column) for cell in refused.value.cells] == [
        (0, "kim"),
        (DEFAULT_ROW, "pul"),
        (DEFAULT_ROW, "basis"),
    ]


LISTED = '<inputValues><text>"tələbə", "təqaüdçü"</text></inputValues>'
FILED = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x"><decision id="d" name="Ödəniş">'
    '<decisionTable id="t" hitPolicy="UNIQUE">'
    '<input id="i"><inputExpression typeRef="string"><text>kim</text></inputExpression></input>'
    '<input id="j"><inputExpression typeRef="number"><text>say</text></inputExpression></input>'
    '<output id="o" name="pul" typeRef="number"/><rule id="r"><description>maddə 1</description>'
    '<inputEntry><text>"tələbə"</text></inputEntry><inputEntry><text>&gt; 1</text></inputEntry>'
    "<outputEntry><text>60</text></outputEntry></rule></decisionTable></decision></definitions>"
)
