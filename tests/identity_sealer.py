"""A sealer that seals nothing: for tests that look at rows, and to prove that a search finds what is clear.

For rows it vouches as the hub does, by a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac

from hub.store.store import Store
from hub.store.vouching import Stated


class IdentitySealer:
    """Marks bytes as unsealed, with a first byte of zero."""

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes:
        return b"\x00" + plain

    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes:
        if sealed[:1] != b"\x00":
            raise ValueError(f"{place} of {row} is sealed")
        return sealed[1:]

    def vouch(self, table: str, *stated: Stated) -> bytes:
        return hmac.digest(b"a key of tests", repr((table, *stated)).encode(), hashlib.sha256)

    def is_vouched(self, mac: object, table: str, *stated: Stated) -> bool:
        return mac == self.vouch(table, *stated)


def vouched(store: Store) -> Store:
    """The store, whose rows are vouched for so."""
    store.vouching = IdentitySealer()
    return store
