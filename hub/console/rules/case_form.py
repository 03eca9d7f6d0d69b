"""Test cases as a form: a row a case, its facts, and what they must come to; or nothing, and what is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from document_flow.decisions.cases import Case
from document_flow.decisions.facts import FactType
from document_flow.decisions.table import Table
from hub.console.rules.facts_form import read_values
from hub.console.viewer import Form
from hub.errors import Words

_FIELD = re.compile(r"c(?P<row>[0-9]{1,3})\.(?:name|missing|fact\..+|out\..+)")
_ORDER = re.compile(r"case-(?P<what>add|remove):(?P<row>[0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it is typed, by the names of facts and outputs; `missing` are names, with commas between."""

    name: str
    facts: Mapping[str, str]
    outputs: Mapping[str, str]
    missing: str


def columns(table: Table) -> tuple[dict[str, FactType], dict[str, FactType]]:
    """The facts that a case may give, and the outputs that it may come to."""
    facts = {each.fact: each.kind for each in table.facts()}
    return facts, {each.name: table.end.kind_of(each) for each in table.end.outputs}


def are_plain(table: Table, cases: Sequence[Case]) -> bool:
    """Whether a form can show them: at most one row a case, and nothing that the table does not know."""
    facts, outputs = columns(table)
    return all(
        len(case.rows) <= 1 and set(case.facts) <= set(facts) and all(set(row) <= set(outputs) for row in case.rows)
        for case in cases
    )


def rows_of(cases: Sequence[Case]) -> list[CaseRow]:
    """Cases as texts."""
    return [
        CaseRow(
            case.name,
            {name: written(value) for name, value in case.facts.items()},
            {name: written(value) for row in case.rows for name, value in row.items()},
            ", ".join(case.missing),
        )
        for case in cases
    ]


def written(value: object) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def read_rows(form: Form, table: Table) -> list[CaseRow]:
    """The cases as they were typed."""
    facts, outputs = columns(table)
    numbers = {int(found["row"]) for name in form.names() if (found := _FIELD.fullmatch(name))}
    return [
        CaseRow(
            form.text(f"c{row}.name").replace("\n", " "),
            {name: form.text(f"c{row}.fact.{name}") for name in facts},
            {name: form.text(f"c{row}.out.{name}") for name in outputs},
            form.text(f"c{row}.missing"),
        )
        for row in sorted(numbers)
    ]


def ordered(rows: Sequence[CaseRow], order: str) -> list[CaseRow]:
    """The cases after a button: one added at the end, or removed."""
    found, made = _ORDER.fullmatch(order), list(rows)
    if found and found["what"] == "add":
        made.append(CaseRow("", {}, {}, ""))
    elif found and int(found["row"]) < len(made):
        made.pop(int(found["row"]))
    return made


def read_cases(rows: Sequence[CaseRow], table: Table) -> tuple[list[Case], dict[str, Words]]:
    """The cases, and the words beside fields that cannot be read. A row that is wholly empty is no case."""
    facts, outputs = columns(table)
    made: list[Case] = []
    wrong: dict[str, Words] = {}
    for number, row in enumerate(rows):
        given = _values(row.facts, facts, f"c{number}.fact.", wrong)
        comes_to = _values(row.outputs, outputs, f"c{number}.out.", wrong)
        if not row.name and not given and not comes_to:
            continue
        if not row.name:
            wrong[f"c{number}.name"] = Words("halın adını yazın", "give the case a name")
        missing = tuple(each.strip() for each in row.missing.split(",") if each.strip())
        made.append(Case(row.name, given, (comes_to,) if comes_to else (), missing))
    return made, wrong


def _values(
    typed_in: Mapping[str, str], kinds: Mapping[str, FactType], at: str, wrong: dict[str, Words]
) -> dict[str, object]:
    return {name: _plain(value) for name, value in read_values(typed_in, kinds, at, wrong).items()}


def _plain(value: object) -> object:
    """A number as the file of cases has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
