"""What somebody searched for, as an opaque token in addresses: theirs alone, for a week.

A business key stands as its keyed hash; words that were typed stand sealed.
"""

from __future__ import annotations

import secrets

from hub.clock import SECOND
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx, first

KEPT = 7 * 24 * 3600 * SECOND
_PLACE = "search_tokens.typed"
_READ = "SELECT {} FROM search_tokens WHERE token = :token AND login = :login AND expires_at > hub_now()"


async def make_token(store: Store, login: str, key_hash: str, shown: str) -> str:
    """A new token for a keyed hash; `shown` is the value under its cover. Old tokens go."""
    return await _keep(store, login, (key_hash, shown, None), secrets.token_urlsafe(12))


async def keep_words(store: Store, sealer: Sealer, login: str, typed: str) -> str:
    """A new token for words as they were typed."""
    token = secrets.token_urlsafe(12)
    return await _keep(store, login, ("", "", sealer.seal(_PLACE, token, typed.encode())), token)


async def read_words(tx: Tx, sealer: Sealer, login: str, token: str) -> str | None:
    """The words that the token stands for; None for another person's, and for one that is over."""
    rows = await tx.fetch(_READ.format("typed_sealed"), {"token": token, "login": login})
    if not rows or rows[0]["typed_sealed"] is None:
        return None
    return sealer.unseal(_PLACE, token, bytes(rows[0]["typed_sealed"])).decode()


async def _keep(store: Store, login: str, kept: tuple[str, str, bytes | None], token: str) -> str:
    async with store.write() as tx:
        now = await tx.now()
        await tx.execute(
            "DELETE FROM search_tokens WHERE token IN (SELECT token FROM search_tokens WHERE expires_at < :now"
            " ORDER BY expires_at LIMIT :most)",
            {"now": now, "most": 1000},
        )
        await tx.many(
            "INSERT INTO search_tokens (token, login, key_hash, shown, typed_sealed, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            [(token, login, *kept, now + KEPT)],
        )
    return token


async def read_token(tx: Tx, login: str, token: str) -> Row | None:
    """What the token stands for; None for another person's, and for one that is over."""
    return await first(tx, _READ.format("key_hash, shown"), {"token": token, "login": login})
