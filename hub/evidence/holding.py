"""Holding rows against the evidence: what the log knows is there, and is what its own history comes to.

A log can be whole, and each history too, while a row beside them was changed, put back to an older state, or taken out
with all that belonged to it. One reading finds it for every table whose rows have a history in a hash chain.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from hub.store.store import Store, snapshot
from hub.store.tx import Tx

IsSo = Callable[[Tx, str], Awaitable[bool]]
"""Whether the row of that id, with what is kept beside it, is what its history and its leaves say."""
_PAGE: Final = 200
_BEFORE_ALL: Final = "0" * 32
_UNREADABLE: Final = (ValueError, LookupError, TypeError, AttributeError, OSError, zlib.error)
"""What reading comes to where bytes are not what was written; a seal that does not open is a ValueError."""


@dataclass(frozen=True, slots=True)
class Held:
    """A table whose rows have an `id`, and the kind of the leaf that each commit writes of one of them."""

    table: str
    leaf: str
    is_so: IsSo


async def differing(store: Store, held: Held) -> AsyncIterator[str]:
    """Ids, ascending: first of what the log knows and nobody has any more, then of what is not as it was written."""
    gone = (
        "SELECT DISTINCT e.subject AS id FROM evidence_leaves e WHERE e.kind = :kind AND e.subject > :above"
        f" AND NOT EXISTS (SELECT 1 FROM {held.table} t WHERE t.id = e.subject) ORDER BY e.subject LIMIT :most"
    )
    async for each in found_by(store, gone, kind=held.leaf):
        yield each
    async for each in rows_not_so(store, held.table, held.is_so):
        yield each


def rows_not_so(store: Store, table: str, is_so: IsSo, which: str = "true") -> AsyncIterator[str]:
    """Ids of the rows of a table, of those of `which` alone, that are not so, or cannot be read."""
    return found_by(
        store, f"SELECT t.id FROM {table} t WHERE t.id > :above AND {which} ORDER BY t.id LIMIT :most", is_so
    )


async def found_by(store: Store, sql: str, is_so: IsSo | None = None, **values: str) -> AsyncIterator[str]:
    """Each `id` that the statement finds above `:above`, at most `:most` at a time and in one snapshot; with `is_so`
    those that are not.
    """
    above = _BEFORE_ALL
    while True:
        async with snapshot(store) as tx:
            names = [row["id"] for row in await tx.fetch(sql, {**values, "above": above, "most": _PAGE})]
            found = names if is_so is None else [each for each in names if not await _holds(tx, each, is_so)]
        for each in found:
            yield each
        if len(names) < _PAGE:
            return
        above = names[-1]


async def _holds(tx: Tx, name: str, is_so: IsSo) -> bool:
    try:
        return await is_so(tx, name)
    except _UNREADABLE:
        return False
