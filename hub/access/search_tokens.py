"""A personal value that somebody searched for, as an opaque token in addresses: theirs alone, for a week."""

from __future__ import annotations

import secrets

from hub.clock import SECOND
from hub.store.store import Store
from hub.store.tx import Row, Tx

KEPT = 7 * 24 * 3600 * SECOND
_FORGET_AT_ONCE = 1000


async def make_token(store: Store, login: str, key_hash: str, shown: str) -> str:
    """A new token for a keyed hash; `shown` is the value under its cover. Old tokens go."""
    token = secrets.token_urlsafe(12)
    async with store.write() as tx:
        now = await tx.now()
        await tx.execute(
            "DELETE FROM search_tokens WHERE token IN (SELECT token FROM search_tokens WHERE expires_at < :now"
            " ORDER BY expires_at LIMIT :most)",
            {"now": now, "most": _FORGET_AT_ONCE},
        )
        await tx.execute(
            "INSERT INTO search_tokens (token, login, key_hash, shown, expires_at)"
            " VALUES (:token, :login, :key, :shown, :until)",
            {"token": token, "login": login, "key": key_hash, "shown": shown, "until": now + KEPT},
        )
    return token


async def read_token(tx: Tx, login: str, token: str) -> Row | None:
    """What the token stands for; None for another person's, and for one that is over."""
    rows = await tx.fetch(
        "SELECT key_hash, shown FROM search_tokens WHERE token = :token AND login = :login AND expires_at > hub_now()",
        {"token": token, "login": login},
    )
    return rows[0] if rows else None
