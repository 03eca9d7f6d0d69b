"""How rows are found while a table is small: a plan that is kept outlives that hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.open import open_store
from hub.store.store import Store
from hub.store.tx import Rows, Tx

FOUND = "EXPLAIN SELECT c.next_seq FROM cursors c JOIN {rows} ON r.name = c.name"
NAMED = Rows("name text", [(str(number),) for number in range(100)])


@pytest.fixture
async def small(postgres_url: str, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(Settings(data=tmp_path, database_url=postgres_url, hash_key="k" * 32), SystemClock())
    async with opened.write() as tx:
        await tx.insert("cursors", "name, next_seq", [("one", 1)])
    yield opened
    await opened.aclose()


async def plan(tx: Tx) -> str:
    return "\n".join(row["QUERY PLAN"] for row in await tx.fetch(FOUND, rows=NAMED))


async def test_what_writes_finds_its_rows_by_their_key_and_what_reads_as_the_database_likes(small: Store) -> None:
    async with small.write() as tx:
        writing = await plan(tx)
    async with small.read() as tx:
        reading = await plan(tx)

    assert "Seq Scan on cursors" not in writing
    assert "Seq Scan on cursors" in reading
