"""Whether a later tree of the evidence log begins with an earlier one: the verifier of RFC 9162, section 2.1.4.2."""

from __future__ import annotations

from collections.abc import Sequence
from hmac import compare_digest

from hub.evidence.merkle import EMPTY_ROOT, node_hash


def verify_consistency(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """True if the tree of `new_size` leaves begins with the very leaves of the one of `old_size`.

    An empty old tree proves nothing and is False; equal sizes need equal roots and an empty path.
    """
    if old_size == new_size:
        return old_size > 0 and not path and compare_digest(old_root, new_root)
    if (
        not 0 < old_size < new_size
        or not path
        or any(len(each) != len(EMPTY_ROOT) for each in (old_root, new_root, *path))
    ):
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
