"""Local accounts of people: names, roles and Argon2id hashes of passwords (RFC 9106)."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from hub.errors import Refused, Words
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx

T = TypeVar("T")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_NO_PASSWORD = "!"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")
_PROVIDERS = re.compile(r"[!-~]{1,100}")
_PERSON = "login, name, roles, party, district"
IS_OPEN = "(p.disabled_at IS NULL OR p.disabled_until <= hub_now())"
"""SQL over `people p`: nobody comes in by an account without it. One person alone shuts it for a time."""
HASHER = PasswordHasher()
"""Argon2id at the cost that RFC 9106, 4, advises where memory is scarce: 64 MiB, three passes, four lanes."""
_hashing = ThreadPoolExecutor(2, thread_name_prefix="password")
"""A hash takes 64 MiB; a crowd at the login page must not take gigabytes."""


class PersonRole(StrEnum):
    """What a person may do: first the exchange's roles, then the committee's."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    EDITOR = "editor"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CLERK = "clerk"
    EXECUTOR = "executor"
    HEAD = "head"
    DEPUTY = "deputy"
    COMMISSION_MEMBER = "commission_member"
    COMMISSION_SECRETARY = "commission_secretary"
    LAWYER = "lawyer"
    DISTRICT_REPRESENTATIVE = "district_representative"
    PROGRAMME_OFFICER = "programme_officer"
    HOTLINE_OPERATOR = "hotline_operator"
    RECEPTIONIST = "receptionist"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the hub, for a party. Never holds the password.

    `district` is a district's representative's own, by the key of `mappings/places.yaml`.
    """

    login: str
    name: str
    party: str
    roles: frozenset[str]
    district: str | None = None


def normal_login(typed: str, *, keeps_case: bool = False) -> str:
    """A login as it is stored: letters, digits and `. _ @ -` of one script, small; Refused for anything else.

    The name that an identity provider gives keeps its case, and may have more signs, for it is compared as it is.
    """
    plain = unicodedata.normalize("NFKC", typed.strip())
    login = plain if keeps_case else plain.casefold()
    if not (_PROVIDERS if keeps_case else _LOGIN).fullmatch(login):
        raise Refused("access.login_form", _FORM, status=422, place="login")
    return login


async def refuse_taken(tx: Tx, login: str) -> None:
    """Refused where there is an account of this name, in whatever case."""
    if await tx.fetch("SELECT login FROM people WHERE lower(login) = :login", {"login": login.lower()}):
        raise Refused(
            "access.login_taken",
            Words("Bu adla hesab artıq var.", "There is already an account of this name."),
            status=409,
            place="login",
        )


async def create_person(tx: Tx, person: Person) -> None:
    """Store an account; Refused for an unknown role or a login already taken, whatever its case.

    No password opens it until its person has set one; the identity provider does at once.
    """
    if unknown := sorted(set(person.roles).difference(role.value for role in PersonRole)):
        raise Refused("access.person_role", _role_words(unknown), place="roles")
    await refuse_taken(tx, person.login)
    await tx.execute(
        "INSERT INTO people (login, name, password_hash, roles, party, district, created_at)"
        " VALUES (:login, :name, :hash, :roles, :party, :district, hub_now())",
        {
            "login": person.login,
            "name": person.name,
            "hash": _NO_PASSWORD,
            "roles": " ".join(sorted(person.roles)),
            "party": person.party,
            "district": person.district,
        },
    )


async def set_password(tx: Tx, login: str, password: str) -> None:
    """Another password for an account; Refused where it is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            "access.password_length",
            Words(
                f"Parol {SHORTEST_PASSWORD}–{LONGEST_PASSWORD} simvol olmalıdır.",
                f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            ),
            status=422,
            place="password",
        )
    hashed = await _in_pool(lambda: HASHER.hash(password))
    await tx.execute("UPDATE people SET password_hash = :hash WHERE login = :login", {"login": login, "hash": hashed})


async def verify_person(store: Store, login: str, password: str) -> Person | None:
    """The person, if the password is theirs. Takes the same time whether the login exists or not."""
    async with store.read() as tx:
        rows = await tx.fetch(
            f"SELECT {_PERSON}, password_hash FROM people p WHERE login = :login AND {IS_OPEN}",
            {"login": login},
        )
    stored = rows[0]["password_hash"] if rows else _NO_PASSWORD
    judged = _of_nobody() if stored == _NO_PASSWORD else stored
    matches = await _in_pool(lambda: _matches(judged, password[: LONGEST_PASSWORD + 1]))
    if stored == _NO_PASSWORD or not matches:
        return None
    return person_of_row(rows[0])


async def find_person(store: Store, login: str) -> Person | None:
    """The person of an account that is in force."""
    async with store.read() as tx:
        rows = await tx.fetch(
            f"SELECT {_PERSON} FROM people p WHERE login = :login AND {IS_OPEN}",
            {"login": login},
        )
    return person_of_row(rows[0]) if rows else None


async def people_in_force(tx: Tx) -> list[Person]:
    """Everybody whose account is in force, by name."""
    rows = await tx.fetch(f"SELECT {_PERSON} FROM people p WHERE {IS_OPEN} ORDER BY name")
    return [person_of_row(row) for row in rows]


async def units_of(tx: Tx, logins: Iterable[str]) -> Mapping[str, Words]:
    """In which unit of the house each of these works, of those who have a place there."""
    rows = await tx.fetch(
        "SELECT o.login, u.title_az, u.title_en FROM {rows} JOIN officials o ON o.login = r.login"
        " JOIN units u ON u.unit = o.unit",
        rows=Rows("login text", [(login,) for login in sorted(set(logins))]),
    )
    return {row["login"]: Words(row["title_az"], row["title_en"]) for row in rows}


def person_of_row(row: Row) -> Person:
    """The person of a row with these columns."""
    return Person(row["login"], row["name"], row["party"], frozenset(row["roles"].split()), row["district"])


async def _in_pool(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_hashing, work)


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _of_nobody() -> str:
    return HASHER.hash("the password of nobody")


def _role_words(unknown: list[str]) -> Words:
    known = ", ".join(PersonRole)
    return Words(
        f"Belə rol yoxdur: {', '.join(unknown)}. Rollar: {known}.",
        f"There is no role {', '.join(unknown)}. Roles are {known}.",
    )


_FORM = Words(
    "Giriş adında yalnız latın hərfləri (a–z), rəqəmlər və “.”, “_”, “@”, “-” işarələri ola bilər.",
    "A login has only the letters a-z, digits and the signs . _ @ - in it.",
)
