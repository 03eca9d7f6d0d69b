"""Failures by cause: what needs a person, grouped by destination and code, or by format and place in quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from hub.exchange.repair.select import BAD, held_mark
from hub.store.tables import deliveries as d
from hub.store.tables import lane_entries, open_repairs
from hub.store.tables import messages as m
from hub.store.tables import quarantined as q
from hub.store.tx import Row, Tx, ids

GroupKind = Literal["delivery", "quarantine", "held"]
MOST_GROUPS = 500
_SAMPLES = 3
_QUARANTINED = sa.text("messages.state = 'quarantined'")
_HELD = sa.text("deliveries.held_for IS NOT NULL")


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
    found = [each for look in (_of_deliveries, _of_held, _of_messages) for each in await look(tx, sight, most=most)]
    return sorted(found, key=lambda group: group.last_seen, reverse=True)[:MOST_GROUPS]


async def group(tx: Tx, sight: Sight, fingerprint: str) -> Group | None:
    """The group of that name, if the viewer has it. Reads that group alone, however many others there are."""
    for look in (_of_deliveries, _of_messages, _of_held):
        for each in await look(tx, sight, fingerprint):
            if each.fingerprint == fingerprint:
                return each
    return None


async def items(tx: Tx, sight: Sight, of: Group, below: str, limit: int) -> Sequence[Row]:
    """The group's deliveries or messages below an id, newest first, each with the repair that has it in hand."""
    if of.kind == "quarantine":
        chosen = (
            sa.select(
                m.c.id,
                m.c.id.label("message_id"),
                m.c.party,
                m.c.format,
                m.c.route,
                m.c.state,
                m.c.accepted_at.label("at"),
                open_repairs.c.repair_id,
            )
            .join(q, q.c.message_id == m.c.id)
            .outerjoin(open_repairs, open_repairs.c.delivery_id == m.c.id)
            .where(_QUARANTINED, q.c.fingerprint == of.fingerprint, m.c.id < below, *own_messages(sight))
            .order_by(m.c.id.desc())
        )
        return await tx.select(chosen.limit(limit))
    which = _HELD if of.kind == "held" else BAD
    mark = d.c.destination == of.where if of.kind == "held" else d.c.fingerprint == of.fingerprint
    chosen_ = (
        sa.select(
            d.c.id,
            d.c.message_id,
            m.c.party,
            m.c.format,
            d.c.route,
            d.c.state,
            d.c.settled_at.label("at"),
            d.c.destination,
            d.c.error_code,
            d.c.error_detail,
            d.c.tries,
            d.c.replaces,
            open_repairs.c.repair_id,
        )
        .join(m, m.c.id == d.c.message_id)
        .outerjoin(open_repairs, open_repairs.c.delivery_id == d.c.id)
        .where(which, mark, d.c.id < below, *own_deliveries(sight))
        .order_by(d.c.id.desc())
    )
    return await tx.select(chosen_.limit(limit))


