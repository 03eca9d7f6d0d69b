"""Failures by cause: what needs a person, grouped by destination and code, or by format and place in quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hub.exchange.repair.select import BAD, HELD_ONES, QUARANTINED, held_mark
from hub.store.tx import Row, Tx, grouped, ids
from hub.store.where import Where

GroupKind = Literal["delivery", "quarantine", "held"]
MOST_GROUPS = 500
_SAMPLES = 3
_OF_DELIVERIES = (
    "SELECT d.fingerprint AS mark, d.id, d.message_id, d.destination AS place, d.error_code AS code, '' AS path,"
    " d.settled_at AS at, CASE WHEN d.state = 'failed' THEN 1 ELSE 0 END AS failed FROM deliveries d"
)
_OF_HELD = (
    "SELECT d.destination AS mark, d.id, d.message_id, d.destination AS place, 'held' AS code, '' AS path,"
    " d.settled_at AS at, 0 AS failed FROM deliveries d"
)
_OF_MESSAGES = (
    "SELECT q.fingerprint AS mark, m.id, m.id AS message_id, m.format AS place, q.code, q.path, m.accepted_at AS at,"
    " 0 AS failed FROM quarantined q JOIN messages m ON m.id = q.message_id"
)


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose failures are looked at: None sees all; a party its own messages and what goes to its own destinations."""

    party: str | None = None
    destinations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Failures of one cause. Instants in microseconds; `where` is the destination, or the format of the messages."""

    fingerprint: str
    kind: GroupKind
    where: str
    code: str | None
    path: str | None
    first_seen: int
    last_seen: int
    counts: Mapping[str, int]
    samples: Sequence[str]
    lanes_held: int


async def groups(tx: Tx, sight: Sight, *, samples: bool = True) -> list[Group]:
    """Every group, the latest first; where nobody asks for samples it costs less without them."""
    most = _SAMPLES if samples else 0
    found = [
        *await _groups(tx, "delivery", members_of_failed(sight), most),
        *await _groups(tx, "held", _members_of_held(sight), most),
        *await _groups(tx, "quarantine", members_of_quarantine(sight), most),
    ]
    return sorted(found, key=lambda group: group.last_seen, reverse=True)[:MOST_GROUPS]


async def group(tx: Tx, sight: Sight, fingerprint: str) -> Group | None:
    """The group of that name, if the viewer has it. Reads that group alone, however many others there are."""
    found = await _groups(tx, "delivery", members_of_failed(sight, fingerprint), _SAMPLES, only=fingerprint)
    found = found or await _groups(
        tx, "quarantine", members_of_quarantine(sight, fingerprint), _SAMPLES, only=fingerprint
    )
    found = found or await _groups(tx, "held", _members_of_held(sight), _SAMPLES)
    return next((each for each in found if each.fingerprint == fingerprint), None)


async def items(tx: Tx, sight: Sight, of: Group, below: str, limit: int) -> Sequence[Row]:
    """The group's deliveries or messages below an id, newest first, each with the repair that has it in hand."""
    more: dict[str, Any] = {"below": below, "most": limit}
    if of.kind == "quarantine":
        where = own_messages(Where(QUARANTINED, "m.id < :below"), sight).given(
            "q.fingerprint = :mark", mark=of.fingerprint
        )
        return await tx.fetch(
            "SELECT m.id, m.id AS message_id, m.party, m.format, m.route, m.state, m.accepted_at AS at,"
            " o.repair_id FROM quarantined q JOIN messages m ON m.id = q.message_id LEFT JOIN open_repairs o"
            f" ON o.delivery_id = m.id WHERE {where} ORDER BY m.id DESC LIMIT :most",
            where.values | more,
        )
    where = own_deliveries(Where(HELD_ONES if of.kind == "held" else BAD, "d.id < :below"), sight)
    if of.kind == "held":
        where.given("d.destination = :mark", mark=of.where)
    else:
        where.given("d.fingerprint = :mark", mark=of.fingerprint)
    return await tx.fetch(
        "SELECT d.id, d.message_id, m.party, m.format, d.route, d.state, d.settled_at AS at, d.destination,"
        " d.error_code, d.error_detail, d.tries, d.replaces, o.repair_id FROM deliveries d"
        " JOIN messages m ON m.id = d.message_id"
        f" LEFT JOIN open_repairs o ON o.delivery_id = d.id WHERE {where} ORDER BY d.id DESC LIMIT :most",
        where.values | more,
    )


async def sampled_messages(tx: Tx, samples: Sequence[str]) -> Sequence[Row]:
    """Of a group's samples: who sent each, and by what the sender finds the message that caused it: the number on its
    receipt, and its hash; newest first.
    """
    return await tx.fetch(
        "SELECT m.origin, coalesce(c.id, m.id) AS receipt,"
        " coalesce(c.body_digest, m.body_digest) AS digest, coalesce(c.accepted_at, m.accepted_at)"
        " AS at FROM {rows} JOIN messages m ON m.id = r.id LEFT JOIN messages c ON c.id = m.cause ORDER BY m.id DESC",
        rows=ids(samples[:_SAMPLES]),
    )


