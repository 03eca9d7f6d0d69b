"""A transaction that the database rolled back is not taken for one that it committed."""

from __future__ import annotations

from contextlib import suppress

import asyncpg
import pytest

from hub.store.store import Store, TryAgain

DEFECT = "INSERT INTO defects (kind, count, last_at) VALUES ('one', 1, hub_now())"


async def swallow_a_failure(store: Store) -> None:
    async with store.write() as tx:
        await tx.execute(DEFECT)
        with suppress(asyncpg.PostgresError):
            await tx.execute("SELECT 1 / 0")


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
async def test_a_failure_that_nobody_let_through_ends_in_no_commit(store: Store) -> None:
    """SQLite undoes the failed statement alone, and goes on."""
    with pytest.raises(TryAgain, match="ROLLBACK"):
        await swallow_a_failure(store)

    async with store.read() as tx:
        assert await tx.fetch("SELECT kind FROM defects") == []
