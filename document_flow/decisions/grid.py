"""A table as the texts of its cells, as a form edits it, and back: each wrong cell is named by its own place.

Columns stay those of the table that was begun with, but the values that they list may change; rules are added, removed,
moved and changed, and what holds where no rule does. What a single cell
cannot show (overlaps, cells outside the values allowed, sizes) is found where every proposal is read: `proposal`.

GridRefused  "grid.refused"   cells that cannot be read, every one of them
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.refusal import CellRefused, DecisionsRefused
from document_flow.decisions.sfeel import (
    Formula,
    UnaryTest,
    compile_literal,
    compile_output,
    compile_test,
    write_literal,
)
from document_flow.decisions.table import HITS, Column, Decision, Default, Output, Rule, Table
from document_flow.words import Words

BASIS, POLICY = "basis", "policy"
DEFAULT_ROW = -1
"""The row of what holds where no rule does."""
_NO_BASIS = Words(
    "əsas yoxdur: aktı və maddəni, ya da assumed yazın", "there is no basis: write act and article, or assumed"
)


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
    """A decision as it is typed, by the decision's id.

    `lists` are the values that inputs, then outputs may have, empty where any; None leaves them as they are. `default`
    is what holds where no rule does, as a rule is typed.
    """

    decision: str
    policy: str
    rows: tuple[GridRow, ...]
    lists: tuple[str, ...] | None = None
    default: GridRow | None = None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A wrong cell: its decision, its row from 1, and the fact, output, `basis` or `policy`.

    The row 0 is the whole decision, with the columns' lists of values; DEFAULT_ROW is what holds where no rule does.
    """

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
        GridSheet(
            decision.id,
            decision.hit,
            tuple(_row(rule) for rule in decision.rules),
            (*map(_listed, decision.inputs), *map(_listed, decision.outputs)),
            _default(decision),
        )
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


def _listed(column: Column | Output) -> str:
    return column.allowed.text if column.allowed else ""


def _default(decision: Decision) -> GridRow:
    made = decision.default
    texts = tuple(map(write_literal, made.values)) if made else ("",) * len(decision.outputs)
    return GridRow("", (), texts, made.basis if made else "")


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
        if self.sheet.policy not in HITS:
            self._add(0, POLICY, Words("belə seçim qaydası yoxdur", "there is no such hit policy"))
        policy, made = HITS.get(self.sheet.policy, (self.begun.policy, None))
        lists = self.sheet.lists
        inputs, outputs = self.begun.inputs, self.begun.outputs
        if lists is not None:
            inputs = tuple(
                replace(each, allowed=self._list(each.fact, text, each.kind))
                for each, text in zip(inputs, lists, strict=False)
            )
            outputs = tuple(
                replace(each, allowed=self._list(each.name, text, each.kind))
                for each, text in zip(outputs, lists[len(inputs) :], strict=False)
            )
        rules = tuple(self._rule(number, row, new_ids) for number, row in enumerate(self.sheet.rows, 1))
        default = self.begun.default if self.sheet.default is None else self._otherwise(self.sheet.default)
        return replace(
            self.begun, policy=policy, aggregation=made, inputs=inputs, outputs=outputs, rules=rules, default=default
        )

    def _list(self, column: str, text: str, kind: FactType) -> UnaryTest | None:
        return self._test(0, column, text, kind) if text.strip() else None

    def _otherwise(self, row: GridRow) -> Default | None:
        if not any(text.strip() for text in row.values):
            return None
        values = tuple(
            self._value(DEFAULT_ROW, output.name, text, output.kind)
            for text, output in zip(row.values, self.begun.outputs, strict=True)
        )
        if not row.basis.strip():
            self._add(DEFAULT_ROW, BASIS, _NO_BASIS)
        return Default(values, row.basis.strip())

    def _rule(self, number: int, row: GridRow, new_ids: Iterator[str]) -> Rule:
        tests = tuple(
            self._test(number, column.fact, text, column.kind)
            for text, column in zip(row.tests, self.begun.inputs, strict=True)
        )
        values = tuple(
            self._output(number, output, text) for text, output in zip(row.values, self.begun.outputs, strict=True)
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

    def _output(self, number: int, output: Output, text: str) -> Fact | Formula:
        names = [each.fact for each in self.begun.inputs if each.kind == "number"]
        try:
            return compile_output(text.strip(), output.kind, names)
        except CellRefused as refused:
            self._add(number, output.name, refused.words)
            return ""

    def _value(self, number: int, column: str, text: str, kind: FactType) -> Fact:
        try:
            return compile_literal(text.strip(), kind)
        except CellRefused as refused:
            self._add(number, column, refused.words)
            return ""

    def _add(self, number: int, column: str, words: Words) -> None:
        self.problems.append(CellProblem(self.begun.id, number, column, words))
