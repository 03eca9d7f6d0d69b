"""Versions of a table are compared row by row and cell by cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from document_flow.decisions import differing
from document_flow.decisions.differing import SheetPair, differences
from document_flow.decisions.folder import load
from document_flow.decisions.table import Decision, Table
from document_flow.words import Words
from tests.unit.document_flow.decisions.building import decisions, table

SAMPLES = Path(differing.__file__).parent / "tables"
OLD = table({"say": "number"}, ("> 9", "a"), ("[5..9]", "b"), ("< 5", "c"))


def compared(old: Table, new: Table) -> SheetPair:
    (sheet,) = differences(old, new)
    return sheet


def told(sheet: SheetPair) -> list[tuple[str, int | None, int | None]]:
    return [(row.how, row.old_number, row.new_number) for row in sheet.rows]


def with_rules(made: Table, *places: int) -> Table:
    decision = made.end
    return replace(made, decisions=(replace(decision, rules=tuple(decision.rules[place] for place in places)),))


def test_a_table_does_not_differ_from_itself() -> None:
    sheet = compared(OLD, OLD)

    assert told(sheet) == [("same", 1, 1), ("same", 2, 2), ("same", 3, 3)]
    assert not sheet.policy.is_changed
    assert (sheet.columns, sheet.inputs) == (("say", "nəticə"), 1)


def test_a_changed_cell_stands_old_beside_new() -> None:
    sheet = compared(OLD, table({"say": "number"}, ("> 9", "a"), ("[4..9]", "b"), ("< 5", "d")))

    assert [row.how for row in sheet.rows] == ["same", "changed", "changed"]
    (cell, output) = sheet.rows[1].cells
    assert (cell.old, cell.new) == (OLD_CELL, NEW_CELL)
    assert not output.is_changed
    assert sheet.rows[2].cells[1].is_changed
    assert sheet.count("changed") == 2


OLD_CELL, NEW_CELL = Words("[5..9]", "[5..9]"), Words("[4..9]", "[4..9]")


def test_a_rule_that_is_gone_stands_where_it_stood() -> None:
    assert told(compared(OLD, with_rules(OLD, 0, 2))) == [("same", 1, 1), ("removed", 2, None), ("same", 3, 2)]
    assert told(compared(OLD, with_rules(OLD, 0, 1)))[-1] == ("removed", 3, None)


def test_a_moved_rule_is_the_same_rule_under_another_number() -> None:
    sheet = compared(OLD, with_rules(OLD, 1, 0, 2))

    assert told(sheet) == [("same", 2, 1), ("same", 1, 2), ("same", 3, 3)]
    assert [row.is_moved for row in sheet.rows] == [True, True, False]


def test_a_rule_under_another_id_that_says_the_same_is_the_same() -> None:
    rules = tuple(replace(rule, id=f"other_{rule.id}") for rule in OLD.end.rules)
    new = replace(OLD, decisions=(replace(OLD.end, rules=rules),))

    assert [row.how for row in compared(OLD, new).rows] == ["same"] * 3


def test_another_basis_or_policy_is_a_difference() -> None:
    rules = (replace(OLD.end.rules[0], basis="maddə 2", note="qeyd"), *OLD.end.rules[1:])
    sheet = compared(OLD, replace(OLD, decisions=(replace(OLD.end, rules=rules, policy="FIRST"),)))

    assert [row.how for row in sheet.rows] == ["changed", "same", "same"]
    assert sheet.rows[0].basis.is_changed
    assert sheet.rows[0].note.is_changed
    assert sheet.policy.is_changed


def test_a_column_that_asks_for_nothing_changes_no_rule() -> None:
    old, new = (each.table for each in load(SAMPLES / "agali-order").versions)
    rooms, order = sorted(differences(old, new), key=lambda sheet: sheet.name, reverse=True)

    assert [row.how for row in rooms.rows] == ["added"] * 3
    assert [row.how for row in order.rows] == ["same", "added", "same", "same"]


def test_a_decision_of_the_old_version_alone_is_shown_as_removed() -> None:
    old, new = (each.table for each in load(SAMPLES / "agali-order").versions)
    by_id = {sheet.id: sheet for sheet in differences(new, old)}

    assert [row.how for row in by_id["rooms"].rows] == ["removed"] * 3
    assert by_id["rooms"].policy.new is None


def test_a_pair_is_of_some_decision() -> None:
    with pytest.raises(ValueError, match="neither"):
        differing._pair(None, None)


@given(decisions(), decisions())
def test_every_rule_of_both_versions_stands_once(one: Decision, other: Decision) -> None:
    sheet = compared(Table("t", "", (one,)), Table("t", "", (other,)))

    assert sorted(row.old_number for row in sheet.rows if row.old_number) == list(range(1, len(one.rules) + 1))
    assert [row.new_number for row in sheet.rows if row.new_number] == list(range(1, len(other.rules) + 1))
