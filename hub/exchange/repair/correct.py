"""Corrections: what was delivered says something else by today's mapping, so the same place is told again.

A correction is a delivery of its own at the end of its lanes, of the same message; what was delivered stays delivered.
Where something newer about the same has gone there, or is on its way, nothing is sent: the newer one has superseded it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.exchange.lanes import take_numbers
from hub.exchange.model import PlannedDelivery
from hub.exchange.repair.destinations import find_destination
from hub.exchange.repair.facts import RepairFacts
from hub.exchange.repair.inherit import Heir
from hub.exchange.repair.model import Item, Repair, RepairDependencies
from hub.exchange.repair.reread import Reread, stepped
from hub.exchange.repair.states import Outcome
from hub.exchange.replay.difference import FieldChange, Flat, differences, flat, flat_records
from hub.store.ids import agency_key, new_id
from hub.store.tx import Row, Rows, Tx
from mappings.format import CannotWrite
from mappings.records import Record
from routes.route import Destination, Route

_LANE = "id uuid, message uuid, destination text, key_hash text, versioned int"


@dataclass(frozen=True, slots=True)
class Twin:
    """What went there beside what would go there now."""

    route: Route
    destination: Destination
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class Newer:
    """By delivery: whether something newer about the same went there, and whether it has been told again already."""

    overtaken: frozenset[str] = frozenset()
    told_again: frozenset[str] = frozenset()


NOTHING_NEWER = Newer()


def twins(needs: RepairDependencies, row: Row, reading: Reread) -> Twin | Outcome:
    """Compare one delivery with what it would be now; the outcome that hinders where it cannot be."""
    found = find_destination(needs, row["route"], row["destination"])
    if found is None:
        return Outcome.PART_GONE
    route, destination = found
    before = _document(needs, route, destination, reading.before, row["part"])
    after = _document(needs, route, destination, reading.records, row["part"])
    if isinstance(after, Outcome):
        return after
    changes = differences({} if isinstance(before, Outcome) else before, after)
    return Twin(route, destination, changes)


def correction(needs: RepairDependencies, item: Item, facts: RepairFacts, newer: Newer) -> PlannedDelivery | Outcome:
    """The delivery that corrects, or why there is none."""
    row, reading = facts.deliveries[item.id], facts.readings.get(item.id)
    if reading is None or item.id in newer.told_again:
        return Outcome.MOVED_ON
    if reading.hindrance is not None:
        return reading.hindrance
    if item.id in newer.overtaken:
        return Outcome.OVERTAKEN
    match twins(needs, row, reading):
        case Twin() as twin if twin.changes:
            new = new_id()
            # Without a version: it is of the version that was applied, and would be taken for overtaken by itself.
            return PlannedDelivery(
                id=new,
                destination=twin.destination.name,
                route=twin.route.name,
                agency_key=agency_key(needs.planner.installation, new),
                lane_keys=reading.keys,
                on_failure=twin.destination.on_failure,
                version=None,
                budget=twin.destination.budget,
                part=row["part"],
            )
        case Twin():
            return Outcome.UNCHANGED
        case hindrance:
            return hindrance


async def look_for_newer(tx: Tx, needs: RepairDependencies, repair: Repair, facts: RepairFacts, *, lock: bool) -> Newer:
    """With `lock` the lanes that corrections will join are locked first, so that nobody joins before them unseen.

    Where a route knows versions, each message replaces the one before: the newest alone is told again. Elsewhere each
    says something of its own, so those of the same repair follow one another as they did.
    """
    rows = list(facts.deliveries.values())
    lanes = _lanes(needs, rows, facts.readings)
    if lock:
        await tx.fetch(
            "SELECT l.destination, l.key_hash FROM lanes l WHERE (l.destination, l.key_hash) IN (SELECT r.destination,"
            " r.key_hash FROM {rows}) ORDER BY l.destination, l.key_hash {lock l}",
            rows=lanes,
        )
    overtaken = await tx.fetch(
        "SELECT DISTINCT r.id FROM {rows} JOIN message_keys k ON k.key_hash = r.key_hash AND k.message_id > r.message"
        " JOIN deliveries d ON d.message_id = k.message_id AND d.destination = r.destination"
        " WHERE d.state NOT IN ('discarded', 'superseded') AND (r.versioned = 1 OR NOT EXISTS (SELECT 1"
        " FROM repair_items i WHERE i.repair_id = :repair AND i.delivery_id = d.id))",
        {"repair": repair.id or "0" * 32},
        lanes,
    )
    told = await tx.fetch(
        "SELECT DISTINCT r.id FROM {rows} JOIN deliveries d ON d.message_id = r.message AND d.destination ="
        " r.destination AND d.part = r.part AND d.id > r.id WHERE d.state <> 'discarded'",
        rows=Rows(
            "id uuid, message uuid, destination text, part int",
            [(row["id"], row["message_id"], row["destination"], row["part"]) for row in rows],
        ),
    )
    return Newer(frozenset(row["id"] for row in overtaken), frozenset(row["id"] for row in told))


async def join_at_the_end(tx: Tx, heirs: Sequence[Heir]) -> None:
    """Corrections take the next numbers of their lanes, in the order of the items: what came first is told first."""
    lanes = [(heir.planned.id, (heir.planned.destination, key)) for heir in heirs for key in heir.planned.lane_keys]
    await take_numbers(tx, lanes)


def _lanes(needs: RepairDependencies, rows: Sequence[Row], readings: Mapping[str, Reread]) -> Rows:
    versioned = {route.name for route in needs.planner.routes.all if route.version is not None}
    values = [
        (row["id"], row["message_id"], row["destination"], key, int(row["route"] in versioned))
        for row in rows
        if row["id"] in readings
        for key in readings[row["id"]].keys
    ]
    return Rows(_LANE, values)


def _document(
    needs: RepairDependencies, route: Route, destination: Destination, records: Sequence[Record], part: int
) -> Flat | Outcome:
    """What goes there of these records. An internal effect takes all records at once."""
    done = stepped(route, records)
    if not any(destination.when(record) for record in done):
        return Outcome.NOT_WANTED
    if destination.writes is None:
        return flat_records(done)
    parts = needs.planner.parts(destination, done)
    if part >= len(parts):
        return Outcome.PART_GONE
    try:
        return flat(needs.formats[destination.writes].write(parts[part]))
    except CannotWrite:
        return Outcome.CANNOT_WRITE
