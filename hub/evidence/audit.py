"""Auditing the whole log: read-only, in order, naming the first leaf that is not what the tree promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from hub.clock import SECOND, rfc3339
from hub.evidence.leaf import is_itself
from hub.evidence.note import NO_EARLIER, Keys, note_hash, read_checkpoint, signer_of
from hub.evidence.tree import HASH_LETTERS, WIDTH, Edge, log_size, read_tiles
from hub.store.store import Store
from hub.store.tx import Row, Tx

BATCH = 4096
_HOUR = 3600 * SECOND


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
    FORGED = "forged"
    """A head that no trusted key has signed, or that states another hour's head than there was."""
    SURPLUS = "surplus"
    """A numbered leaf, or a tile, beyond the log's end."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. `index` is the first bad leaf (counted from 0), None if all is well."""

    size: int
    root: str
    index: int | None = None
    fault: Fault | None = None


async def audit_log(store: Store, keys: Keys, heads: Mapping[int, str] | None = None) -> Audit:
    """Check every leaf, tile and head. `heads` are roots by size that somebody kept outside the database."""
    async with store.read() as tx:
        signed = await tx.fetch("SELECT size, root, checkpoint, created_at FROM tree_heads ORDER BY size")
        stored = {row["size"]: row["root"] for row in signed}
        size = max(await log_size(tx), *stored, *(heads or {}), 0)
    forged = _forged(signed, keys)
    edge, promised = Edge(0, []), _Promised([stored, heads or {}])
    while edge.size < size:
        async with store.read() as tx:
            found = await _batch(tx, edge, min(size, edge.size + BATCH), promised)
        if found is not None:
            return Audit(size, "", *found)
    if forged is not None:
        return Audit(size, edge.root().hex(), forged, Fault.FORGED)
    surplus = await _surplus(store, size)
    return Audit(size, edge.root().hex(), *((surplus, Fault.SURPLUS) if surplus is not None else ()))


def _forged(signed: Sequence[Row], keys: Keys) -> int | None:
    """The last leaf of the first head that is not the log's own, or is no link of the hours' chain."""
    earlier, last, hour = NO_EARLIER, "", -1
    for row in signed:
        stated = read_checkpoint(row["checkpoint"])
        if row["created_at"] // _HOUR != hour:
            hour, earlier = row["created_at"] // _HOUR, note_hash(last) if last else NO_EARLIER
        last = row["checkpoint"]
        if (
            stated is None
            or (stated.size, stated.root, stated.at) != (row["size"], row["root"], rfc3339(row["created_at"]))
            or stated.previous != earlier
            or signer_of(row["checkpoint"], keys) is None
        ):
            return int(row["size"]) - 1
    return None


async def _surplus(store: Store, size: int) -> int | None:
    """The first leaf beyond either end that a number, or a tile, claims to be there, though nothing has grown since."""
    async with store.read() as tx:
        numbered = await tx.fetch(
            "SELECT min(seq) AS seq FROM evidence_leaves WHERE seq >= :size OR seq < 0", {"size": size}
        )
        tiles = await tx.fetch(
            "SELECT t.level, t.position, length(t.hashes) AS letters FROM evidence_tiles t JOIN (SELECT level,"
            " max(position) AS position FROM evidence_tiles GROUP BY level) AS l"
            " ON l.level = t.level AND l.position = t.position"
        )
        grown = await log_size(tx)
    ends = [(row["position"] * WIDTH + row["letters"] // HASH_LETTERS) * WIDTH ** row["level"] for row in tiles]
    claimed = numbered[0]["seq"]
    if claimed is not None and not isinstance(claimed, int):
        return grown
    if claimed is not None and not 0 <= claimed < grown:
        return claimed
    return grown if max(ends, default=0) > grown else None


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
        if not is_itself(row):
            return edge.size, Fault.ALTERED
        edge.append(bytes.fromhex(row["leaf_hash"]))
        if not promised.is_met(edge):
            return promised.last_met, Fault.REWRITTEN
    return None if edge.size == end else (edge.size, Fault.GONE)


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
