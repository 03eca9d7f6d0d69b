"""Test cases that live beside a table: facts and what they must come to. A lawyer writes them, a version meets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.facts import Fact, FactRefused, typed
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, numbered
from document_flow.decisions.refusal import Problem
from document_flow.decisions.sfeel import write_literal
from document_flow.decisions.table import Table
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Case:
    """One case. It is decided by the version in force `as_of` a day, or by the `version` of a number.

    `rows` are the outputs it must come to; without rows it must not be decided, and `missing` are the facts to ask for.
    """

    name: str
    facts: Mapping[str, object]
    rows: tuple[Mapping[str, object], ...] = ()
    missing: tuple[str, ...] = ()
    as_of: date | None = None
    version: int | None = None


def failures(table: Table, cases: Iterable[Case]) -> tuple[Problem, ...]:
    """The cases that come to something else by this table. Assumed rules count: whether they may is asked elsewhere."""
    found = ((case, evaluate(table, case.facts, allow_assumed=True)) for case in cases)
    return tuple(
        Problem("check.case", _told(table, case, outcome), f"cases.yaml, {case.name}")
        for case, outcome in found
        if not _met(table, case, outcome)
    )


def _met(table: Table, case: Case, outcome: Outcome) -> bool:
    match outcome:
        case Decided(rows):
            return list(rows) == [_typed(table, row) for row in case.rows]
        case NotDecided():
            return not case.rows and sorted(outcome.missing) == sorted(case.missing)
        case Conflicted():
            return False
        case never:
            assert_never(never)


def _typed(table: Table, row: Mapping[str, object]) -> Mapping[str, Fact | FactRefused]:
    kinds = {output.name: table.end.kind_of(output) for output in table.end.outputs}
    return {name: typed(value, kinds.get(name, "string")) for name, value in row.items()}


def _told(table: Table, case: Case, outcome: Outcome) -> Words:
    wanted = " | ".join(_row(_typed(table, row)) for row in case.rows)
    lacking = ", ".join(case.missing) or "—"
    expected = Words(wanted or f"qərar yoxdur ({lacking})", wanted or f"no decision ({lacking})")
    match outcome:
        case Decided(rows):
            got = " | ".join(_row(row) for row in rows)
            found = Words(got, got)
        case NotDecided(reasons):
            found = Words("; ".join(each.words.az for each in reasons), "; ".join(each.words.en for each in reasons))
        case Conflicted(rules):
            numbers = numbered(rules)
            found = Words(f"{numbers.az} qaydaların ziddiyyəti", f"a conflict of rules {numbers.en}")
        case never:
            assert_never(never)
    return Words(f"gözlənilən: {expected.az}; alınan: {found.az}", f"expected {expected.en}; got {found.en}")


def _row(row: Mapping[str, Fact | FactRefused]) -> str:
    shown = ((name, "?" if isinstance(value, FactRefused) else write_literal(value)) for name, value in row.items())
    return ", ".join(f"{name} = {text}" for name, text in shown)
