"""The sequencer: gives committed leaves their dense numbers in the log and grows the Merkle tree over them.

Numbers are given after the commit of what the leaves prove, by whoever leads, so that accepting and settling never
wait for one another's place in the log. A promise of the hub ("merged within the merge delay") rests on it.

What is signed is what this hub wrote, on top of what it has signed before: a leaf that it did not write is set aside
with an alarm and keeps nobody waiting, and a log that does not end as the newest head says gets no further head.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from hub.clock import SECOND, rfc3339
from hub.errors import HubError, Words
from hub.evidence.aside import set_aside
from hub.evidence.leaf import is_ours
from hub.evidence.note import NO_EARLIER, LogKey, note_hash, read_checkpoint, sign_checkpoint, signer_of, trusted
from hub.evidence.receipt import ACCEPTED, CAME, came_label
from hub.evidence.tree import LOG, Edge, load_edge, store_edge
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, first, number_of

BATCH = 2000
KEPT_HEADS = 1000
"""The newest heads, all kept: some ten minutes of a busy hub. Of older ones the last of each hour stays."""
YOUNG = 50_000
"""Microseconds. Leaves younger than this wait for the next merge, so that neighbours in time get numbers in order."""
_STEPPED = 2 * SECOND
"""Microseconds. A leaf that is from later than this is from before the database's clock was set back; it does not wait.
"""
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
                waited, numbered = await merge_batch(tx, self._key)
            merged += numbered
            if waited < BATCH:
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


async def merge_batch(tx: Tx, key: LogKey, most: int = BATCH) -> tuple[int, int]:
    """Look at no more than `most` waiting leaves in the caller's transaction: how many waited, and got numbers.

    The new tree head is signed and written with them. HubError where the log does not end as this key has signed it.
    """
    size = await _lock_size(tx)
    waiting = await tx.fetch(
        "SELECT id, leaf_hash, kind, subject, content, created_at, mac,"
        " created_at NOT BETWEEN hub_now() - :young + 1 AND hub_now() + :stepped AS is_due"
        " FROM evidence_leaves WHERE seq IS NULL ORDER BY id LIMIT :most",
        {"young": YOUNG, "stepped": _STEPPED, "most": most},
    )
    ours = [row for row in waiting if is_ours(tx.vouching, row)]
    if len(ours) < len(waiting):
        kept = {row["id"] for row in ours}
        await set_aside(tx, [row for row in waiting if row["id"] not in kept])
    due = [row for row in ours if row["is_due"]]
    if due:
        await _number(tx, key, await _signed_edge(tx, key, size), due)
    return len(waiting), len(due)


async def _number(tx: Tx, key: LogKey, edge: Edge, leaves: Sequence[Row]) -> None:
    numbered = Rows("id uuid, seq bigint", [(row["id"], edge.size + i) for i, row in enumerate(leaves)])
    for row in leaves:
        edge.append(bytes.fromhex(row["leaf_hash"]))
    await store_edge(tx, edge)
    await tx.execute(
        "UPDATE evidence_leaves AS e SET seq = r.seq, mac = NULL FROM {rows} WHERE e.id = r.id", rows=numbered
    )
    await tx.execute("UPDATE cursors SET next_seq = :after WHERE name = :log", {"after": edge.size, "log": LOG})
    await write_head(tx, key, edge)
    await _count(tx, leaves)


async def _signed_edge(tx: Tx, key: LogKey, size: int) -> Edge:
    """The edge of the tree of this size, if the newest head is of just this tree and signed by this key."""
    edge = await load_edge(tx, size)
    newest = await first(tx, "SELECT checkpoint FROM tree_heads ORDER BY size DESC LIMIT 1")
    note = newest["checkpoint"] if newest is not None else ""
    stated = read_checkpoint(note)
    stands = (stated.size, stated.root) == (size, edge.root().hex()) if stated is not None else not (note or size)
    if not stands or (note and signer_of(note, trusted([key.public])) is None):
        raise HubError("evidence.not_as_signed", _NOT_AS_SIGNED)
    return edge


async def write_head(tx: Tx, key: LogKey, edge: Edge) -> None:
    """Sign and store the head of the tree with this edge.

    No head states an earlier time than the one before it, also when the database's clock was set back: the hours' chain
    goes by these times.
    """
    size, root = edge.size, edge.root().hex()
    now = max(await tx.now(), await number_of(tx, "SELECT created_at FROM tree_heads ORDER BY size DESC LIMIT 1"))
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


_NOT_AS_SIGNED = Words(
    "Jurnalın sonu bu açarın imzaladığı son ağac başlığına uyğun deyil, ona görə yeni başlıq imzalanmır: "
    "“hub verify log” yeri göstərir; HUB_HASH_KEY-in bu quraşdırmanın açarı olduğunu yoxlayın.",
    "The log does not end as the newest head that this key has signed, so no further head is signed: `hub verify log` "
    "names the place; see that HUB_HASH_KEY is the key of this installation.",
)
