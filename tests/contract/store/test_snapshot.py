"""Reads of one moment, on both databases."""

from __future__ import annotations

import pytest

from hub.store.store import Store, snapshot

COUNT = "SELECT count(*) AS n FROM defects"


async def add_defect(store: Store, kind: str) -> None:
    async with store.write() as tx:
        await tx.execute("INSERT INTO defects (kind, count, last_at) VALUES (:kind, 1, hub_now())", {"kind": kind})


async def fail_within(store: Store) -> None:
    async with snapshot(store) as tx:
        await tx.fetch(COUNT)
        raise LookupError


async def test_what_is_written_meanwhile_is_not_seen(store: Store) -> None:
    async with snapshot(store) as tx:
        before = await tx.fetch(COUNT)
        await add_defect(store, "one")
        meanwhile = await tx.fetch(COUNT)
    async with store.read() as tx:
        after = await tx.fetch(COUNT)

    assert [rows[0]["n"] for rows in (before, meanwhile, after)] == [0, 0, 1]


async def test_its_connection_reads_what_is_there_once_it_is_over_also_after_a_failure(store: Store) -> None:
    for kind in ("one", "two", "three"):
        with pytest.raises(LookupError):
            await fail_within(store)
        await add_defect(store, kind)

    async with store.read() as tx, snapshot(store) as other:
        found = [(await each.fetch(COUNT))[0]["n"] for each in (tx, other)]

    assert found == [3, 3]


async def test_nothing_can_be_written_where_the_database_says_so(store: Store) -> None:
    if store.name != "postgresql":
        pytest.skip("SQLite's readers are opened for reading alone")
    with pytest.raises(Exception, match="read-only transaction"):
        async with snapshot(store) as tx:
            await tx.execute("DELETE FROM defects")
