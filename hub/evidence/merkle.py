"""How a proof is checked: the verifiers of RFC 9162, sections 2.1.3.2 and 2.1.4.2 (the trees are those of RFC 6962).

Pure, and on purpose without a line of the code that builds the tree: who checks a receipt need not trust the log's own
arithmetic, nor reach its database. An answer is True or False; no proof, however malformed, raises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from hmac import compare_digest

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""MTH({}): the root of a log without leaves."""

_LENGTH = len(EMPTY_ROOT)


def leaf_hash(content: bytes) -> bytes:
    """HASH(0x00 || content). The prefix keeps a leaf from posing as a node (second preimage)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True if the leaf with this hash stands at `index` (from 0) of the tree of `size` leaves with this root."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *path]):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            place, last = _past_missing_siblings(place, last)
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(found, root)


def verify_consistency(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """True if the tree of `new_size` leaves begins with the very leaves of the one of `old_size`.

    An empty old tree proves nothing and is False; equal sizes need equal roots and an empty path.
    """
    if old_size == new_size:
        return old_size > 0 and not path and compare_digest(old_root, new_root)
    if not 0 < old_size < new_size or not path or not _are_hashes([old_root, new_root, *path]):
        return False
    nodes = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(node, older), node_hash(node, newer)
            place, last = _past_missing_siblings(place, last)
        else:
            newer = node_hash(newer, node)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(older, old_root) and compare_digest(newer, new_root)


def _past_missing_siblings(place: int, last: int) -> tuple[int, int]:
    """At the right edge a subtree may be its own parent's parent: go up to where it is a right child."""
    while not place & 1 and place:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == _LENGTH for value in values)
