"""Accounts held against the evidence: nobody has a role, or is let in again, by the database alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.store.store import Store, snapshot
from hub.store.tx import Row, Tx

_GIVEN: Final = ("right.account", "right.account_roles")
_SHUT: Final = ("right.account.disabled", "right.account.enabled")
_PAGE: Final = 500


async def altered_accounts(store: Store) -> Sequence[str]:
    """Logins, ascending, of accounts whose roles, district or being shut are not what the log says they were given;
    of those that the log does not know; and of those that it knows and that are gone.
    """
    async with snapshot(store) as tx:
        given, shut = await _newest(tx, _GIVEN), await _newest(tx, _SHUT)
        rows = await tx.fetch("SELECT login, roles, district, disabled_at FROM people ORDER BY login")
    there = {row["login"]: row for row in rows}
    wrong = {login for login, row in there.items() if not _is_so(row, given.get(login), shut.get(login))}
    return sorted(wrong | (given.keys() - there.keys()))


def _is_so(row: Row, given: Mapping[str, Any] | None, shut: Mapping[str, Any] | None) -> bool:
    if given is None or sorted(given["roles"].split()) != sorted(row["roles"].split()):
        return False
    is_shut = shut is not None and shut["kind"] == _SHUT[0]
    return given.get("district") == row["district"] and is_shut == (row["disabled_at"] is not None)


async def _newest(tx: Tx, kinds: tuple[str, str]) -> dict[str, Mapping[str, Any]]:
    """What the newest leaf of either kind says of each login."""
    found: dict[str, Mapping[str, Any]] = {}
    above = "0" * 32
    while True:
        rows = await tx.fetch(
            "SELECT e.id, e.content FROM evidence_leaves e WHERE e.kind IN (:one, :other) AND e.id > :above"
            " ORDER BY e.id LIMIT :most",
            {"one": kinds[0], "other": kinds[1], "above": above, "most": _PAGE},
        )
        for row in rows:
            said = json.loads(row["content"])
            found[said["of"]] = said
        if len(rows) < _PAGE:
            return found
        above = rows[-1]["id"]
