"""Sealing of personal columns and payloads, and keyed hashes of personal values, behind two small ports."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.store.tx import Row


class Unsealable(ValueError):
    """The bytes were altered, are not those of this place, row and version, or their key is gone."""


MORE_BYTES = 31
"""By so many a value grows when it is sealed; see hub.store.data_keys."""


class Sealer(Protocol):
    """Seals bytes for one place (`table.column`), row and version; opening elsewhere raises Unsealable.

    The version is what the row itself counts (a document's events, an attempt's number): without it, bytes that stood
    in the same cell before could be put back unnoticed. What is written once has version 0.
    """

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes: ...
    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes: ...


def seal_text(sealer: Sealer, place: str, row: str, text: str, version: int = 0) -> bytes:
    """What a person typed."""
    return sealer.seal(place, row, text.encode(), version)


def with_texts(
    sealer: Sealer, table: str, rows: Sequence[Row], *columns: str, row_id: str = "id", version: str | None = None
) -> list[dict[str, Any]]:
    """The rows with what was typed into these columns; None where nothing was.

    `row_id` names the column that tells the row, `version` the one by which it counts its versions.
    """
    opened = []
    for row in rows:
        sealed = {name: row[f"{name}_sealed"] for name in columns}
        at = 0 if version is None else row[version] or 0
        texts = {
            n: None if v is None else sealer.unseal(f"{table}.{n}", row[row_id], v, at).decode()
            for n, v in sealed.items()
        }
        opened.append({**row, **texts})
    return opened


MARK = "k1_"
"""Begins every keyed hash; the number is that of the scheme, so that hashes of a later one are told apart."""


class KeyedHash:
    """HMAC-SHA-256, cut to 128 bits, of a value: what lanes, searches and logs see instead of the value.

    The secret is a root. Each kind of value, and the commitments of the evidence, have a sub-key of their own (HKDF,
    RFC 5869), so that a value of one kind says nothing of the same one in another, and a sub-key may be given away.
    """

    def __init__(self, secret: bytes) -> None:
        self._sub_key = lru_cache(256)(partial(_derived, secret))
        self._siv = lru_cache(1)(lambda: AESSIV(self._sub_key("digest")))

    def __call__(self, kind: str, value: str) -> str:
        digest = hmac.digest(self._sub_key(f"value/{kind}"), value.encode(), hashlib.sha256)
        return MARK + digest[:16].hex()

    def secret(self, use: str) -> bytes:
        """A sub-key of 32 bytes for a use of its own."""
        return self._sub_key(use)

    def digest_sealed(self, sha256: str) -> str:
        """A SHA-256 (hex) as the store keeps it: opens again under the root, and two of the same bytes are the same.

        AES-SIV (RFC 5297) under a sub-key: without the root nobody can try what bytes it is of.
        """
        return MARK + self._siv().encrypt(bytes.fromhex(sha256), None).hex()

    def digest_opened(self, sealed: str) -> str:
        """The SHA-256 that `digest_sealed` was given; Unsealable if the text was altered."""
        try:
            return self._siv().decrypt(bytes.fromhex(sealed.removeprefix(MARK)), None).hex()
        except (InvalidTag, ValueError) as altered:
            raise Unsealable("a digest was altered") from altered

    def commitment(self, message_id: str, sha256: str) -> tuple[str, str]:
        """A hiding commitment to a body's SHA-256 for the evidence log: (opening, commitment), both hex."""
        opening = hmac.digest(self._sub_key("commitment"), message_id.encode(), hashlib.sha256)[:16]
        return opening.hex(), hmac.digest(opening, bytes.fromhex(sha256), hashlib.sha256).hex()


def _derived(root: bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"qayidis-hub/1/{use}".encode()).derive(root)
