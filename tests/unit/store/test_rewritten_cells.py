"""A sealed cell that is written over has another version each time, so that what stood there before does not open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from hub.store.schema import metadata

HUB = Path(__file__).parents[3] / "hub"
_SETS = re.compile(r"\b(\w+_sealed) = (?!NULL\b)[$:\w]")
_TABLE = re.compile(r"\b(?:UPDATE|INSERT INTO) (\w+)")
_WHOLE_ROW = re.compile(r"\bUPDATE (\w+)(?: AS \w+)? SET \{")

VERSIONS = {
    "aggregates.state": "version",
    "attempts.received": "number",
    "attempts.sent": "number",
    "base_records.record": "version",
    "callbacks.callback": "version",
    "citizen_sessions.citizen": "version",
    "citizen_subjects.fin": "version",
    "code_additions.withdrawal_reason": "withdrawal_at",
    "counts.tally": "steps",
    "entities.attributes": "known_from",
    "message_bodies.records": "records_version",
    "obligations.state": "length",
    "officials.fin": "fin_version",
    "operations.pause_reason": "paused_at",
    "paper_codes.holder": "version",
    "people.email": "email_version",
    "saved_searches.filters": "version",
    "visits.body": "saves",
}
"""By which column a row counts what was written into the cell."""
WHOLE_ROWS = {"cases": "length", "documents": "length", "visits": "saves"}
"""Rows that are written whole by a list of their columns: the state is sealed under the number of its events."""
ONCE = {
    "agency_notices.answer": "an answer that is there is a Conflict",
    "callbacks.ended": "what has ended is not ended again: it is read locked, and still open",
    "list_chunks.changes": "with the entries",
    "list_chunks.entries": "where nothing stands yet",
    "message_bodies.issues": "what is wrong with a whole file follows from its bytes, whose digest its message has",
    "proposals.reason": "decided once; a second decision is a Conflict",
    "receptions.outcome": "of one that waits, read locked",
    "signing_sessions.answer": "of a session that waits",
    "signing_sessions.prepared": "the first one stays",
    "signing_sessions.signed": "the first one stays",
    "visits.paper": "the first one stays, read locked",
}
"""Cells that are empty first and filled once, each with what keeps a second hand off."""


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text())) for path in sorted(HUB.rglob("*.py"))]


def texts(module: ast.Module) -> Iterator[str]:
    """The strings of a module; where a value is put in, it stands in braces."""
    inner = {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.value


def written_over() -> Iterator[tuple[str, str]]:
    """Each cell that a statement writes into a row that is there, with the statement."""
    for path, module in modules():
        for text in texts(module):
            table = _TABLE.search(text)
            for column in dict.fromkeys(_SETS.findall(text)):
                of = table[1] if table else path.stem  # a part of a statement: the table has the module's name
                yield f"{of}.{column.removesuffix('_sealed')}", text


@pytest.mark.parametrize(("cell", "statement"), sorted(set(written_over())))
def test_each_cell_that_is_written_over_counts_it_or_is_filled_once(cell: str, statement: str) -> None:
    assert (cell in VERSIONS) != (cell in ONCE)
    if cell in VERSIONS:
        assert re.search(rf"\b{VERSIONS[cell]} = ", statement)


def test_every_cell_that_is_named_here_is_written_over_somewhere() -> None:
    assert {cell for cell, _ in written_over()} == {*VERSIONS, *ONCE}
    assert all(
        f"{place}_sealed" in {f"{t}.{c.name}" for t in metadata.tables for c in metadata.tables[t].c}
        for place in (*VERSIONS, *ONCE)
    )


def test_rows_that_are_written_by_a_list_of_their_columns_stand_here() -> None:
    found = {name for _, module in modules() for text in texts(module) for name in _WHOLE_ROW.findall(text)}
    sealed = {t for t, table in metadata.tables.items() if any(c.name.endswith("_sealed") for c in table.c)}

    assert found & sealed == {*WHOLE_ROWS}


def test_what_counts_its_versions_is_sealed_under_them() -> None:
    """An entity's state is bound to its version by the entity's own key, elsewhere than by the Sealer."""
    versioned = set()
    for _, module in modules():
        names = _constants(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and (place := _sealed_place(node, names)):
                versioned.add(place)

    assert {*VERSIONS} - versioned == {"entities.attributes"}


def _sealed_place(call: ast.Call, names: dict[str, str]) -> str | None:
    """The place of a call that seals under a version."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    at = {"seal": 0, "seal_text": 1}.get(name)
    if at is None or len(call.args) < at + 4:
        return None
    place = call.args[at]
    return str(place.value) if isinstance(place, ast.Constant) else names.get(getattr(place, "id", ""))


def _constants(module: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name at its top."""
    found: dict[str, str] = {}
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            pairs = (
                zip(target.elts, value.elts, strict=False)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            found |= {
                n.id: v.value
                for n, v in pairs
                if isinstance(n, ast.Name) and isinstance(v, ast.Constant) and isinstance(v.value, str)
            }
    return found
