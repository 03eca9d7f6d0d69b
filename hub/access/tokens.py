"""Access tokens (RFC 6749, 4.4): 256 random bits, good for some minutes, kept as their SHA-256.

A token that was asked for over mutual TLS is bound to that certificate (RFC 8705, 3): `x5t` is its `cnf.x5t#S256`. It
ends with the key that it was asked by. Its row is vouched for, so that nobody gets one by writing to the database. An
assertion is used up by a row, which all serving processes share.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from hub.access.assertions import Assertion, RegisteredKey
from hub.access.credentials import IN_FORCE, CredentialKind
from hub.access.keys import digest
from hub.clock import SECOND
from hub.store.store import Store
from hub.store.tx import Row, Tx, first

PREFIX: Final = "hubt_"
LASTS_S: Final = 600
_TABLE: Final = "access_tokens"
_STATED: Final = "token_sha256, party, credential, x5t, expires_at"
MOST_USED: Final = 1_000
"""Assertions of one party that may be remembered at a time, so tokens too: a client asks once in ten minutes."""


class Replayed(Exception):
    """The assertion was used before."""


class TooMany(Exception):
    """The party has used so many that no more are remembered, and so none is taken."""


async def keys_of(tx: Tx, party: str) -> Sequence[RegisteredKey]:
    """The party's public keys in force."""
    rows = await tx.fetch(
        f"SELECT c.id, c.mark, c.public, c.algorithm FROM credentials c WHERE c.party = :party AND c.kind = :kind"
        f" AND {IN_FORCE}",
        {"party": party, "kind": CredentialKind.KEY.value},
    )
    return [RegisteredKey(row["mark"], row["public"], row["algorithm"], row["id"]) for row in rows]


async def use_up(tx: Tx, party: str, assertion: Assertion) -> None:
    """Remember the assertion until it would have ended by itself; Replayed, TooMany."""
    await tx.execute("DELETE FROM used_assertions WHERE party = :party AND expires_at <= hub_now()", {"party": party})
    rows = await tx.fetch("SELECT count(*) AS n FROM used_assertions WHERE party = :party", {"party": party})
    if rows[0]["n"] >= MOST_USED:
        raise TooMany
    made = await tx.execute(
        "INSERT INTO used_assertions (party, jti_sha256, expires_at) VALUES (:party, :jti, :until)"
        " ON CONFLICT (party, jti_sha256) DO NOTHING",
        {"party": party, "jti": digest(assertion.jti), "until": assertion.until},
    )
    if not made:
        raise Replayed


async def issue_token(tx: Tx, party: str, credential: str, x5t: str | None, lasts_s: int = LASTS_S) -> str:
    """A token as it is handed over, for the only time."""
    token = PREFIX + secrets.token_urlsafe(32)
    stated = (digest(token), party, credential, x5t, await tx.now() + lasts_s * SECOND)
    await tx.insert(_TABLE, f"{_STATED}, mac", [(*stated, tx.vouching.vouch(_TABLE, *stated))])
    return token


async def token_in_force(tx: Tx, token_sha256: str) -> Row | None:
    """Party and certificate (x5t) of a token that we gave and that is in force, with the key that it was asked by."""
    row = await first(
        tx,
        "SELECT t.token_sha256, t.party, t.credential, t.x5t, t.expires_at, t.mac FROM access_tokens t"
        f" JOIN credentials c ON c.id = t.credential WHERE t.token_sha256 = :digest AND t.expires_at > hub_now()"
        f" AND {IN_FORCE}",
        {"digest": token_sha256},
    )
    if row is None or not tx.vouching.is_vouched(row["mac"], _TABLE, *(row[name] for name in _STATED.split(", "))):
        return None
    return row


async def forget_old_tokens(store: Store) -> int:
    """Delete tokens and assertions that have ended, some at a time."""
    async with store.write() as tx:
        await tx.execute(
            "DELETE FROM used_assertions WHERE expires_at <= hub_now() - :slack", {"slack": LASTS_S * SECOND}
        )
        return await tx.execute(
            "DELETE FROM access_tokens WHERE token_sha256 IN (SELECT token_sha256 FROM access_tokens"
            " WHERE expires_at <= hub_now() ORDER BY expires_at LIMIT :most)",
            {"most": 1_000},
        )
