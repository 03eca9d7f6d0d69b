"""The chain of a run's events: each hash covers the one before, so nothing is altered, taken out or put in unseen.

hash = SHA-256( previous hash, 32 bytes  ‖  event bytes )        the hash before the first is 32 zero bytes

Whoever stores events puts SALT_BYTES random ones before each: the hashes are told to others, and an event says little
enough (who, which act, which file) that its hash alone could otherwise be found again by trying.
"""

from __future__ import annotations

import hashlib

GENESIS = "0" * 64
"""What stands before the first event."""
SALT_BYTES = 16


def link(previous: str, body: bytes) -> str:
    """The hash of an event after the one before it, both in hex."""
    return hashlib.sha256(bytes.fromhex(previous) + body).hexdigest()
