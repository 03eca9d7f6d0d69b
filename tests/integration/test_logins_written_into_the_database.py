"""Somebody can write to the database and has no key: no row of theirs logs anybody in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.access.credentials import CredentialKind
from hub.access.keyring import Keyring, Unauthenticated
from hub.access.keys import digest
from hub.access.people import Person, create_person
from hub.access.sessions import Session, begin, end_others, end_sessions, log_out, person_of
from hub.access.tokens import issue_token
from hub.clock import SystemClock
from hub.evidence.aside import foreign_leaves
from hub.store.data_keys import open_sealer
from hub.store.ids import new_id
from hub.store.open import open_store
from hub.store.store import Store
from hub.store.tx import Row, Tx
from tests.hubs import settings_for
from tests.parties import make_party
from tests.schemas import create_all

AYSEL = Person("aysel", "Aysel Məmmədova", "committee", frozenset(("operator",)))
FUAD = Person("fuad", "Fuad Kərimov", "committee", frozenset(("administrator",)))
KNOWN = "hubs_a token that somebody chose"
DAY = 24 * 3600 * 1_000_000


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """With its keys open, and two accounts."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = settings_for(tmp_path, database_url=url)
    await create_all(settings)
    opened = await open_store(settings, SystemClock())
    await open_sealer(settings, opened, SystemClock())
    async with opened.write() as tx:
        for each in (AYSEL, FUAD):
            await create_person(tx, each)
    yield opened
    await opened.aclose()


async def put(tx: Tx, table: str, row: Row, **changes: Any) -> None:
    """A row as it was read, with these changes."""
    changed = dict(row) | changes
    await tx.insert(table, ", ".join(changed), [tuple(changed.values())])


async def row_of(tx: Tx, table: str, token: str) -> Row:
    (row,) = await tx.fetch(f"SELECT * FROM {table} WHERE token_sha256 = :key", {"key": digest(token)})
    return row


async def opens(store: Store, token: str) -> bool:
    try:
        await person_of(store, f"Bearer {token}", {})
    except Unauthenticated:
        return False
    return True


@pytest.mark.parametrize(
    "changes",
    [{"login": "fuad", "token_sha256": digest(KNOWN)}, {"token_sha256": digest(KNOWN)}],
    ids=["as somebody else", "under a token of one's own"],
)
async def test_a_session_that_was_put_into_the_table_opens_nothing(store: Store, changes: dict[str, str]) -> None:
    own = await begin(store, AYSEL)
    async with store.write() as tx:
        await put(tx, "sessions", await row_of(tx, "sessions", own.token), **changes)

    assert await opens(store, own.token)
    assert not await opens(store, KNOWN)


@pytest.mark.parametrize(
    "change",
    ["login = 'fuad'", f"expires_at = expires_at + {DAY}", "by_provider = 1", "created_at = created_at + 1"],
)
async def test_a_session_that_was_changed_opens_nothing(store: Store, change: str) -> None:
    own = await begin(store, AYSEL)
    async with store.write() as tx:
        await tx.execute(f"UPDATE sessions SET {change}")

    assert not await opens(store, own.token)


async def log_out_here(store: Store, own: Session) -> None:
    await log_out(store, own.token)


async def end_from_elsewhere(store: Store, own: Session) -> None:
    assert await end_others(store, own.person.login, "hubs_of another browser") == 1


async def shut(store: Store, own: Session) -> None:
    async with store.write() as tx:
        await end_sessions(tx, own.person.login)


@pytest.mark.parametrize("end", [log_out_here, end_from_elsewhere, shut])
async def test_a_session_that_was_ended_and_put_back_opens_nothing(store: Store, end: Any) -> None:
    own, other = await begin(store, AYSEL), await begin(store, FUAD)
    async with store.read() as tx:
        kept = await row_of(tx, "sessions", own.token)
    await end(store, own)
    async with store.write() as tx:
        await put(tx, "sessions", kept)

    assert not await opens(store, own.token)
    assert await opens(store, other.token)
    assert await foreign_leaves(store) == [], "the hub itself wrote that it ended"


@pytest.fixture
async def token(store: Store) -> str:
    """Of a party, on a key of its own."""
    key = new_id()
    async with store.write() as tx:
        for name in ("meis", "din"):
            await make_party(tx, name)
        now = await tx.now()
        row = (key, "meis", CredentialKind.KEY.value, "mark", "ES256", "-", 0, now + DAY, "fuad", "aysel")
        names = "id, party, kind, mark, algorithm, public, valid_from, valid_until, made_by, second_by"
        await tx.insert("credentials", names, [row])
        return await issue_token(tx, "meis", key, None)


async def calls(store: Store, token: str) -> str | None:
    """As which party a token is believed; None where it is not."""
    try:
        return (await Keyring(store, SystemClock(), {}).party(f"Bearer {token}", "127.0.0.1")).name
    except Unauthenticated:
        return None


async def test_a_token_that_was_put_into_the_table_opens_nothing(store: Store, token: str) -> None:
    chosen = "hubt_a token that somebody chose"
    async with store.write() as tx:
        await put(tx, "access_tokens", await row_of(tx, "access_tokens", token), token_sha256=digest(chosen))

    assert await calls(store, token) == "meis"
    assert await calls(store, chosen) is None


@pytest.mark.parametrize("change", ["party = 'din'", f"expires_at = expires_at + {DAY}"])
async def test_a_token_that_was_changed_opens_nothing(store: Store, token: str, change: str) -> None:
    async with store.write() as tx:
        await tx.execute(f"UPDATE access_tokens SET {change}")

    assert await calls(store, token) is None


async def test_a_token_of_one_certificate_cannot_be_freed_of_it(store: Store, token: str) -> None:
    async with store.write() as tx:
        (row,) = await tx.fetch("SELECT credential FROM access_tokens")
        bound = await issue_token(tx, "meis", row["credential"], "x5t of a certificate")
        await tx.execute("UPDATE access_tokens SET x5t = NULL")

    assert await calls(store, bound) is None
    assert await calls(store, token) == "meis"
