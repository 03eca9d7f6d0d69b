"""Leaves get dense numbers, once, whoever merges."""

from __future__ import annotations

import asyncio

from hub.clock import SECOND
from hub.evidence.audit import audit_log
from hub.evidence.sequencer import BATCH, KEPT_HEADS, Sequencer
from hub.evidence.tree import consistency, hashes_of
from hub.store.store import Store
from hub.store.tx import Tx
from tests.consistency import verify_consistency
from tests.integration.evidence.conftest import KEY, KEYS, grow, write


async def numbers(store: Store) -> list[int | None]:
    async with store.read() as tx:
        return [row["seq"] for row in await tx.fetch("SELECT seq FROM evidence_leaves ORDER BY seq")]


async def test_leaves_are_numbered_from_zero_without_gaps_in_the_order_of_their_ids(store: Store) -> None:
    await grow(store, 3, 40, 1)

    async with store.read() as tx:
        rows = await tx.fetch("SELECT id, seq FROM evidence_leaves ORDER BY seq")
        sizes = [row["size"] for row in await tx.fetch("SELECT size FROM tree_heads ORDER BY size")]
    assert [row["seq"] for row in rows] == list(range(44))
    assert sizes == [3, 43, 44]
    merges = [rows[:3], rows[3:43], rows[43:]]
    assert all([row["id"] for row in merge] == sorted(row["id"] for row in merge) for merge in merges)


async def test_a_backlog_is_merged_in_several_transactions_and_one_call(store: Store) -> None:
    await write(store, BATCH + 10)

    assert await Sequencer(store, KEY).merge() == BATCH + 10
    assert await Sequencer(store, KEY).merge() == 0


async def test_the_youngest_leaves_wait_for_the_next_merge(store: Store) -> None:
    await write(store, 2)
    await write(store, 3, age=-1_000_000)

    assert await Sequencer(store, KEY).merge() == 2
    async with store.read() as tx:
        waiting = await tx.fetch("SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL")
    assert waiting[0]["n"] == 3


async def test_sequencers_at_once_number_each_leaf_once(store: Store) -> None:
    await grow(store, 5)
    await write(store, 300)

    merged = await asyncio.gather(*(Sequencer(store, KEY).merge() for _ in range(4)))

    assert sum(merged) == 300
    assert await numbers(store) == list(range(305))
    assert (await audit_log(store, KEYS)).fault is None


async def test_of_old_heads_the_last_of_each_hour_is_kept_and_all_of_the_newest(store: Store) -> None:
    await grow(store, 9)
    hour = 3600 * SECOND
    async with store.write() as tx:
        await tx.execute("DELETE FROM tree_heads")
        for size in range(1, 10):
            await tx.execute(
                "INSERT INTO tree_heads (size, root, checkpoint, created_at) VALUES (:size, :root, '', :at)",
                {"size": size, "root": await root_of(tx, size), "at": (size // 3) * hour + size},
            )
        newest = [(10_000 + number, "r", "", 90 * hour + number) for number in range(KEPT_HEADS)]
        await tx.insert("tree_heads", "size, root, checkpoint, created_at", newest)
        await tx.insert("head_stamps", "size, authority, token, stamped_at", [(4, "tsa", b"", 0)])

    assert await Sequencer(store, KEY).thin_heads() == 4
    assert await Sequencer(store, KEY).thin_heads() == 0

    async with store.write() as tx:
        kept = [row["size"] for row in await tx.fetch("SELECT size FROM tree_heads ORDER BY size")]
        assert kept == [2, 4, 5, 8, 9, *(size for size, *_ in newest)]


async def test_a_proof_of_growth_needs_no_head_of_its_size(store: Store) -> None:
    await grow(store, 3, 4, 5)
    async with store.write() as tx:
        old = await root_of(tx, 7)
        await tx.execute("DELETE FROM tree_heads WHERE size < 12")

    async with store.read() as tx:
        hashes = await hashes_of(tx, consistency(7, 12))
        new = await root_of(tx, 12)

    assert verify_consistency(7, 12, hashes, bytes.fromhex(old), bytes.fromhex(new))
    assert (await audit_log(store, KEYS, {7: old})).fault is None


async def root_of(tx: Tx, size: int) -> str:
    return (await hashes_of(tx, [(0, size)]))[0].hex()


async def test_totals_equal_the_leaves_by_kind_and_destination(store: Store) -> None:
    await grow(store, 20)
    await write(store, 7, "delivery.failed")
    await write(store, 4)
    await Sequencer(store, KEY).merge()

    async with store.read() as tx:
        rows = await tx.fetch("SELECT kind, label, count FROM totals ORDER BY kind")

    assert [tuple(row[name] for name in ("kind", "label", "count")) for row in rows] == [
        ("delivery.delivered", "meis.person.update", 24),
        ("delivery.failed", "meis.person.update", 7),
    ]
