"""A table as the texts of its cells, as a form edits it, and back: each wrong cell is named by its own place.

Columns stay those of the table that was begun with; rules are added, removed, moved and changed. What a single cell
cannot show (overlaps, cells outside the values allowed, sizes) is found where every proposal is read: `proposal`.

GridRefused  "grid.refused"   cells that cannot be read, every one of them
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.refusal import CellRefused, DecisionsRefused
from document_flow.decisions.sfeel import UnaryTest, compile_literal, compile_test, write_literal
from document_flow.decisions.table import Decision, HitPolicy, Rule, Table
from document_flow.words import Words

BASIS, POLICY = "basis", "policy"
_POLICIES: dict[str, HitPolicy] = {policy: policy for policy in get_args(HitPolicy)}
_NO_BASIS = Words(
    "əsas yoxdur: aktı və maddəni, ya da assumed yazın", "there is no basis: write act and article, or assumed"
)
_NO_POLICY = Words("belə seçim qaydası yoxdur", "there is no such hit policy")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A rule as it is typed; an empty test asks for nothing, an empty id is a new rule's."""

    id: str
    tests: tuple[str, ...]
    values: tuple[str, ...]
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridSheet:
    """A decision as it is typed, by the decision's id."""

    decision: str
    policy: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A wrong cell: its decision, its row from 1 (0: the whole decision), and the fact, output, `basis` or `policy`."""

    decision: str
    row: int
    column: str
    words: Words


class GridRefused(DecisionsRefused):
    """No table comes of it; `cells` are all that are wrong."""

    def __init__(self, cells: tuple[CellProblem, ...]) -> None:
        super().__init__("grid.refused", cells[0].words)
        self.cells = cells


def grid(table: Table) -> tuple[GridSheet, ...]:
    """The texts of a table's cells; `read_grid` gives the same table back."""
    return tuple(
        GridSheet(decision.id, decision.policy, tuple(_row(rule) for rule in decision.rules))
        for decision in table.decisions
    )


def read_grid(begun: Table, sheets: Sequence[GridSheet]) -> Table:
    """The table begun with, with the rules of the sheets; a decision without a sheet stays. Raises GridRefused."""
    problems: list[CellProblem] = []
    by_decision = {sheet.decision: sheet for sheet in sheets}
    new_ids = _new_ids(begun, sheets)
    decisions = tuple(
        _Reading(each, by_decision[each.id], problems).decision(new_ids) if each.id in by_decision else each
        for each in begun.decisions
    )
    if problems:
        raise GridRefused(tuple(problems))
    return replace(begun, decisions=decisions)


def _row(rule: Rule) -> GridRow:
    return GridRow(
        rule.id,
        tuple(test.text for test in rule.tests),
        tuple(write_literal(value) for value in rule.values),
        rule.basis,
        rule.note,
    )


def _new_ids(begun: Table, sheets: Sequence[GridSheet]) -> Iterator[str]:
    """Ids of new rules, ASCII, that nothing in the file has."""
    taken = {rule.id for decision in begun.decisions for rule in decision.rules}
    taken |= {row.id for sheet in sheets for row in sheet.rows}
    taken |= {column.id for decision in begun.decisions for column in decision.inputs}
    taken |= {output.id for decision in begun.decisions for output in decision.outputs}
    taken |= {decision.id for decision in begun.decisions}
    number = 0
    while True:
        number += 1
        if (name := f"rule_{number}") not in taken:
            yield name


@dataclass(frozen=True, slots=True)
class _Reading:
    """One decision while its sheet is read; reading goes on behind a wrong cell."""

    begun: Decision
    sheet: GridSheet
    problems: list[CellProblem]

    def decision(self, new_ids: Iterator[str]) -> Decision:
        policy = _POLICIES.get(self.sheet.policy)
        if policy is None:
            self._add(0, POLICY, _NO_POLICY)
        rules = tuple(self._rule(number, row, new_ids) for number, row in enumerate(self.sheet.rows, 1))
        return replace(self.begun, policy=policy or self.begun.policy, rules=rules)

    def _rule(self, number: int, row: GridRow, new_ids: Iterator[str]) -> Rule:
        tests = tuple(
            self._test(number, column.fact, text, column.kind)
            for text, column in zip(row.tests, self.begun.inputs, strict=True)
        )
        values = tuple(
            self._value(number, output.name, text, output.kind)
            for text, output in zip(row.values, self.begun.outputs, strict=True)
        )
        basis = row.basis.strip()
        if not basis:
            self._add(number, BASIS, _NO_BASIS)
        return Rule(row.id or next(new_ids), tests, values, basis, row.note.strip())

    def _test(self, number: int, column: str, text: str, kind: FactType) -> UnaryTest:
        try:
            return compile_test(text.strip() or "-", kind)
        except CellRefused as refused:
            self._add(number, column, refused.words)
            return compile_test("-", kind)

    def _value(self, number: int, column: str, text: str, kind: FactType) -> Fact:
        try:
            return compile_literal(text.strip(), kind)
        except CellRefused as refused:
            self._add(number, column, refused.words)
            return ""

    def _add(self, number: int, column: str, words: Words) -> None:
        self.problems.append(CellProblem(self.begun.id, number, column, words))
