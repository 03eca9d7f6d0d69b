"""Whoever changes the log in the database is found, and the place is named."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import accumulate

import pytest

from hub.clock import rfc3339
from hub.evidence.audit import Audit, Fault, audit_log
from hub.evidence.leaf import make_leaf
from hub.evidence.merkle import leaf_hash
from hub.evidence.note import NO_EARLIER, LogKey, sign_checkpoint
from hub.evidence.tree import Edge, store_edge
from hub.store.store import Store
from hub.store.tx import Row, Tx
from tests.campaigns import SOAK
from tests.integration.evidence.conftest import KEYS, grow, write

STEPS = (1, 15, 1, 240, 43)
SIZE = sum(STEPS)
HEADS = [0, *accumulate(STEPS)]
OTHER = LogKey("qayidis-hub/test", b"o" * 32)


@pytest.fixture
async def log(store: Store) -> Store:
    """A log of 300 leaves and five heads."""
    await grow(store, *STEPS)
    return store


async def leaf_at(tx: Tx, index: int) -> Row:
    rows = await tx.fetch("SELECT * FROM evidence_leaves WHERE seq = :seq", {"seq": index})
    return rows[0]


async def alter_content(tx: Tx, index: int) -> None:
    row = await leaf_at(tx, index)
    changed = bytes(row["content"]).replace(b"delivered", b"discarded")
    await tx.many("UPDATE evidence_leaves SET content = $2 WHERE id = $1", [(row["id"], changed)])


async def alter_column(tx: Tx, index: int) -> None:
    await tx.execute("UPDATE evidence_leaves SET kind = 'delivery.failed' WHERE seq = :seq", {"seq": index})


async def rewrite_with_its_hash(tx: Tx, index: int) -> None:
    row = await leaf_at(tx, index)
    forged = make_leaf(row["kind"], row["subject"], row["created_at"], forged=1)
    await tx.many(
        "UPDATE evidence_leaves SET content = $2, leaf_hash = $3 WHERE id = $1",
        [(row["id"], forged.content, forged.hash)],
    )


async def swap_with_a_neighbour(tx: Tx, index: int) -> None:
    """The pair begins at the index, or at the one before it where it is the last."""
    first = min(index, SIZE - 2)
    a, b = (await leaf_at(tx, first))["id"], (await leaf_at(tx, first + 1))["id"]
    for row, seq in ((a, -1), (b, first), (a, first + 1)):
        await tx.execute("UPDATE evidence_leaves SET seq = :seq WHERE id = :id", {"seq": seq, "id": row})


async def delete(tx: Tx, index: int) -> None:
    await tx.execute("DELETE FROM evidence_leaves WHERE seq = :seq", {"seq": index})


async def cut_off(tx: Tx, index: int) -> None:
    """Leaves, tiles as they were, the cursor moved back: only the heads remember."""
    await tx.execute("DELETE FROM evidence_leaves WHERE seq >= :seq", {"seq": index})
    await tx.execute("UPDATE cursors SET next_seq = :seq WHERE name = 'evidence'", {"seq": index})


CHANGES: list[tuple[Callable[[Tx, int], Awaitable[None]], Fault]] = [
    (alter_content, Fault.ALTERED),
    (alter_column, Fault.ALTERED),
    (rewrite_with_its_hash, Fault.REPLACED),
    (swap_with_a_neighbour, Fault.REPLACED),
    (delete, Fault.GONE),
    (cut_off, Fault.GONE),
]


class Undone(Exception):
    """Rolls a trial back."""


async def trial(log: Store, change: Callable[[Tx, int], Awaitable[None]], index: int) -> Audit | None:
    """What an audit finds after the change, which is then undone."""
    found: Audit | None = None
    with suppress(Undone):
        async with log.write() as tx:
            await change(tx, index)
            found = await audit_log(_Inside(log, tx), KEYS)
            raise Undone
    return found


async def test_a_log_that_nobody_touched_is_whole(log: Store) -> None:
    found = await audit_log(log, KEYS)

    assert found == Audit(SIZE, await root_of(log))


async def test_an_empty_log_is_whole(store: Store) -> None:
    assert (await audit_log(store, KEYS)).fault is None


@pytest.mark.parametrize(("change", "fault"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
async def test_every_change_is_found_and_its_place_named(
    log: Store, change: Callable[[Tx, int], Awaitable[None]], fault: Fault
) -> None:
    choose = random.Random(change.__name__)
    places = {0, 15, 16, 255, 256, SIZE - 1, *choose.sample(range(SIZE), 8)}

    for index in sorted(places):
        found = await trial(log, change, index)
        named = min(index, SIZE - 2) if change is swap_with_a_neighbour else index
        assert found is not None
        assert (found.index, found.fault) == (named, fault), index


STRANGE = {
    "seq": "'first'",
    "kind": "CAST(kind AS BLOB)",
    "subject": "CAST(subject AS BLOB)",
    "leaf_hash": "CAST(leaf_hash AS BLOB)",
    "content": "CAST(content AS TEXT)",
    "created_at": "'today'",
}
"""What SQLite keeps in a column of another kind."""


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", STRANGE)
async def test_what_is_of_another_kind_than_its_column_is_found_and_its_place_named(log: Store, column: str) -> None:
    async def change(tx: Tx, index: int) -> None:
        await tx.execute(f"UPDATE evidence_leaves SET {column} = {STRANGE[column]} WHERE seq = :seq", {"seq": index})

    for index in (0, 16, SIZE - 1):
        found = await trial(log, change, index)
        assert found is not None
        assert (found.index, found.fault) == (index, Fault.GONE if column == "seq" else Fault.ALTERED), index


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_a_leaf_beyond_the_end_whose_number_is_none_is_found(log: Store) -> None:
    await write(log, 1)

    async def change(tx: Tx, index: int) -> None:
        await tx.execute("UPDATE evidence_leaves SET seq = 'last' WHERE seq IS NULL")

    assert await trial(log, change, SIZE) == Audit(SIZE, await root_of(log), SIZE, Fault.SURPLUS)


async def root_of(log: Store) -> str:
    async with log.read() as tx:
        return str((await tx.fetch("SELECT root FROM tree_heads WHERE size = :size", {"size": SIZE}))[0]["root"])


async def fork(tx: Tx, index: int) -> None:
    """From the leaf on another history, with tiles to match."""
    for seq in range(index, SIZE):
        await rewrite_with_its_hash(tx, seq)
    await rewrite_tiles(tx)


async def rewrite_tiles(tx: Tx) -> dict[int, str]:
    """Tiles as the leaves have them now; the roots by size."""
    edge, roots = Edge(0, []), {}
    for row in await tx.fetch("SELECT leaf_hash FROM evidence_leaves WHERE seq IS NOT NULL ORDER BY seq"):
        edge.append(bytes.fromhex(row["leaf_hash"]))
        roots[edge.size] = edge.root().hex()
    await tx.execute("DELETE FROM evidence_tiles")
    await store_edge(tx, edge)
    return roots


@pytest.mark.campaign(sample=2)
async def test_each_of_two_hundred_tamperings_is_found_at_its_place(log: Store, pytestconfig: pytest.Config) -> None:
    dice = random.Random(pytestconfig.getoption("campaign_seed"))
    for _ in range(200 if SOAK else 40):
        change, fault = dice.choice([*CHANGES, (fork, Fault.REWRITTEN)])
        index = dice.randrange(SIZE)
        found = await trial(log, change, index)
        place = index
        if change is swap_with_a_neighbour:
            place = min(index, SIZE - 2)
        elif change is fork:
            place = max(head for head in HEADS if head <= index)
        assert found is not None
        assert (found.index, found.fault) == (place, fault), (change.__name__, index)


async def test_a_log_rewritten_with_its_tiles_is_betrayed_by_its_heads(log: Store) -> None:
    async with log.write() as tx:
        await rewrite_with_its_hash(tx, 20)
        await rewrite_tiles(tx)

    found = await audit_log(log, KEYS)

    assert (found.index, found.fault) == (17, Fault.REWRITTEN), "from the head before it on"


async def test_a_log_rewritten_with_its_heads_is_betrayed_by_a_head_that_was_kept_outside(log: Store) -> None:
    async with log.read() as tx:
        kept = {row["size"]: row["root"] for row in await tx.fetch("SELECT size, root FROM tree_heads WHERE size = 17")}
    async with log.write() as tx:
        await cut_off(tx, 10)
        await tx.execute("DELETE FROM tree_heads WHERE size > 1")

    surplus = await audit_log(log, KEYS)
    async with log.write() as tx:
        await rewrite_tiles(tx)
    inside = await audit_log(log, KEYS)
    found = await audit_log(log, KEYS, kept)

    assert (surplus.index, surplus.fault) == (10, Fault.SURPLUS), "the tiles remember"
    assert inside.fault is None, "inside the database everything agrees"
    assert (found.index, found.fault) == (10, Fault.GONE)


async def test_a_log_rewritten_with_its_tiles_and_heads_lacks_the_signatures(log: Store) -> None:
    async with log.write() as tx:
        await rewrite_with_its_hash(tx, 20)
        roots = await rewrite_tiles(tx)
        for head in await tx.fetch("SELECT size, created_at FROM tree_heads WHERE size > 20"):
            size, root = head["size"], roots[head["size"]]
            note = sign_checkpoint(OTHER, size, root, rfc3339(head["created_at"]), NO_EARLIER)
            await tx.execute(
                "UPDATE tree_heads SET root = :root, checkpoint = :note WHERE size = :size",
                {"root": root, "note": note, "size": size},
            )

    found = await audit_log(log, KEYS)

    assert (found.index, found.fault) == (256, Fault.FORGED), "the last leaf of the first head that is not signed"


async def test_a_head_of_another_hour_must_be_named_by_the_next(log: Store) -> None:
    async with log.write() as tx:
        await tx.execute("UPDATE tree_heads SET created_at = created_at - 7200000000 WHERE size = 1")

    found = await audit_log(log, KEYS)

    assert (found.index, found.fault) == (0, Fault.FORGED)


async def test_damage_is_named_and_never_a_traceback(log: Store) -> None:
    """What is no JSON, no hash and no tile."""
    rubbish = b"[[[["
    async with log.write() as tx:
        row = await leaf_at(tx, 7)
        await tx.many(
            "UPDATE evidence_leaves SET content = $2, leaf_hash = $3 WHERE id = $1",
            [(row["id"], rubbish, leaf_hash(rubbish).hex())],
        )
        await tx.execute("UPDATE evidence_leaves SET leaf_hash = 'zz' WHERE seq = 9")
        await tx.execute("UPDATE evidence_tiles SET hashes = 'zz' WHERE level = 0 AND position = 2")
        await tx.execute("UPDATE tree_heads SET checkpoint = 'zz' WHERE size = 1")
    first = await audit_log(log, KEYS)
    async with log.write() as tx:
        await tx.execute("DELETE FROM evidence_leaves WHERE seq < 7")
    second = await audit_log(log, KEYS)

    assert (first.index, first.fault) == (7, Fault.ALTERED)
    assert (second.index, second.fault) == (0, Fault.GONE)


@pytest.mark.parametrize("beyond", [310, -1])
async def test_a_number_beyond_an_end_is_found(log: Store, beyond: int) -> None:
    await write(log, 1)
    async with log.write() as tx:
        await tx.execute("UPDATE evidence_leaves SET seq = :seq WHERE seq IS NULL", {"seq": beyond})

    found = await audit_log(log, KEYS)

    assert (found.index, found.fault) == (beyond, Fault.SURPLUS)


async def test_a_changed_tile_is_found_under_the_leaves_it_covers(log: Store) -> None:
    async with log.write() as tx:
        row = (await tx.fetch("SELECT hashes FROM evidence_tiles WHERE level = 1 AND position = 0"))[0]["hashes"]
        await tx.execute(
            "UPDATE evidence_tiles SET hashes = :hashes WHERE level = 1 AND position = 0",
            {"hashes": row[:64] + "0" * 64 + row[128:]},
        )

    found = await audit_log(log, KEYS)

    assert (found.index, found.fault) == (16, Fault.REPLACED)


class _Inside:
    """The store as seen from inside an open transaction, so that a trial can be rolled back."""

    def __init__(self, store: Store, tx: Tx) -> None:
        self.name = store.name
        self.writers = store.writers
        self.vouching = store.vouching
        self._tx = tx

    def read(self) -> _Open:
        return _Open(self._tx)

    write = read

    async def aclose(self) -> None:
        """The transaction is not ours."""


class _Open:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def __aenter__(self) -> Tx:
        return self._tx

    async def __aexit__(self, *_exc: object) -> None:
        return None
