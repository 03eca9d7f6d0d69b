"""The sequencer: gives committed leaves their dense numbers in the log and grows the Merkle tree over them.

Numbers are given after the commit of what the leaves prove, by whoever leads, so that accepting and settling never
wait for one another's place in the log. A promise of the hub ("merged within the merge delay") rests on it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from hub.clock import SECOND, rfc3339
from hub.evidence.note import NO_EARLIER, LogKey, note_hash, sign_checkpoint
from hub.evidence.receipt import ACCEPTED, CAME, came_label
from hub.evidence.tree import LOG, Edge, load_edge, store_edge
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx

BATCH = 2000
KEPT_HEADS = 1000
"""The newest heads, all kept: some ten minutes of a busy hub. Of older ones the last of each hour stays."""
YOUNG = 50_000
"""Microseconds. Leaves younger than this wait for the next merge, so that neighbours in time get numbers in order."""
_HOUR = 3600 * SECOND


class Sequencer:
    """Merges leaves into the tree and signs its heads.

    Two at once are harmless: the second waits on the row of the log's size.
    """

    def __init__(self, store: Store, key: LogKey) -> None:
        self._store = store
        self._key = key

    async def merge(self) -> int:
        """Merge everything that waits, in batches of a transaction each; how many leaves got numbers."""
        merged = 0
        while True:
            async with self._store.write() as tx:
                count = await merge_batch(tx, self._key)
            merged += count
            if count < BATCH:
                return merged

    async def thin_heads(self) -> int:
        """Forget old heads but for the last of each hour and the stamped; how many. A merge makes up to two a second.

        Nothing rests on a forgotten one: a receipt carries its own root, and that the log has only grown since can be
        proven for any size, from the tiles.
        """
        async with self._store.write() as tx:
            return await tx.execute(
                "DELETE FROM tree_heads WHERE size IN (SELECT h.size FROM (SELECT size, created_at,"
                " lead(created_at) OVER (ORDER BY size) AS next_at FROM tree_heads WHERE size <= (SELECT size"
                " FROM tree_heads ORDER BY size DESC LIMIT 1 OFFSET :kept)) AS h"
                " WHERE h.next_at / :hour = h.created_at / :hour"
                " AND NOT EXISTS (SELECT 1 FROM head_stamps s WHERE s.size = h.size) ORDER BY h.size LIMIT :most)",
                {"kept": KEPT_HEADS - 1, "hour": _HOUR, "most": 20_000},
            )


async def merge_batch(tx: Tx, key: LogKey, most: int = BATCH) -> int:
    """Number at most `most` leaves in the caller's transaction; the new tree head is signed and written with them."""
    size = await _lock_size(tx)
    waiting = await tx.fetch(
        "SELECT id, leaf_hash, kind, content FROM evidence_leaves WHERE seq IS NULL"
        " AND created_at <= hub_now() - :young ORDER BY id LIMIT :most",
        {"young": YOUNG, "most": most},
    )
    if not waiting:
        return 0
    edge = await load_edge(tx, size)
    for row in waiting:
        edge.append(bytes.fromhex(row["leaf_hash"]))
    await store_edge(tx, edge)
    await tx.execute(
        "UPDATE evidence_leaves AS e SET seq = r.seq FROM {rows} WHERE e.id = r.id",
        rows=Rows("id uuid, seq bigint", [(row["id"], size + i) for i, row in enumerate(waiting)]),
    )
    await tx.execute("UPDATE cursors SET next_seq = :after WHERE name = :log", {"after": edge.size, "log": LOG})
    await write_head(tx, key, edge)
    await _count(tx, waiting)
    return len(waiting)


async def write_head(tx: Tx, key: LogKey, edge: Edge) -> None:
    """Sign and store the head of the tree with this edge."""
    now, size, root = await tx.now(), edge.size, edge.root().hex()
    earlier = await tx.fetch(
        "SELECT checkpoint FROM tree_heads WHERE created_at < :hour ORDER BY created_at DESC LIMIT 1",
        {"hour": now - now % _HOUR},
    )
    previous = note_hash(earlier[0]["checkpoint"]) if earlier else NO_EARLIER
    await tx.execute(
        "INSERT INTO tree_heads (size, root, checkpoint, created_at) VALUES (:size, :root, :checkpoint, :now)",
        {
            "size": size,
            "root": root,
            "checkpoint": sign_checkpoint(key, size, root, rfc3339(now), previous),
            "now": now,
        },
    )


async def _count(tx: Tx, merged: Sequence[Row]) -> None:
    """Running totals by kind, and by format or destination: what `/metrics` tells, without counting the log.

    What was accepted is counted by sender and format too, since several may hand over one format.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for row in merged:
        facts = json.loads(bytes(row["content"]))
        totals[row["kind"], facts.get("destination") or facts.get("format") or ""] += 1
        if row["kind"] == ACCEPTED:
            totals[CAME, came_label(facts["party"], facts["format"])] += 1
    await tx.many(
        "INSERT INTO totals (kind, label, count) VALUES ($1, $2, $3)"
        " ON CONFLICT (kind, label) DO UPDATE SET count = totals.count + excluded.count",
        [(kind, label, count) for (kind, label), count in sorted(totals.items())],
    )


async def _lock_size(tx: Tx) -> int:
    """The number of merged leaves, held until the transaction ends."""
    found = await tx.fetch("SELECT c.next_seq FROM cursors c WHERE c.name = :log {lock c}", {"log": LOG})
    if not found:
        await tx.execute(
            "INSERT INTO cursors (name, next_seq) VALUES (:log, 0) ON CONFLICT (name) DO NOTHING", {"log": LOG}
        )
        found = await tx.fetch("SELECT c.next_seq FROM cursors c WHERE c.name = :log {lock c}", {"log": LOG})
    size: int = found[0]["next_seq"]
    return size
