"""Rights and proofs of parties held against the evidence: no party has one by the database alone, or keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.access.grants import EXCHANGE
from hub.access.party_changes import RIGHT_ENDED
from hub.clock import rfc3339
from hub.store.store import Store, snapshot
from hub.store.tx import Row, Tx

Facts = Mapping[str, Any]
_KINDS: Final = {
    f"right.{each}" for each in ("party", "party_right", RIGHT_ENDED, "party_credential", "party_credential.ended")
}
_PAGE: Final = 500
_RIGHT: Final = ("party", "service", "action", "purpose")


async def altered_party_rights(store: Store) -> Sequence[str]:
    """Names of parties that have a right, a certificate or a key which the log does not give them, or has ended."""
    async with snapshot(store) as tx:
        said = await _said(tx)
        grants = await tx.fetch(
            "SELECT party, service, action, purpose, valid_from, valid_until, ended_at, made_by, second_by FROM grants"
        )
        proofs = await tx.fetch(
            "SELECT id, party, kind, mark, valid_from, valid_until, ended_at, made_by, second_by FROM credentials"
        )
    wrong = {row["party"] for row in grants if not _is_given(row, said)}
    return sorted(wrong | {row["party"] for row in proofs if not _is_proof(row, said)})


async def _said(tx: Tx) -> list[Facts]:
    """What the leaves say, the oldest first."""
    found: list[Facts] = []
    above = "0" * 32
    while True:
        rows = await tx.fetch(
            "SELECT e.id, e.kind, e.content FROM evidence_leaves e WHERE e.kind LIKE 'right.party%' AND e.id > :above"
            " ORDER BY e.id LIMIT :most",
            {"above": above, "most": _PAGE},
        )
        found += [json.loads(row["content"]) for row in rows if row["kind"] in _KINDS]
        if len(rows) < _PAGE:
            return found
        above = rows[-1]["id"]


def _is_given(row: Row, said: Sequence[Facts]) -> bool:
    about = [each for each in said if _names(each, row)]
    if row["ended_at"] is None and about and about[-1]["kind"] == f"right.{RIGHT_ENDED}":
        return row["valid_until"] is not None and row["valid_until"] <= about[-1]["at"]
    return any(_agrees(each, row) for each in about)


def _names(facts: Facts, row: Row) -> bool:
    """Whether it is about this right; what a new party may do over the exchange is told with the party."""
    if facts["kind"] == "right.party":
        over = facts["of"] == row["party"] and row["service"] == EXCHANGE
        return over and row["action"] in facts["over"].split()
    return [facts.get(each, facts["of"]) for each in _RIGHT] == [row[each] for each in _RIGHT]


def _agrees(facts: Facts, row: Row) -> bool:
    """Whether it was given so by these two, from that moment on and not for longer."""
    if (facts["by"], facts.get("second")) != (row["made_by"], row["second_by"]):
        return False
    return facts["kind"] == "right.party" or (
        facts.get("since") == rfc3339(row["valid_from"]) and _no_longer(facts, row)
    )


def _is_proof(row: Row, said: Sequence[Facts]) -> bool:
    ended = any(
        each["kind"] == "right.party_credential.ended" and each["mark"] == row["mark"] and "until" not in each
        for each in said
    )
    given = (row["party"], row["kind"], row["mark"], row["made_by"], row["second_by"])
    return ended == (row["ended_at"] is not None) and any(
        (each["of"], each.get("credential"), each.get("mark"), each["by"], each.get("second")) == given
        and (each["subject"], each["since"]) == (row["id"], rfc3339(row["valid_from"]))
        and _no_longer(each, row)
        for each in said
        if each["kind"] == "right.party_credential"
    )


def _no_longer(facts: Facts, row: Row) -> bool:
    until = facts.get("until")
    return until is None or (row["valid_until"] is not None and rfc3339(row["valid_until"]) <= until)
