"""How a replacement comes to stand where the replaced one stood: the lane entries change hands, their numbers stay.

The caller has locked the lanes. Every function here keeps the order of those who stand behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.exchange.lanes import Entry, Lane, take_numbers
from hub.exchange.model import PlannedDelivery
from hub.exchange.repair.behind import reach
from hub.exchange.states import DeliveryState
from hub.store.tx import Rows, Tx, ids


@dataclass(frozen=True, slots=True)
class Heir:
    """A delivery that a repair makes: for which message, and in the place of which delivery, if any."""

    planned: PlannedDelivery
    message_id: str
    replaces: str | None = None


async def hand_over(tx: Tx, successions: Sequence[tuple[str, str]]) -> None:
    """The entries of each old delivery become those of the new one."""
    await tx.execute(
        "UPDATE lane_entries AS e SET delivery_id = r.new FROM {rows} WHERE e.delivery_id = r.old",
        rows=Rows("old uuid, new uuid", list(successions)),
    )


async def take_over(tx: Tx, standing: Sequence[Entry], planned: Sequence[PlannedDelivery]) -> list[Entry]:
    """Deliveries of a message take over the lane entries that the message held; returns those that nobody wants.

    The second of two deliveries in one lane stands directly behind the first: whoever waits there moves back by one.
    """
    unwanted: list[Entry] = []
    for entry in standing:
        lane, number = entry.lane, entry.number
        heirs = [each.id for each in planned if each.destination == lane[0] and lane[1] in each.lane_keys]
        if not heirs:
            unwanted.append(entry)
            continue
        if len(heirs) > 1:
            await _make_room(tx, lane, number, len(heirs) - 1)
        await tx.execute(
            "UPDATE lane_entries SET delivery_id = :heir WHERE destination = :destination AND key_hash = :key"
            " AND number = :number",
            {"heir": heirs[0], "destination": lane[0], "key": lane[1], "number": number},
        )
        await tx.many(
            "INSERT INTO lane_entries (destination, key_hash, number, delivery_id) VALUES ($1, $2, $3, $4)",
            [(*lane, number + place, heir) for place, heir in enumerate(heirs[1:], 1)],
        )
    return unwanted


async def _make_room(tx: Tx, lane: Lane, number: int, room: int) -> None:
    """Only those who wait behind move, and whoever waits is settled by nobody: no number in use goes stale."""
    place = {"destination": lane[0], "key": lane[1], "number": number, "room": room}
    await tx.execute(
        "UPDATE lanes SET last_number = last_number + :room WHERE destination = :destination AND key_hash = :key",
        {name: place[name] for name in ("room", "destination", "key")},
    )
    await tx.execute(
        "UPDATE lane_entries SET number = -(number + :room) WHERE destination = :destination AND key_hash = :key"
        " AND number > :number",
        place,
    )
    await tx.execute(
        "UPDATE lane_entries SET number = -number WHERE destination = :destination AND key_hash = :key AND number < 0",
        {"destination": lane[0], "key": lane[1]},
    )


async def join_lanes(tx: Tx, delivery: PlannedDelivery, held: set[Lane]) -> None:
    """Enter, at their ends, the lanes of keys that only the new reading knows.

    Not where somebody already waits behind this delivery in another lane: each would wait for the other for ever, and
    the order between the two is settled already.
    """
    wanted = [(delivery.destination, key) for key in delivery.lane_keys if (delivery.destination, key) not in held]
    if not wanted:
        return
    behind, _ = await reach(tx, {delivery.id})
    rows = await tx.fetch(
        "SELECT e.destination, e.key_hash, e.delivery_id FROM {rows} JOIN lane_entries e"
        " ON e.destination = r.destination AND e.key_hash = r.key_hash",
        rows=Rows("destination text, key_hash text", wanted),
    )
    barred = {(row["destination"], row["key_hash"]) for row in rows if row["delivery_id"] in behind}
    await take_numbers(tx, [(delivery.id, lane) for lane in wanted if lane not in barred])


async def insert_heirs(tx: Tx, heirs: Sequence[Heir], now: int) -> dict[str, DeliveryState]:
    """Write the deliveries: due where they head all the lanes they stand in by now, else blocked. Their states."""
    waits = await _blockers(tx, [heir.planned.id for heir in heirs])
    states: dict[str, DeliveryState] = {}
    rows = []
    for heir in heirs:
        d = heir.planned
        states[d.id] = DeliveryState.BLOCKED if waits.get(d.id) else DeliveryState.DUE
        rows.append(
            (
                d.id,
                heir.message_id,
                d.destination,
                d.route,
                states[d.id].value,
                d.agency_key,
                d.on_failure,
                d.version,
                waits.get(d.id, 0),
                now,
                d.budget,
                now,
                d.part,
                heir.replaces,
            )
        )
    await tx.many(
        "INSERT INTO deliveries (id, message_id, destination, route, state, agency_key, on_failure, version, blockers,"
        " next_due, budget, created_at, part, replaces) VALUES"
        " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        rows,
    )
    return states


async def _blockers(tx: Tx, wanted: Sequence[str]) -> Mapping[str, int]:
    rows = await tx.fetch(
        "SELECT r.id, count(*) AS n FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id WHERE EXISTS (SELECT 1"
        " FROM lane_entries f WHERE f.destination = e.destination AND f.key_hash = e.key_hash AND f.number < e.number)"
        " GROUP BY r.id",
        rows=ids(wanted),
    )
    return {row["id"]: row["n"] for row in rows}
