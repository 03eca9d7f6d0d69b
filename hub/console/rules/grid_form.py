"""The grid of a table as a form: a field a cell, and buttons that add, remove and move rules without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from document_flow.decisions.grid import BASIS, DEFAULT_ROW, POLICY, CellProblem, GridRow, GridSheet
from document_flow.decisions.refusal import Problem
from document_flow.decisions.table import ASSUMED, ASSUMED_WORDS, Decision, Table
from hub.console.rules.grids import place_of
from hub.console.viewer import Form
from hub.errors import Words
from mappings.text import match_key

MOST_CELLS = 600
"""Of one form; larger tables are edited as files, so that a page stays small."""
_FIELD = re.compile(r"d(?P<sheet>[0-9]{1,2})\.r(?P<row>[0-9]{1,4})\.(?:in[0-9]+|out[0-9]+|basis|note|id)")
_ORDER = re.compile(r"(?P<what>add|remove|up|down):(?P<sheet>[0-9]{1,2}):(?P<row>[0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Wrong:
    """The words beside fields, by the fields' names, and those that belong to no field."""

    fields: Mapping[str, Words] = field(default_factory=dict)
    others: Sequence[Words] = ()


def fits(table: Table) -> bool:
    """Whether the table is small enough for a form."""
    cells = sum(len(each.rules) * (len(each.inputs) + len(each.outputs) + 2) for each in table.decisions)
    return cells <= MOST_CELLS


def read_sheets(form: Form, begun: Table) -> list[GridSheet]:
    """The sheets as they were typed, in the table's order of decisions."""
    rows: dict[int, set[int]] = {}
    for name in form.names():
        if found := _FIELD.fullmatch(name):
            rows.setdefault(int(found["sheet"]), set()).add(int(found["row"]))
    return [
        GridSheet(
            decision.id,
            form.text(f"d{number}.policy", decision.policy),
            tuple(_row(form, f"d{number}.r{row}", decision) for row in sorted(rows.get(number, ()))),
            tuple(_line(form, f"d{number}.{at}.values") for at in _columns(decision)),
            GridRow(
                "",
                (),
                tuple(_line(form, f"d{number}.default.out{place}") for place in range(len(decision.outputs))),
                read_basis(_line(form, f"d{number}.default.basis")),
            ),
        )
        for number, decision in enumerate(begun.decisions)
    ]


def _columns(decision: Decision) -> list[str]:
    """The columns as their fields are named, inputs first."""
    return [f"in{place}" for place in range(len(decision.inputs))] + [
        f"out{place}" for place in range(len(decision.outputs))
    ]


def _row(form: Form, at: str, decision: Decision) -> GridRow:
    return GridRow(
        form.text(f"{at}.id"),
        tuple(_line(form, f"{at}.in{number}") for number in range(len(decision.inputs))),
        tuple(_line(form, f"{at}.out{number}") for number in range(len(decision.outputs))),
        read_basis(_line(form, f"{at}.basis")),
        form.text(f"{at}.note"),
    )


def _line(form: Form, name: str) -> str:
    return form.text(name).replace("\n", " ")


def read_basis(typed: str) -> str:
    """What stands behind a rule or a version: an act as it is cited, or the word for none, typed in either language."""
    words = (match_key(ASSUMED_WORDS.az), match_key(ASSUMED_WORDS.en))
    return ASSUMED if match_key(typed) in words else typed


def ordered(sheets: Sequence[GridSheet], order: str, begun: Table) -> list[GridSheet]:
    """The sheets after a button: a rule added behind a row, removed, or moved by one."""
    found = _ORDER.fullmatch(order)
    place = int(found["sheet"]) if found else -1
    if found is None or place >= len(sheets):
        return list(sheets)
    made, sheet = list(sheets), sheets[place]
    rows = _moved(list(sheet.rows), found["what"], int(found["row"]), begun.decisions[place])
    made[place] = replace(sheet, rows=tuple(rows))
    return made


def _moved(rows: list[GridRow], what: str, row: int, decision: Decision) -> list[GridRow]:
    if what == "add":
        empty = GridRow("", ("",) * len(decision.inputs), ("",) * len(decision.outputs), "")
        rows.insert(row, empty)
    elif row < len(rows):
        taken = rows.pop(row)
        if what != "remove":
            rows.insert(max(0, row - 1) if what == "up" else row + 1, taken)
    return rows


def cell_fields(begun: Table, cells: Sequence[CellProblem]) -> dict[str, Words]:
    """Wrong cells by the names of their fields."""
    return {_name(begun, each.decision, each.row, each.column): each.words for each in cells}


def sorted_out(begun: Table, problems: Sequence[Problem]) -> Wrong:
    """What the door found: beside cells and rows where it speaks of one, else by itself."""
    fields: dict[str, Words] = {}
    others: list[Words] = []
    for each in problems:
        place = place_of(begun, each.place)
        if place is None:
            others += told((each,))
        else:
            fields[_name(begun, place.decision, place.rule, place.column or "")] = each.words
    return Wrong(fields, others)


def told(problems: Sequence[Problem]) -> list[Words]:
    """Problems of files, each with its place."""
    return [Words(f"{each.place}: {each.words.az}", f"{each.place}: {each.words.en}") for each in problems]


def _name(begun: Table, decision: str, row: int, column: str) -> str:
    """The field of a cell; of a whole row where no column is named."""
    number, found = next((at, each) for at, each in enumerate(begun.decisions) if each.id == decision)
    if column == POLICY:
        return f"d{number}.policy"
    at = f"d{number}.r{row - 1}" if row > 0 else f"d{number}.default" if row == DEFAULT_ROW else f"d{number}"
    of = ".values" if row == 0 else ""
    inputs = {each.fact: f"{at}.in{place}{of}" for place, each in enumerate(found.inputs)}
    outputs = {each.name: f"{at}.out{place}{of}" for place, each in enumerate(found.outputs)}
    return {**inputs, **outputs, BASIS: f"{at}.basis"}.get(column, at)
