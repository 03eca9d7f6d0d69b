"""Somebody changes rows by hand, beside everything that the hub writes with them; afterwards they are as before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hub.app import Hub
from hub.store.store import Store


@asynccontextmanager
async def tampered(store: Store, tables: Sequence[str], *changes: str, **values: object) -> AsyncIterator[None]:
    """What these statements do to these tables lasts as long as the block. A value is given to who names it."""
    async with store.read() as tx:
        kept = {each: await tx.fetch(f"SELECT * FROM {each}") for each in tables}
    async with store.write() as tx:
        touched = [
            await tx.execute(each, {name: value for name, value in values.items() if f":{name}" in each})
            for each in changes
        ]
    assert all(touched), f"nothing was changed: {changes}"
    yield
    async with store.write() as tx:
        for table, rows in kept.items():
            await tx.execute(f"DELETE FROM {table}")
            if rows:
                await tx.insert(table, ", ".join(rows[0].keys()), [tuple(row) for row in rows])


async def holds_contents(hub: Hub, holder: str) -> int:
    """How many stored contents are kept for what has that id, whoever else stores equal ones."""
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT digest FROM document_files WHERE document_id = :id AND gone = 0", {"id": holder})
    return len(rows)
