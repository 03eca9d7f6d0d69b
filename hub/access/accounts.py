"""Accounts as the administrator sees them: never a password, never more than who may come in and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.access.people import Person
from hub.access.sessions import end_sessions
from hub.store.tx import Row, Tx

_MOST = 500
_SELECT = (
    "SELECT p.login, p.name, p.party, p.roles, p.district, p.created_at, p.disabled_at,"
    " p.password_hash <> '!' AS by_password,"
    " (SELECT count(*) FROM sessions s WHERE s.login = p.login AND s.expires_at > hub_now()) AS sessions FROM people p"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `sessions` are those open now; instants in microseconds."""

    login: str
    name: str
    party: str
    roles: tuple[str, ...]
    district: str | None
    created_at: int
    disabled_at: int | None
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


async def change_account(tx: Tx, person: Person) -> None:
    """Give an account another name, party, roles and district."""
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


async def set_disabled(tx: Tx, login: str, *, disabled: bool) -> bool:
    """Shut an account, ending its sessions, or open it again; False where there is none."""
    if disabled:
        await end_sessions(tx, login)
        sql = "UPDATE people SET disabled_at = coalesce(disabled_at, hub_now()) WHERE login = :login"
    else:
        sql = "UPDATE people SET disabled_at = NULL WHERE login = :login"
    return bool(await tx.execute(sql, {"login": login}))


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
        bool(row["by_password"]),
        int(row["sessions"]),
    )
