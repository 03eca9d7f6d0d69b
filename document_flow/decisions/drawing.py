"""A table drawn for paper and terminals: rows of plain text in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.decisions.table import Decision, Rule, Table
from document_flow.decisions.texts import show_fact, show_test
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """One decision as a grid: a title with its hit policy, headings, and a row a rule. All rows are of one length."""

    title: Words
    headings: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


def as_rows(table: Table) -> tuple[Sheet, ...]:
    """A grid for each decision, in the order in which they are made."""
    return tuple(_sheet(table, decision) for decision in table.decisions)


def _sheet(table: Table, decision: Decision) -> Sheet:
    inputs = [table.label(column.fact) for column in decision.inputs]
    outputs = [_arrow(table.label(output.name)) for output in decision.outputs]
    rows = tuple(_row(rule, number) for number, rule in enumerate(decision.rules, 1))
    title = f"{decision.name} ({decision.hit})"
    return Sheet(Words(title, title), (Words("№", "No."), *inputs, *outputs, Words("Əsas", "Basis")), rows)


def _row(rule: Rule, number: int) -> tuple[Words, ...]:
    shown = Words(str(number), str(number))
    basis = Words("FƏRZİYYƏ", "ASSUMED") if rule.is_assumed else Words(rule.basis, rule.basis)
    return (shown, *map(show_test, rule.tests), *map(show_fact, rule.values), basis)


def _arrow(label: Words) -> Words:
    return Words(f"→ {label.az}", f"→ {label.en}")