async def sampled_messages(tx: Tx, samples: Sequence[str]) -> Sequence[Row]:
    """Of a group's samples: who sent each, and by what the sender finds the message that caused it; newest first."""
    return await tx.fetch(
        "SELECT m.origin, coalesce(c.body_sha256, m.body_sha256) AS sha256, coalesce(c.accepted_at, m.accepted_at)"
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


def own_deliveries(sight: Sight) -> list[sa.ColumnElement[bool]]:
    """The condition on deliveries joined with their messages; none for who sees all."""
    if sight.party is None:
        return []
    own = sa.or_(m.c.party == sight.party, d.c.destination.in_(sight.destinations))
    return [own]


def own_messages(sight: Sight) -> list[sa.ColumnElement[bool]]:
    """The condition on messages; none for who sees all."""
    return [] if sight.party is None else [m.c.party == sight.party]


async def _of_deliveries(tx: Tx, sight: Sight, only: str | None = None, most: int = _SAMPLES) -> list[Group]:
    bad = sa.select(d).where(BAD)
    if only is not None:
        bad = bad.where(d.c.fingerprint == only)
    if sight.party is not None:
        bad = bad.join(m, m.c.id == d.c.message_id).where(*own_deliveries(sight))
    b = bad.subquery("b")
    failed = sa.func.sum(sa.case((b.c.state == "failed", 1), else_=0)).label("failed")
    rows = await tx.select(
        sa.select(
            b.c.fingerprint,
            b.c.destination,
            b.c.error_code,
            sa.func.min(b.c.settled_at).label("first_seen"),
            sa.func.max(b.c.settled_at).label("last_seen"),
            failed,
            sa.func.count().label("n"),
        ).group_by(b.c.fingerprint, b.c.destination, b.c.error_code)
    )
    if not rows:
        return []
    lanes = await _lanes(tx, b, b.c.fingerprint)
    samples = await _samples(tx, (b.c.fingerprint, b.c.id, b.c.message_id), only, most)
    return [
        Group(
            row["fingerprint"],
            "delivery",
            row["destination"],
            row["error_code"],
            None,
            row["first_seen"],
            row["last_seen"],
            {"failed": int(row["failed"]), "unknown": row["n"] - int(row["failed"])},
            samples.get(row["fingerprint"], ()),
            lanes.get(row["fingerprint"], 0),
        )
        for row in rows
    ]


async def _of_held(tx: Tx, sight: Sight, _only: str | None = None, most: int = _SAMPLES) -> list[Group]:
    held = sa.select(d).where(_HELD)
    if sight.party is not None:
        held = held.join(m, m.c.id == d.c.message_id).where(*own_deliveries(sight))
    h = held.subquery("h")
    rows = await tx.select(
        sa.select(
            h.c.destination,
            sa.func.min(h.c.settled_at).label("first_seen"),
            sa.func.max(h.c.settled_at).label("last_seen"),
            sa.func.count().label("n"),
        ).group_by(h.c.destination)
    )
    if not rows:
        return []
    lanes = await _lanes(tx, h, h.c.destination)
    samples = await _samples(tx, (h.c.destination, h.c.id, h.c.message_id), None, most)
    return [
        Group(
            held_mark(row["destination"]),
            "held",
            row["destination"],
            "held",
            None,
            row["first_seen"],
            row["last_seen"],
            {"held": row["n"]},
            samples.get(row["destination"], ()),
            lanes.get(row["destination"], 0),
        )
        for row in rows
    ]


async def _of_messages(tx: Tx, sight: Sight, only: str | None = None, most: int = _SAMPLES) -> list[Group]:
    wanted = [] if only is None else [q.c.fingerprint == only]
    w = (
        sa.select(m.c.id, m.c.format, m.c.accepted_at, q.c.fingerprint, q.c.code, q.c.path)
        .join(q, q.c.message_id == m.c.id)
        .where(_QUARANTINED, *wanted, *own_messages(sight))
        .subquery("w")
    )
    rows = await tx.select(
        sa.select(
            w.c.fingerprint,
            w.c.format,
            w.c.code,
            w.c.path,
            sa.func.min(w.c.accepted_at).label("first_seen"),
            sa.func.max(w.c.accepted_at).label("last_seen"),
            sa.func.count().label("n"),
        ).group_by(w.c.fingerprint, w.c.format, w.c.code, w.c.path)
    )
    if not rows:
        return []
    lanes = await _lanes(tx, w, w.c.fingerprint)
    samples = await _samples(tx, (w.c.fingerprint, w.c.id, w.c.id), only, most)
    return [
        Group(
            row["fingerprint"],
            "quarantine",
            row["format"],
            row["code"],
            row["path"] or None,
            row["first_seen"],
            row["last_seen"],
            {"quarantined": row["n"]},
            samples.get(row["fingerprint"], ()),
            lanes.get(row["fingerprint"], 0),
        )
        for row in rows
    ]


async def _lanes(tx: Tx, chosen: sa.Subquery, by: sa.ColumnElement[Any]) -> dict[str, int]:
    """How many lanes each group holds up."""
    rows = await tx.select(
        sa.select(by.label("mark"), sa.func.count().label("n"))
        .select_from(chosen.join(lane_entries, lane_entries.c.delivery_id == chosen.c.id))
        .group_by(by)
    )
    return {row["mark"]: row["n"] for row in rows}


Place = tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.ColumnElement[Any]]
"""By what groups are told apart, by what their members are ordered, and a member's message."""


async def _samples(tx: Tx, of: Place, only: str | None, most: int) -> dict[str, list[str]]:
    """The messages of the newest few of each group."""
    by, order, message = of
    if not most:
        return {}
    if only is not None:
        newest = sa.select(message.label("message")).order_by(order.desc()).limit(most)
        return {only: [row["message"] for row in await tx.select(newest)]}
    place = sa.func.row_number().over(partition_by=by, order_by=order.desc()).label("place")
    ranked = sa.select(by.label("mark"), message.label("message"), place).subquery("ranked")
    rows = await tx.select(sa.select(ranked.c.mark, ranked.c.message).where(ranked.c.place <= most))
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["mark"], []).append(row["message"])
    return found
