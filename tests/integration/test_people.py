"""Local accounts: made once, verified by password, disabled for good."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from document_flow.sheet import SheetRefused
from hub.access.password_links import make_password_link, use_password_link
from hub.access.people import Person, create_person, find_person, normal_login, set_password, verify_person
from hub.access.role_rules import load_role_rules
from hub.clock import SystemClock
from hub.documents.office.seed_people import sandbox_people
from hub.errors import NotFound, Refused
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from hub.store.tx import Tx
from tests.identity_sealer import vouched
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
    yield vouched(opened)
    await opened.aclose()


async def test_the_right_password_opens_and_no_other(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)
        await set_password(tx, _AYSEL.login, _PASSWORD)

    assert await verify_person(store, "aysel", _PASSWORD) == _AYSEL
    assert await verify_person(store, "aysel", _PASSWORD + " ") is None
    assert await verify_person(store, "nobody", _PASSWORD) is None


async def test_the_password_is_kept_as_argon2_alone(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)
        await set_password(tx, _AYSEL.login, _PASSWORD)
        (row,) = await tx.fetch("SELECT password_hash FROM people")

    assert row["password_hash"].startswith("$argon2id$")


def test_a_hub_hashes_at_the_full_cost_though_tests_do_not() -> None:
    """RFC 9106, 4: the second recommended option."""
    costs = "from hub.access.people import HASHER as h; print(h.type.name, h.time_cost, h.memory_cost, h.parallelism)"

    told = subprocess.run([sys.executable, "-c", costs], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["ID", "3", "65536", "4"]


async def test_an_account_without_a_password_opens_by_none(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)

    for tried in ("", "!", "the password of nobody", _PASSWORD):
        assert await verify_person(store, "aysel", tried) is None
    assert await find_person(store, "aysel") == _AYSEL


async def test_a_disabled_account_opens_nothing(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)
        await set_password(tx, _AYSEL.login, _PASSWORD)
        await tx.execute("UPDATE people SET disabled_at = hub_now()")

    assert await verify_person(store, "aysel", _PASSWORD) is None


@pytest.mark.parametrize("password", ["short", "x" * 201])
async def test_a_password_has_a_length(store: Store, password: str) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)
        with pytest.raises(Refused, match=r"access\.password_length"):
            await set_password(tx, "aysel", password)


async def test_there_is_no_role_but_ours(store: Store) -> None:
    async with store.write() as tx:
        with pytest.raises(Refused, match=r"access\.person_role"):
            await create_person(tx, Person("a", "A", "committee", frozenset(("king",))))


async def test_a_login_is_given_once_in_whatever_case(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, Person("Aysel|Q", "A", "committee", frozenset(("viewer",))))
        with pytest.raises(Refused, match=r"access\.login_taken"):
            await create_person(tx, Person("aysel|q", "A", "committee", frozenset(("viewer",))))


@pytest.mark.parametrize(("typed", "login"), [(" Aysel ", "aysel"), ("ｒamil", "ramil"), ("uzv-1", "uzv-1")])
def test_a_login_has_one_form(typed: str, login: str) -> None:
    assert normal_login(typed) == login


@pytest.mark.parametrize("typed", ["ramіl", "самир", "a b", "", "-a", "a" * 101, "rəna", "a\u200bb"])
def test_letters_of_another_script_and_other_signs_are_no_login(typed: str) -> None:
    with pytest.raises(Refused, match=r"access\.login_form"):
        normal_login(typed)


async def test_a_link_sets_one_password_and_ends_the_sessions(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, _AYSEL)
        first, token = await make_password_link(tx, "aysel"), await make_password_link(tx, "aysel")
        with pytest.raises(NotFound, match=r"access\.no_link"):
            await use_password_link(tx, first, _PASSWORD)
        await begin_row(tx)
        await use_password_link(tx, token, _PASSWORD)
        with pytest.raises(NotFound, match=r"access\.no_link"):
            await use_password_link(tx, token, _PASSWORD)
        sessions = await tx.fetch("SELECT login FROM sessions")

    assert sessions == []
    assert await verify_person(store, "aysel", _PASSWORD) == _AYSEL


async def begin_row(tx: Tx) -> None:
    row = ("x", "aysel", 0, 9000000000000000, b"")
    await tx.insert("sessions", "token_sha256, login, created_at, expires_at, mac", [row])


def test_the_rules_name_roles_that_one_person_never_has_together() -> None:
    rules = load_role_rules(None)

    auditors = [("auditor", each) for each in ("programme_officer", "district_representative", "hotline_operator")]
    for together in (("administrator", "clerk"), ("approver", "editor"), ("auditor", "operator", "viewer"), *auditors):
        with pytest.raises(Refused, match=r"access\.roles_apart"):
            rules.refuse_together(together)
    for person in sandbox_people().values():
        rules.refuse_together(person.roles)


def test_a_body_s_own_sheet_of_roles_is_read_strictly(tmp_path: Path) -> None:
    own = tmp_path / "roles.yaml"
    own.write_text("apart:\n  - these: [head]\n    those: [clerk]\n")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("apart:\n  - these: [king]\n    those: [clerk]\n")

    with pytest.raises(Refused, match="head and clerk"):
        load_role_rules(own).refuse_together(("head", "clerk"))
    load_role_rules(own).refuse_together(("administrator", "clerk"))
    with pytest.raises(SheetRefused, match="king"):
        load_role_rules(wrong)
