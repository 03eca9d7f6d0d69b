"""A caller cancelled in the middle of a transaction is cancelled, and the next one finds the store as it was."""

from __future__ import annotations

import asyncio

import pytest

from hub.store.store import Store


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_write_is_a_cancellation_and_nothing_else(store: Store, turns: int) -> None:
    async def write() -> None:
        async with store.write() as tx:
            await tx.execute("INSERT INTO cursors (name, next_seq) VALUES ('gone', 1)")
            await asyncio.sleep(0.05)
            raise AssertionError("the cancellation was lost")

    task = asyncio.create_task(write())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with store.write() as tx:
        assert not await tx.fetch("SELECT 1 FROM cursors WHERE name = 'gone'")