async def newest_tries(tx: Tx, fingerprint: str, most: int) -> Sequence[Row]:
    """Of a group's newest deliveries: the key that the agency knows each by, and its last try."""
    return await tx.fetch(
        "SELECT d.agency_key, a.started_at, a.http_status FROM deliveries d LEFT JOIN attempts a"
        " ON a.delivery_id = d.id AND a.number = d.tries WHERE d.state IN ('failed', 'unknown')"
        " AND d.fingerprint = :mark ORDER BY d.id DESC LIMIT :most",
        {"mark": fingerprint, "most": most},
    )


Members = tuple[str, dict[str, Any]]
"""A statement that names what is in groups: mark of the group, id, message_id, place, code, path, at and failed."""


def members_of_failed(sight: Sight, only: str | None = None, since: int | None = None) -> Members:
    """Deliveries that need a person."""
    where = Where(BAD).given("d.fingerprint = :mark", mark=only).given("d.settled_at >= :since", since=since)
    return f"{_OF_DELIVERIES} WHERE {own_deliveries(where, sight)}", where.values


def members_of_quarantine(sight: Sight, only: str | None = None, since: str | None = None) -> Members:
    """Messages that were not understood; `since` is the lowest id."""
    where = Where(QUARANTINED).given("q.fingerprint = :mark", mark=only).given("q.message_id >= :since", since=since)
    return f"{_OF_MESSAGES} WHERE {own_messages(where, sight)}", where.values


def _members_of_held(sight: Sight) -> Members:
    where = own_deliveries(Where(HELD_ONES), sight)
    return f"{_OF_HELD} WHERE {where}", where.values


def own_deliveries(where: Where, sight: Sight) -> Where:
    """On deliveries d: those of the viewer's own messages or to its own destinations; all for who sees all."""
    if sight.party is None:
        return where
    own = "EXISTS (SELECT 1 FROM messages s WHERE s.id = d.message_id AND s.party = :viewer)"
    return where.given(f"(d.destination IN {where.these(sight.destinations)} OR {own})", viewer=sight.party)


def own_messages(where: Where, sight: Sight) -> Where:
    """On messages m: the viewer's own; all for who sees all."""
    return where.given("m.party = :viewer", viewer=sight.party)


async def _groups(tx: Tx, kind: GroupKind, members: Members, most: int, only: str | None = None) -> list[Group]:
    chosen, values = members
    rows = await tx.fetch(
        "SELECT b.mark, b.place, b.code, b.path, min(b.at) AS first_seen, max(b.at) AS last_seen,"
        f" sum(b.failed) AS failed, count(*) AS n FROM ({chosen}) AS b GROUP BY b.mark, b.place, b.code, b.path",
        values,
    )
    if not rows:
        return []
    lanes = await _lanes(tx, members)
    samples = await _samples(tx, members, most, only)
    return [
        Group(
            held_mark(row["place"]) if kind == "held" else row["mark"],
            kind,
            row["place"],
            row["code"],
            row["path"] or None,
            row["first_seen"],
            row["last_seen"],
            _counts(kind, row["n"], int(row["failed"])),
            samples.get(row["mark"], ()),
            lanes.get(row["mark"], 0),
        )
        for row in rows
    ]


def _counts(kind: GroupKind, n: int, failed: int) -> Mapping[str, int]:
    match kind:
        case "delivery":
            return {"failed": failed, "unknown": n - failed}
        case "held":
            return {"held": n}
        case "quarantine":
            return {"quarantined": n}


async def _lanes(tx: Tx, members: Members) -> dict[str, int]:
    """How many lanes each group holds up."""
    chosen, values = members
    rows = await tx.fetch(
        f"SELECT b.mark, count(*) AS n FROM ({chosen}) AS b JOIN lane_entries e ON e.delivery_id = b.id"
        " GROUP BY b.mark",
        values,
    )
    return {row["mark"]: row["n"] for row in rows}


async def _samples(tx: Tx, members: Members, most: int, only: str | None) -> dict[str, list[str]]:
    """The messages of the newest few of each group."""
    if not most:
        return {}
    chosen, values = members
    if only is not None:
        rows = await tx.fetch(f"SELECT b.message_id FROM ({chosen}) AS b ORDER BY b.id DESC LIMIT {most:d}", values)
        return {only: [row["message_id"] for row in rows]}
    rows = await tx.fetch(
        "SELECT k.mark, k.message_id FROM (SELECT b.mark, b.message_id,"
        f" row_number() OVER (PARTITION BY b.mark ORDER BY b.id DESC) AS place FROM ({chosen}) AS b) AS k"
        f" WHERE k.place <= {most:d} ORDER BY k.mark, k.place",
        values,
    )
    return grouped(rows, "mark", lambda row: row["message_id"])
