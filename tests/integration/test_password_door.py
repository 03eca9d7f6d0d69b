"""Who guesses passwords is slowed down and written down; who knows one comes in all the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.access.keyring import Keyring, TooManyTries, Unauthenticated
from hub.access.password_door import MOST_WAITING_OF_ONE, PasswordDoor
from hub.access.people import Person, create_person, set_password
from hub.clock import SystemClock
from hub.store.sealing import KeyedHash
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from tests.identity_sealer import vouched
from tests.schemas import create_all


class StillClock(SystemClock):
    """Stands until it is moved."""

    passed = 0.0

    def monotonic(self) -> float:
        return self.passed


_WRONG = "a wrong battery"
_RIGHT = "correct horse battery"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    await create_all(tmp_path / "hub.sqlite3")
    opened = await SqliteStore.open(tmp_path / "hub.sqlite3", SystemClock())
    async with opened.write() as tx:
        await create_person(tx, Person("aysel", "Aysel Quliyeva", "committee", frozenset(("viewer",))))
        await set_password(tx, "aysel", _RIGHT)
    yield vouched(opened)
    await opened.aclose()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def door(store: Store, clock: StillClock) -> PasswordDoor:
    return PasswordDoor(store, clock, KeyedHash(b"k" * 32))


async def guess(door: PasswordDoor, address: str, password: str = _WRONG) -> str:
    try:
        return (await door.log_in("Aysel", password, address)).person.login
    except (Unauthenticated, TooManyTries) as refused:
        return refused.code


async def test_five_wrong_tries_at_an_address_and_the_next_waits_for_its_minute(
    door: PasswordDoor, clock: StillClock
) -> None:
    with capture_logs() as lines:
        tried = [await guess(door, "there") for _ in range(6)]
        locked = await guess(door, "there", _RIGHT)
        elsewhere = await guess(door, "here", _RIGHT)
        clock.passed = 61.0
        later = await guess(door, "there", _RIGHT)

    assert tried == ["access.login"] * 5 + ["access.too_many_tries"]
    assert (locked, elsewhere, later) == ("access.too_many_tries", "aysel", "aysel")
    events = [line["kind"] for line in lines if line["event"] == "security_event"]
    assert events == ["wrong_password"] * 5 + ["login_limit"] * 2
    assert "aysel" not in json.dumps(lines, default=str).casefold()


async def test_many_logins_are_guessed_at_from_one_address_for_a_while_only(door: PasswordDoor) -> None:
    codes = []
    for number in range(32):
        with pytest.raises((Unauthenticated, TooManyTries)) as refused:
            await door.log_in(f"nobody-{number}", _WRONG, "there")
        codes.append(refused.value.code)

    assert codes == ["access.login"] * 30 + ["access.too_many_tries"] * 2


async def test_a_crowd_of_anonymous_tries_waits_for_nobody_and_keeps_nobody_waiting(door: PasswordDoor) -> None:
    crowd = [asyncio.create_task(guess(door, "there")) for _ in range(40)]
    await asyncio.sleep(0)

    rightful = await guess(door, "here", _RIGHT)
    codes = [await each for each in crowd]

    assert rightful == "aysel"
    assert codes.count("access.too_many_tries") == 40 - MOST_WAITING_OF_ONE


async def test_wrong_keys_of_one_address_are_told_to_wait(store: Store, clock: StillClock) -> None:
    keyring = Keyring(store, clock, {})
    codes = []
    for number in range(33):
        with pytest.raises((Unauthenticated, TooManyTries)) as refused:
            await keyring.party(f"Bearer k_{number}", "there")
        codes.append(refused.value.code)
    with pytest.raises(Unauthenticated):
        await keyring.party("Bearer k_x", "here")

    assert codes == ["access.key_unknown"] * 30 + ["access.too_many_tries"] * 3
