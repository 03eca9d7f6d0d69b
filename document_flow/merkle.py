"""How a Merkle tree is built (RFC 9162, section 2.1): the arithmetic of the evidence log and of frozen lists.

Who checks a proof does so by other code (`hub.evidence.merkle`), and on purpose without a line of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_of(content: bytes) -> bytes:
    """HASH(0x00 || content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def parent_of(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring subtrees of one size, of which the last may be smaller."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    row = list(hashes)
    while len(row) > 1:
        pairs = [parent_of(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0]
