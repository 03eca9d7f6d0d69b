"""A sealer that seals nothing: for tests that look at rows, and to prove that a search finds what is clear."""

from __future__ import annotations


class IdentitySealer:
    """Marks bytes as unsealed, with a first byte of zero."""

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes:
        return b"\x00" + plain

    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes:
        if sealed[:1] != b"\x00":
            raise ValueError(f"{place} of {row} is sealed")
        return sealed[1:]
