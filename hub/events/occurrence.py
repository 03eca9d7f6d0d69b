"""From merged leaves to events, with who may hear of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.bus.port import Event
from hub.events.catalogue import BY_LEAF, SETTLED
from hub.store.tx import Row, Tx, ids
from routes.route import Routes

AgencyOf = Callable[[str], str]
"""The party that a destination belongs to."""


def agencies(routes: Routes) -> AgencyOf:
    """By the routes: whom a change must not return to; else the first word of the destination's name."""
    named = {each.name: each.agency for route in routes.all for each in route.destinations if each.agency is not None}
    return lambda destination: named.get(destination) or destination.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event at its place in the log. `destination` is None where it is about a message as a whole."""

    seq: int
    event: Event
    message_id: str
    destination: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """The events among the leaves from one number up to `next_seq`, which is where to go on."""

    occurrences: tuple[Occurrence, ...]
    next_seq: int


async def read_page(tx: Tx, first: int, most: int, source: str) -> Page:
    """Read at most so many leaves from that number on; leaves that are no events are passed over."""
    rows = await tx.fetch(
        "SELECT id, kind, subject, content, seq, created_at FROM evidence_leaves WHERE seq >= :first ORDER BY seq"
        " LIMIT :most",
        {"first": first, "most": most},
    )
    found = [_occurrence(row, source) for row in rows if row["kind"] in BY_LEAF]
    return Page(tuple(await _with_settled(tx, found, source)), rows[-1]["seq"] + 1 if rows else first)


async def _with_settled(tx: Tx, found: Sequence[Occurrence], source: str) -> list[Occurrence]:
    """Behind the last delivery of a message that is settled, that it is: told at the place of its delivery."""
    ended = sorted({each.message_id for each in found if each.destination is not None})
    if not ended:
        return list(found)
    rows = await tx.fetch(
        "SELECT m.id, m.completed_at FROM messages m JOIN {rows} ON r.id = m.id WHERE m.completed_at IS NOT NULL",
        rows=ids(ended),
    )
    completed = {row["id"]: row["completed_at"] for row in rows}
    last = {each.message_id: each.seq for each in found if completed.get(each.message_id) == each.event.time}
    told: list[Occurrence] = []
    for each in found:
        told.append(each)
        if each.destination is not None and last.get(each.message_id) == each.seq:
            told.append(_settled(each, source))
    return told


def _settled(last: Occurrence, source: str) -> Occurrence:
    """Its id is made of the message and the moment, so that whoever is told twice knows it."""
    event = Event(
        id=f"{last.message_id}.{last.event.time}",
        type=BY_LEAF[SETTLED].type,
        time=last.event.time,
        source=source,
        dataref=f"/v1/messages/{last.message_id}",
        subject=last.message_id,
    )
    return Occurrence(last.seq, event, last.message_id, None)


def _occurrence(row: Row, source: str) -> Occurrence:
    facts = json.loads(bytes(row["content"]))
    message = facts.get("message", row["subject"])
    event = Event(
        id=row["id"],
        type=BY_LEAF[row["kind"]].type,
        time=row["created_at"],
        source=source,
        dataref=f"/v1/messages/{message}",
        subject=row["subject"],
    )
    return Occurrence(row["seq"], event, message, facts.get("destination"))


async def audible(tx: Tx, occurrences: Sequence[Occurrence], party: str, agency_of: AgencyOf) -> list[Occurrence]:
    """What an agency may hear of: its own messages, and deliveries to its own operations."""
    wanted = sorted({each.message_id for each in occurrences})
    rows = await tx.fetch("SELECT m.id, m.party FROM messages m JOIN {rows} ON r.id = m.id", rows=ids(wanted))
    own = {row["id"] for row in rows if row["party"] == party}
    return [
        each
        for each in occurrences
        if each.message_id in own or (each.destination is not None and agency_of(each.destination) == party)
    ]
