"""Accounts as the administrator sees them: never a password, never more than who may come in and as what.

An account keeps its earlier names, each with the moment until which it was borne. Leaves hold the names and the e-mail
address as keyed hashes, so that one which is changed beside them is missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.people import IS_OPEN, Person
from hub.access.sessions import end_sessions
from hub.clock import rfc3339
from hub.store.sealing import KeyedHash, Sealer, seal_text
from hub.store.tx import Row, Tx
from mappings.text import fold_look_alikes, match_key

_EMAIL = "people.email"
_MOST = 500
_SELECT = (
    "SELECT p.login, p.name, p.party, p.roles, p.district, p.created_at, p.disabled_until,"
    f" CASE WHEN {IS_OPEN} THEN NULL ELSE p.disabled_at END AS disabled_at,"
    " p.password_hash <> '!' AS by_password,"
    " (SELECT count(*) FROM sessions s WHERE s.login = p.login AND s.expires_at > hub_now()) AS sessions FROM people p"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `sessions` are those open now; `disabled_until`: shut by one person alone, so long at most. Instants
    in microseconds.
    """

    login: str
    name: str
    party: str
    roles: tuple[str, ...]
    district: str | None
    created_at: int
    disabled_at: int | None
    disabled_until: int | None
    by_password: bool
    sessions: int


async def accounts(tx: Tx, *, role: str = "", text: str = "") -> Sequence[Account]:
    """At most 500, by name in the order of the database; `text` is a part of login or name, whatever its case."""
    rows = await tx.fetch(f"{_SELECT} ORDER BY p.name, p.login LIMIT {_MOST}")
    wanted = text.casefold()
    return [
        found
        for found in map(_account, rows)
        if (not role or role in found.roles) and wanted in f"{found.login} {found.name}".casefold()
    ]


async def account_of(tx: Tx, login: str) -> Account | None:
    """The account of this login."""
    rows = await tx.fetch(f"{_SELECT} WHERE p.login = :login", {"login": login})
    return _account(rows[0]) if rows else None


async def change_account(tx: Tx, person: Person) -> str | None:
    """Give an account another name, party, roles and district; until when the name before was borne, if it changed."""
    before = await tx.fetch("SELECT p.name FROM people p WHERE p.login = :login {lock p}", {"login": person.login})
    until = None
    if before and before[0]["name"] != person.name:
        until = await tx.now()
        await tx.insert("former_names", "login, until, name", [(person.login, until, before[0]["name"])])
    await tx.execute(
        "UPDATE people SET name = :name, party = :party, roles = :roles, district = :district WHERE login = :login",
        {
            "name": person.name,
            "party": person.party,
            "roles": " ".join(sorted(person.roles)),
            "district": person.district,
            "login": person.login,
        },
    )
    return None if until is None else rfc3339(until)


async def name_at(tx: Tx, login: str, at: int) -> str | None:
    """What the person of an account was called at a moment, in microseconds; None where there is no such account."""
    rows = await tx.fetch(
        "SELECT f.name FROM former_names f WHERE f.login = :login AND f.until > :at ORDER BY f.until LIMIT 1",
        {"login": login, "at": at},
    )
    found = rows or await tx.fetch("SELECT p.name FROM people p WHERE p.login = :login", {"login": login})
    return str(found[0]["name"]) if found else None


def name_key(keyed: KeyedHash, login: str, name: str) -> str:
    """What a leaf says of an account's name."""
    return keyed("account-name", f"{login} {name}")


def email_key(keyed: KeyedHash, login: str, email: str) -> str:
    """What a leaf says of an account's address, also where it has none."""
    return keyed("account-email", f"{login} {email}")


async def namesakes(tx: Tx, login: str, name: str) -> list[str]:
    """Logins of others who are called so or were, however it is written: Kərimli, Kerimli, in Cyrillic look-alikes."""
    rows = await tx.fetch("SELECT login, name FROM people UNION SELECT login, name FROM former_names")
    key = match_key(fold_look_alikes(name))
    return sorted(
        {row["login"] for row in rows if row["login"] != login and match_key(fold_look_alikes(row["name"])) == key}
    )


async def shut(tx: Tx, login: str, until: int | None) -> None:
    """Shut an account, for good where no end is given; its sessions end at once."""
    await end_sessions(tx, login)
    await tx.execute(
        "UPDATE people SET disabled_at = hub_now(), disabled_until = :until WHERE login = :login",
        {"login": login, "until": until},
    )


async def reopen(tx: Tx, login: str) -> None:
    """Let it in again, as what it was."""
    await tx.execute(
        "UPDATE people SET disabled_at = NULL, disabled_until = NULL WHERE login = :login", {"login": login}
    )


async def save_email(tx: Tx, sealer: Sealer, login: str, email: str) -> None:
    """Where the account's person gets links for a password; empty: nowhere."""
    rows = await tx.fetch("SELECT p.email_version FROM people p WHERE p.login = :login {lock p}", {"login": login})
    version = rows[0]["email_version"] + 1
    sealed = seal_text(sealer, _EMAIL, login, email, version) if email else None
    await tx.many(
        "UPDATE people SET email_sealed = $2, email_version = $3 WHERE login = $1", [(login, sealed, version)]
    )


async def email_of(tx: Tx, sealer: Sealer, login: str) -> str:
    """The address of the account's person; empty where none is known."""
    rows = await tx.fetch("SELECT login, email_sealed, email_version FROM people WHERE login = :l", {"l": login})
    return email_in(sealer, rows[0]) if rows else ""


def email_in(sealer: Sealer, row: Row) -> str:
    """The same of a row that was read. Unsealable where it is not as this hub sealed it."""
    sealed = row["email_sealed"]
    return sealer.unseal(_EMAIL, row["login"], bytes(sealed), row["email_version"]).decode() if sealed else ""


async def party_names(tx: Tx) -> list[str]:
    """The parties that somebody may work for."""
    return [row["name"] for row in await tx.fetch("SELECT name FROM parties ORDER BY name")]


def _account(row: Row) -> Account:
    return Account(
        row["login"],
        row["name"],
        row["party"],
        tuple(row["roles"].split()),
        row["district"],
        row["created_at"],
        row["disabled_at"],
        row["disabled_until"],
        bool(row["by_password"]),
        int(row["sessions"]),
    )
