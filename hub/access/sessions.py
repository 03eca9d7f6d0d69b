"""Who has logged in: a session token is 256 random bits, shown once and kept as its SHA-256, good for a working day.

The row is vouched for, so that nobody logs in by writing to the database. A session that is ended has a leaf of
evidence that says so, and its row, put back, opens nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from hub.access.keyring import Unauthenticated
from hub.access.keys import digest
from hub.access.people import IS_OPEN, Person, person_of_row
from hub.clock import SECOND
from hub.errors import Words
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.store import Store
from hub.store.tx import Row, Tx, first

PREFIX = "hubs_"
LASTS_S = 9 * 3600
_LONGEST = 256
ENDED = "session.ended"
_TABLE = "sessions"
_STATED = "token_sha256, login, created_at, expires_at, by_provider"
_FIND = (
    "SELECT p.name, p.party, p.roles, p.district, s.token_sha256, s.login, s.created_at, s.expires_at, s.by_provider,"
    " s.mac FROM sessions s JOIN people p ON p.login = s.login"
    f" WHERE s.token_sha256 = :digest AND s.expires_at > hub_now() AND {IS_OPEN}"
    " AND NOT EXISTS (SELECT 1 FROM evidence_leaves e WHERE e.subject = :id AND e.kind = :ended)"
)


@dataclass(frozen=True, slots=True)
class Session:
    """A token as it is handed over, for the only time; `expires_at` in microseconds."""

    token: str
    person: Person
    expires_at: int


async def begin(store: Store, person: Person, *, by_provider: bool = False) -> Session:
    """Begin a session of somebody who has proved who it is, to us or to the identity provider."""
    token = PREFIX + secrets.token_urlsafe(32)
    async with store.write() as tx:
        now = await tx.now()
        expires_at = now + LASTS_S * SECOND
        await tx.execute("DELETE FROM sessions WHERE expires_at <= hub_now()")
        stated = (digest(token), person.login, now, expires_at, int(by_provider))
        await tx.insert(_TABLE, f"{_STATED}, mac", [(*stated, tx.vouching.vouch(_TABLE, *stated))])
    return Session(token, person, expires_at)


async def log_out(store: Store, token: str) -> None:
    """End a session; harmless for one that is over."""
    async with store.write() as tx:
        await _end(tx, "token_sha256 = :digest", digest=digest(token))


async def end_sessions(tx: Tx, login: str) -> int:
    """End all sessions of a person; how many."""
    return await _end(tx, "login = :login", login=login)


async def _end(tx: Tx, which: str, **values: str) -> int:
    ended = await tx.fetch(f"DELETE FROM sessions WHERE {which} RETURNING {_STATED}, mac", values)
    now = await tx.now()
    await write_leaves(tx, [make_leaf(ENDED, _id(row["token_sha256"]), now) for row in ended if _is_ours(tx, row)])
    return len(ended)


def _id(token_sha256: str) -> str:
    """What the evidence calls a session."""
    return token_sha256[:32]


def _is_ours(tx: Tx, row: Row) -> bool:
    return tx.vouching.is_vouched(row["mac"], _TABLE, *(row[name] for name in _STATED.split(", ")))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session as its person sees it: since when, until when, and whether it is this one."""

    created_at: int
    expires_at: int
    is_this: bool


async def sessions_of(store: Store, login: str, token: str) -> list[OpenSession]:
    """Where a person is logged in, the newest first."""
    async with store.read() as tx:
        rows = await tx.fetch(
            "SELECT token_sha256, created_at, expires_at FROM sessions WHERE login = :login"
            " AND expires_at > hub_now() ORDER BY created_at DESC LIMIT 50",
            {"login": login},
        )
    here = digest(token)
    return [OpenSession(row["created_at"], row["expires_at"], row["token_sha256"] == here) for row in rows]


async def end_others(store: Store, login: str, token: str) -> int:
    """End every session of a person but the one of this token; how many."""
    async with store.write() as tx:
        return await _end(tx, "login = :login AND token_sha256 <> :here", login=login, here=digest(token))


async def person_of(
    store: Store, authorization: str | None, well_known: dict[str, Person], *, only_by_provider: bool = False
) -> Person:
    """Who is behind an Authorization header; Unauthenticated if nobody is. `well_known` are the sandbox's tokens.

    With `only_by_provider` a session that began with a password here is none.
    """
    scheme, _, token = (authorization or "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("access.session_missing", _MISSING)
    if token in well_known:
        return well_known[token]
    if token.startswith(PREFIX) and len(token) <= _LONGEST:
        async with store.read() as tx:
            found = digest(token)
            row = await first(tx, _FIND, {"digest": found, "id": _id(found), "ended": ENDED})
            is_ours = row is not None and _is_ours(tx, row)
        if row is not None and is_ours and (row["by_provider"] or not only_by_provider):
            return person_of_row(row)
    raise Unauthenticated("access.session_unknown", _UNKNOWN)


_MISSING = Words(
    "Bunun üçün daxil olmaq lazımdır: POST /v1/sessions ilə açar alın və “Authorization: Bearer <açar>” göndərin.",
    "This needs a login: get a token by POST /v1/sessions and send “Authorization: Bearer <token>”.",
)
_UNKNOWN = Words(
    "Giriş tanınmır və ya vaxtı bitib. Yenidən daxil olun.", "The session is not known or is over. Log in again."
)
