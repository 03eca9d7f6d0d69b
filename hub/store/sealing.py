"""Sealing of personal columns and payloads, and keyed hashes of personal values, behind two small ports."""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol


class Unsealable(ValueError):
    """The bytes were altered, are not those of this place, row and version, or their key is gone."""


class Sealer(Protocol):
    """Seals bytes for one place (`table.column`), row and version; opening elsewhere raises Unsealable.

    The version is what the row itself counts (a document's events, an attempt's number): without it, bytes that stood
    in the same cell before could be put back unnoticed. What is written once has version 0.
    """

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes: ...
    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes: ...


class KeyedHash:
    """HMAC-SHA-256, cut to 128 bits, of a kind and a value: what lanes, searches and logs see instead of the value."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __call__(self, kind: str, value: str) -> str:
        digest = hmac.digest(self._secret, f"{kind}\x00{value}".encode(), hashlib.sha256)
        return "k_" + digest[:16].hex()

    def commitment(self, message_id: str, sha256: str) -> tuple[str, str]:
        """A hiding commitment to a body's SHA-256 for the evidence log: (opening, commitment), both hex."""
        opening = hmac.digest(self._secret, b"leaf\x00" + message_id.encode(), hashlib.sha256)[:16]
        return opening.hex(), hmac.digest(opening, bytes.fromhex(sha256), hashlib.sha256).hex()
