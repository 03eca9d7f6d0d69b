"""Auditing the whole log: read-only, in order, naming the first leaf that is not what the tree promised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from hub.evidence.merkle import leaf_hash
from hub.evidence.tree import WIDTH, Edge, log_size, read_tiles
from hub.store.store import Store
from hub.store.tx import Row, Tx

BATCH = 4096


class Fault(StrEnum):
    """What is wrong at a place of the log."""

    GONE = "gone"
    """No leaf has this number: it was deleted, or the log was cut off here."""
    ALTERED = "altered"
    """The leaf's content is not what its hash says."""
    REPLACED = "replaced"
    """A leaf stands here that the tree does not hold: swapped, or rewritten with its hash."""
    REWRITTEN = "rewritten"
    """Leaves and tiles agree with each other, but not with a head that was given out before."""
    SURPLUS = "surplus"
    """A numbered leaf beyond the log's end."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. `index` is the first bad leaf (counted from 0), None if all is well."""

    size: int
    root: str
    index: int | None = None
    fault: Fault | None = None


async def audit_log(store: Store, heads: Mapping[int, str] | None = None) -> Audit:
    """Check every leaf, tile and head. `heads` are roots by size that somebody kept outside the database."""
    async with store.read() as tx:
        stored = {row["size"]: row["root"] for row in await tx.fetch("SELECT size, root FROM tree_heads")}
        size = max(await log_size(tx), *stored, *(heads or {}), 0)
    edge, promised = Edge(0, []), _Promised([stored, heads or {}])
    while edge.size < size:
        async with store.read() as tx:
            found = await _batch(tx, edge, min(size, edge.size + BATCH), promised)
        if found is not None:
            return Audit(size, "", *found)
    async with store.read() as tx:
        surplus = await tx.fetch("SELECT min(seq) AS seq FROM evidence_leaves WHERE seq >= :size", {"size": size})
        grown = await log_size(tx)
    if surplus[0]["seq"] is not None and surplus[0]["seq"] >= grown:
        return Audit(size, edge.root().hex(), surplus[0]["seq"], Fault.SURPLUS)
    return Audit(size, edge.root().hex())


class _Promised:
    """The heads that the log must meet on its way."""

    def __init__(self, heads: Sequence[Mapping[int, str]]) -> None:
        self._heads = heads
        self.last_met = 0

    def is_met(self, edge: Edge) -> bool:
        """False where a head of this size says another root."""
        roots = {each[edge.size] for each in self._heads if edge.size in each}
        if not roots:
            return True
        is_met = roots == {edge.root().hex()}
        if is_met:
            self.last_met = edge.size
        return is_met


async def _batch(tx: Tx, edge: Edge, end: int, promised: _Promised) -> tuple[int, Fault] | None:
    """Append the leaves up to `end`; the first fault among them, if any."""
    rows = await tx.fetch(
        "SELECT seq, kind, subject, leaf_hash, content, created_at FROM evidence_leaves"
        " WHERE seq >= :first AND seq < :end ORDER BY seq",
        {"first": edge.size, "end": end},
    )
    fault = _append(rows, edge, end, promised)
    strange = await _strange(tx, edge)
    edge.changed = {}
    if strange is not None and (fault is None or strange < fault[0] or fault[1] is Fault.REWRITTEN):
        return strange, Fault.REPLACED
    return fault


def _append(rows: Sequence[Row], edge: Edge, end: int, promised: _Promised) -> tuple[int, Fault] | None:
    for row in rows:
        if row["seq"] != edge.size:
            break
        if not _is_itself(row):
            return edge.size, Fault.ALTERED
        edge.append(bytes.fromhex(row["leaf_hash"]))
        if not promised.is_met(edge):
            return promised.last_met, Fault.REWRITTEN
    return None if edge.size == end else (edge.size, Fault.GONE)


def _is_itself(row: Row) -> bool:
    """Whether the hash is the content's, and the columns say what the content says."""
    content = bytes(row["content"])
    if leaf_hash(content).hex() != row["leaf_hash"]:
        return False
    facts = json.loads(content)
    stated = (facts.get("kind"), facts.get("subject"), facts.get("at"))
    return stated == (row["kind"], row["subject"], row["created_at"])


async def _strange(tx: Tx, edge: Edge) -> int | None:
    """The first leaf that the stored tiles do not hold: where several tiles differ, the one that covers least."""
    stored = await read_tiles(tx, edge.changed)
    found = []
    for place, computed in edge.changed.items():
        level, position = place
        pairs = zip(computed, stored.get(place, []), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if same < len(computed):
            span = WIDTH**level
            start = (position * WIDTH + same) * span
            found.append((start + span, -start))
    return -min(found)[1] if found else None
