"""Accounts held against the evidence: nobody has a role, name or address, or is let in, by the database alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.access.accounts import email_in, email_key, name_key
from hub.clock import rfc3339
from hub.store.sealing import KeyedHash, Sealer, Unsealable
from hub.store.store import Store, snapshot
from hub.store.tx import Row, Tx

Facts = Mapping[str, Any]

_GIVEN: Final = ("right.account", "right.account_roles")
_SHUT: Final = "right.account_disabled"
_STATES: Final = (f"{_SHUT}.proposed", f"{_SHUT}.refused", _SHUT, "right.account_enabled")
_PAGE: Final = 500


async def altered_accounts(store: Store, sealer: Sealer, keyed: KeyedHash) -> Sequence[str]:
    """Logins, ascending, of accounts whose roles, district, names, address or being shut are not what the log says they
    were given; of those that the log does not know; and of those that it knows and that are gone.
    """
    async with snapshot(store) as tx:
        said = await _said(tx)
        rows = await tx.fetch(
            "SELECT login, name, roles, district, email_sealed, email_version, disabled_at, disabled_until FROM people"
        )
        former = await tx.fetch("SELECT login, until, name FROM former_names ORDER BY login, until")
    names: dict[str, list[tuple[str | None, str]]] = {row["login"]: [(None, row["name"])] for row in rows}
    for row in reversed(former):
        names.setdefault(row["login"], []).insert(0, (rfc3339(row["until"]), row["name"]))
    there = {row["login"]: row for row in rows}
    known = {login for login, facts in said.items() if _given(facts)}
    wrong = {
        login
        for login, borne in names.items()
        if login not in there or not _is_so(there[login], borne, said.get(login, []), sealer, keyed)
    }
    return sorted(wrong | (known - there.keys()))


def _given(facts: Sequence[Facts]) -> list[Facts]:
    return [each for each in facts if each["kind"] in _GIVEN]


def _is_so(
    row: Row, borne: Sequence[tuple[str | None, str]], facts: Sequence[Facts], sealer: Sealer, keyed: KeyedHash
) -> bool:
    given = _given(facts)
    if not given or sorted(given[-1]["roles"].split()) != sorted(row["roles"].split()):
        return False
    return (
        given[-1].get("district") == row["district"]
        and _has_address(row, given, sealer, keyed)
        and _names(given) == [(until, name_key(keyed, row["login"], name)) for until, name in borne]
        and _shut(facts) == (row["disabled_at"] is not None, _moment(row["disabled_until"]))
    )


def _has_address(row: Row, given: Sequence[Facts], sealer: Sealer, keyed: KeyedHash) -> bool:
    """A leaf of the sandbox's own people says none."""
    said = next((each["email"] for each in reversed(given) if "email" in each), email_key(keyed, row["login"], ""))
    try:
        return email_key(keyed, row["login"], email_in(sealer, row)) == said
    except Unsealable:
        return False


def _names(given: Sequence[Facts]) -> list[tuple[str | None, str]]:
    """Each name in its turn, with until when it was borne."""
    found: list[tuple[str | None, str]] = []
    for each in given:
        if "renamed" in each:
            found[-1:] = [(each["renamed"], found[-1][1])]
        if "renamed" in each or not found:
            found.append((None, each.get("name", "")))
    return found


def _shut(facts: Sequence[Facts]) -> tuple[bool, str | None]:
    """Whether the account is shut, and until when where one person alone has shut it."""
    state: tuple[bool, str | None] = (False, None)
    for each in facts:
        if each["kind"] == _SHUT or (each["kind"] == _STATES[0] and "until" in each):
            state = (True, each.get("until"))
        elif each["kind"] in _STATES[1:]:
            state = (False, None)
    return state


def _moment(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)


async def _said(tx: Tx) -> dict[str, list[Facts]]:
    """What the leaves say of each login, the oldest first."""
    found: dict[str, list[Facts]] = {}
    above, kinds = "0" * 32, {*_GIVEN, *_STATES}
    while True:
        rows = await tx.fetch(
            "SELECT e.id, e.kind, e.content FROM evidence_leaves e WHERE e.kind LIKE 'right.account%' AND e.id > :above"
            " ORDER BY e.id LIMIT :most",
            {"above": above, "most": _PAGE},
        )
        for row in rows:
            if row["kind"] in kinds:
                said = json.loads(row["content"])
                found.setdefault(said["of"], []).append(said)
        if len(rows) < _PAGE:
            return found
        above = rows[-1]["id"]
