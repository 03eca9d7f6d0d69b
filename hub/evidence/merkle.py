"""How a proof is checked: the verifier of RFC 9162, section 2.1.3.2 (the trees are those of RFC 6962).

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


def _past_missing_siblings(place: int, last: int) -> tuple[int, int]:
    """At the right edge a subtree may be its own parent's parent: go up to where it is a right child."""
    while not place & 1 and place:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == _LENGTH for value in values)
