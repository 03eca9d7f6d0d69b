"""API keys: 256 random bits, shown once, kept as their SHA-256 with a prefix by which people may name them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.parties import must_exist
from hub.errors import NotFound, Words
from hub.store.tx import Row, Tx

API_KEY = "hub_"
"""What every API key begins with."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is handed over, for the only time; `prefix` is safe to print and log."""

    text: str
    prefix: str


def digest(key: str) -> str:
    """What is stored and looked up instead of the key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


async def issue_key(tx: Tx, party: str, *, expires_at: int | None = None) -> NewKey:
    """Make a key for a party; NotFound if there is no such party."""
    await must_exist(tx, party)
    prefix = f"{API_KEY}{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    await tx.execute(
        "INSERT INTO api_keys (key_sha256, prefix, party, created_at, expires_at)"
        " VALUES (:digest, :prefix, :party, hub_now(), :expires)",
        {"digest": digest(text), "prefix": prefix, "party": party, "expires": expires_at},
    )
    return NewKey(text, prefix)


async def revoke_key(tx: Tx, prefix: str, of: str | None = None) -> str:
    """End a key by its prefix, whose party is told back; other processes learn it within seconds.

    NotFound if none has it, or another party than `of`.
    """
    rows = await tx.fetch(
        "UPDATE api_keys SET revoked_at = hub_now() WHERE prefix = :prefix AND revoked_at IS NULL RETURNING party",
        {"prefix": prefix},
    )
    if not rows or of not in (None, rows[0]["party"]):
        raise NotFound(
            "access.key_prefix_unknown",
            Words("Bu prefikslə qüvvədə olan açar yoxdur.", "No key in force has this prefix."),
        )
    return str(rows[0]["party"])


async def keys_in_force(tx: Tx, party: str, most: int) -> Sequence[Row]:
    """A party's newest keys by their prefixes, without those that were ended; one may have expired."""
    return await tx.fetch(
        "SELECT k.prefix, k.created_at, k.expires_at FROM api_keys k WHERE k.party = :party"
        " AND k.revoked_at IS NULL ORDER BY k.created_at DESC LIMIT :most",
        {"party": party, "most": most},
    )
