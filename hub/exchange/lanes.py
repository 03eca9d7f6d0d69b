"""Lanes: (destination, key) is the unit of order (Resequencer).

A lane row is locked before its entries are read or changed, in sorted order, so that numbers follow commit order.
Entries are what still holds the lane: the lowest number is the head, and a delivery is due only when it is the head of
all its lanes. How many of its lanes have somebody before it is kept on the delivery (`blockers`): each lane that comes
free takes one off under the delivery's own row lock, so two lanes that come free at the same time cannot miss it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hub.store.tx import Change, Insert, Row, Rows, Tx, ids

Lane = tuple[str, str]
_LANE = "destination text, key_hash text"
_COUNTED = "destination text, key_hash text, n bigint"


class Entry(NamedTuple):
    """A delivery's place in a lane; `last` is the last number that was given there."""

    delivery: str
    lane: Lane
    number: int
    last: int


def read_entry(row: Row) -> Entry:
    """Of a row with the columns of a lane's entry and the lane's last number."""
    return Entry(row["delivery_id"], (row["destination"], row["key_hash"]), row["number"], row["last_number"])


Taken = dict[str, tuple[int, list[int]]]
"""For each delivery in how many lanes it must wait, and its numbers in the order of its lanes."""


async def take_numbers(tx: Tx, entries: Sequence[tuple[str, Lane]]) -> Taken:
    """Give each (delivery, lane) the lane's next number, in the order given, and store the entries."""
    taken, entered = await numbers_for(tx, entries)
    await tx.write_all(entered)
    return taken


async def numbers_for(tx: Tx, entries: Sequence[tuple[str, Lane]]) -> tuple[Taken, Insert]:
    """The same for whoever stores the entries with more: the lanes are locked, and nobody reads them meanwhile."""
    wanted = Counter(lane for _, lane in entries)
    following = await _first_numbers(tx, wanted)
    occupied = await _occupied(tx, [lane for lane in sorted(wanted) if following[lane] > 1])
    taken: Taken = {}
    stored = []
    for delivery, lane in entries:
        number = following[lane]
        following[lane] += 1
        waits, numbers = taken.get(delivery, (0, []))
        taken[delivery] = (waits + (lane in occupied), [*numbers, number])
        occupied.add(lane)
        stored.append((*lane, number, delivery))
    return taken, ("lane_entries", "destination, key_hash, number, delivery_id", stored)


async def _first_numbers(tx: Tx, wanted: Mapping[Lane, int]) -> dict[Lane, int]:
    if not wanted:
        return {}
    last = await tx.fetch(
        "INSERT INTO lanes (destination, key_hash, last_number) SELECT r.destination, r.key_hash, r.n FROM {rows}"
        " WHERE true ON CONFLICT (destination, key_hash)"
        " DO UPDATE SET last_number = lanes.last_number + excluded.last_number"
        " RETURNING destination, key_hash, last_number",
        rows=Rows(_COUNTED, [(*lane, wanted[lane]) for lane in sorted(wanted)]),
    )
    lanes = {(row["destination"], row["key_hash"]): row["last_number"] for row in last}
    return {lane: number - wanted[lane] + 1 for lane, number in lanes.items()}


async def _occupied(tx: Tx, lanes: Sequence[Lane]) -> set[Lane]:
    if not lanes:
        return set()
    found = await tx.fetch(
        "SELECT r.destination, r.key_hash FROM {rows} WHERE EXISTS (SELECT 1 FROM lane_entries e"
        " WHERE e.destination = r.destination AND e.key_hash = r.key_hash)",
        rows=Rows(_LANE, lanes),
    )
    return {(row["destination"], row["key_hash"]) for row in found}


async def lock_lanes_of(tx: Tx, deliveries: Sequence[str]) -> list[Entry]:
    """Lock, in sorted order, every lane these deliveries stand in. Returns where they stand."""
    found = await tx.fetch(
        "SELECT e.delivery_id, e.destination, e.key_hash, e.number, l.last_number FROM {rows} JOIN lane_entries e"
        " ON e.delivery_id = r.id JOIN lanes l ON l.destination = e.destination AND l.key_hash = e.key_hash"
        " ORDER BY l.destination, l.key_hash {lock l}",
        rows=ids(deliveries),
    )
    return [read_entry(row) for row in found]


async def leave(tx: Tx, standing: Sequence[Entry]) -> Counter[str]:
    """Take these entries out of their locked lanes; for each delivery that became a head, in how many lanes."""
    await tx.write_all(leaving(standing))
    return await heads_after(tx, standing)


def leaving(standing: Sequence[Entry]) -> Change:
    """What takes these entries out of their locked lanes."""
    return Change(
        "DELETE FROM lane_entries WHERE (destination, key_hash, number) IN"
        " (SELECT r.destination, r.key_hash, r.n FROM {rows})",
        Rows(_COUNTED, [(*entry.lane, entry.number) for entry in standing]),
    )


async def heads_after(tx: Tx, standing: Sequence[Entry]) -> Counter[str]:
    """Once these entries have left: for each delivery that became a head, in how many lanes.

    Nobody is asked for behind entries that have all numbers up to the last one.
    """
    left: dict[Lane, list[Entry]] = defaultdict(list)
    for entry in standing:
        left[entry.lane].append(entry)
    first = {lane: min(entry.number for entry in gone) for lane, gone in left.items()}
    heads = await _heads(tx, sorted(lane for lane, gone in left.items() if gone[0].last - first[lane] >= len(gone)))
    return Counter(delivery for lane, (number, delivery) in heads.items() if number > first[lane])


async def _heads(tx: Tx, lanes: Sequence[Lane]) -> dict[Lane, tuple[int, str]]:
    if not lanes:
        return {}
    found = await tx.fetch(
        "SELECT e.destination, e.key_hash, e.number, e.delivery_id FROM {rows} JOIN lane_entries e"
        " ON e.destination = r.destination AND e.key_hash = r.key_hash AND e.number = (SELECT min(f.number)"
        " FROM lane_entries f WHERE f.destination = r.destination AND f.key_hash = r.key_hash)",
        rows=Rows(_LANE, lanes),
    )
    return {(row["destination"], row["key_hash"]): (row["number"], row["delivery_id"]) for row in found}
