"""Local accounts: made once, verified by password, disabled for good."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.access.people import Person, create_person, find_person, verify_person
from hub.clock import SystemClock
from hub.errors import Refused
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from tests.schemas import create_all

_PASSWORD = "correct horse battery"
_AYSEL = Person("aysel", "Aysel Quliyeva", "committee", frozenset(("operator", "viewer")))


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store
    if request.param == "sqlite":
        await create_all(tmp_path / "hub.sqlite3")
        opened = await SqliteStore.open(tmp_path / "hub.sqlite3", SystemClock())
    else:
        url = request.getfixturevalue("postgres_url")
        await create_all(url)
        opened = await PostgresStore.open(url, connections=2)
    yield opened
    await opened.aclose()


async def test_the_right_password_opens_and_no_other(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL, _PASSWORD)

    assert await verify_person(store, "aysel", _PASSWORD) == _AYSEL
    assert await verify_person(store, "aysel", _PASSWORD + " ") is None
    assert await verify_person(store, "nobody", _PASSWORD) is None


async def test_the_password_is_kept_as_argon2_alone(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL, _PASSWORD)
        (row,) = await tx.fetch("SELECT password_hash FROM people")

    assert row["password_hash"].startswith("$argon2id$")


async def test_an_account_without_a_password_opens_by_none(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL, None)

    for tried in ("", "!", "the password of nobody", _PASSWORD):
        assert await verify_person(store, "aysel", tried) is None
    assert await find_person(store, "aysel") == _AYSEL


async def test_a_disabled_account_opens_nothing(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL, _PASSWORD)
        await tx.execute("UPDATE people SET disabled_at = hub_now()")

    assert await verify_person(store, "aysel", _PASSWORD) is None


@pytest.mark.parametrize(
    ("person", "password", "code"),
    [
        (_AYSEL, "short", "access.password_length"),
        (_AYSEL, "x" * 201, "access.password_length"),
        (Person("a", "A", "committee", frozenset(("king",))), _PASSWORD, "access.person_role"),
    ],
)
async def test_what_cannot_be_an_account_is_refused(store: Store, person: Person, password: str, code: str) -> None:
    async with store.write() as tx:
        with pytest.raises(Refused) as refused:
            await create_person(tx, person, password)

    assert refused.value.code == code


async def test_a_login_is_given_once(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL, _PASSWORD)
        with pytest.raises(Refused, match=r"access\.login_taken"):
            await create_person(tx, _AYSEL, _PASSWORD)
