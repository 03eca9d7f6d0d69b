"""The Merkle tree of RFC 9162, section 2.1, as it is stored: leaves by number, and complete subtrees from 16 leaves up.

Smaller subtrees are computed from their leaves when a proof needs them, so that an append writes one row for eight
leaves instead of one for each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.store.tx import Rows, Tx, columns

LOWEST_STORED = 4
"""Level of the smallest stored subtrees: 2 to the power of it leaves."""
_PLACE = columns("level int, position bigint")


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree: the `position`-th of its level from the left; level 0 are the leaves."""

    level: int
    position: int
    hash: bytes


def parent_of(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(peaks: list[Node], size: int, leaves: Sequence[bytes]) -> list[Node]:
    """Add leaves to the tree whose complete subtrees are `peaks`, largest first; `peaks` is changed to the new ones.

    Returns the completed subtrees that are to be stored.
    """
    made = []
    for position, leaf in enumerate(leaves, size):
        node = Node(0, position, leaf)
        while peaks and peaks[-1].level == node.level:
            node = Node(node.level + 1, node.position >> 1, parent_of(peaks.pop().hash, node.hash))
            if node.level >= LOWEST_STORED:
                made.append(node)
        peaks.append(node)
    return made


def root_of(peaks: Sequence[Node]) -> bytes:
    """The root over complete subtrees given largest first; of the empty tree, the hash of nothing."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks[-1].hash
    for peak in reversed(peaks[:-1]):
        root = parent_of(peak.hash, root)
    return root


def pieces(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees (level, position) of a range, left to right; it begins where a subtree of its size may."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


Hashes = Callable[[int, int], bytes]


async def stored_peaks(tx: Tx, size: int) -> list[Node]:
    """The complete subtrees of the first `size` leaves, largest first."""
    wanted = pieces(0, size)
    hash_of = await load(tx, wanted)
    return [Node(level, position, hash_of(level, position)) for level, position in wanted]


async def load(tx: Tx, wanted: Sequence[tuple[int, int]]) -> Hashes:
    """Read what the wanted subtrees need, in two statements; the answer gives each one's hash, LookupError if gone."""
    known: dict[tuple[int, int], bytes] = {}
    leaves = [(0, n) for level, p in wanted if level < LOWEST_STORED for n in range(p << level, (p + 1) << level)]
    nodes = [place for place in wanted if place[0] >= LOWEST_STORED]
    if leaves:
        rows = await tx.fetch(
            "SELECT e.seq, e.leaf_hash FROM {rows} JOIN evidence_leaves e ON e.seq = r.position",
            rows=Rows(_PLACE, leaves),
        )
        known.update({(0, row["seq"]): bytes.fromhex(row["leaf_hash"]) for row in rows})
    if nodes:
        rows = await tx.fetch(
            "SELECT n.level, n.position, n.hash FROM {rows} JOIN evidence_nodes n"
            " ON n.level = r.level AND n.position = r.position",
            rows=Rows(_PLACE, nodes),
        )
        known.update({(row["level"], row["position"]): bytes.fromhex(row["hash"]) for row in rows})

    def hash_of(level: int, position: int) -> bytes:
        if level >= LOWEST_STORED or level == 0:
            return known[level, position]
        return parent_of(hash_of(level - 1, 2 * position), hash_of(level - 1, 2 * position + 1))

    return hash_of
