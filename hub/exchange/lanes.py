"""Lanes: (destination, key) is the unit of order (Resequencer).

A lane row is locked before its entries are read or changed, in sorted order, so that numbers follow commit order.
Entries are what still holds the lane: the lowest number is the head, and a delivery is due only when it is the head of
all its lanes. How many of its lanes have somebody before it is kept on the delivery (`blockers`): each lane that comes
free takes one off under the delivery's own row lock, so two lanes that come free at the same time cannot miss it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hub.store.tx import Rows, Tx, columns, ids

Lane = tuple[str, str]
_LANE = columns("destination text, key_hash text")
_COUNTED = columns("destination text, key_hash text, n bigint")


async def take_numbers(tx: Tx, entries: Sequence[tuple[str, Lane]]) -> dict[str, tuple[int, list[int]]]:
    """Give each (delivery, lane) the lane's next number, in the order given, and store the entries.

    Returns for each delivery how many lanes it must wait in, and its numbers in the order of its lanes.
    """
    wanted = Counter(lane for _, lane in entries)
    if not wanted:
        return {}
    ordered = sorted(wanted)
    last = await tx.fetch(
        "INSERT INTO lanes (destination, key_hash, last_number) SELECT r.destination, r.key_hash, r.n FROM {rows}"
        " WHERE true ON CONFLICT (destination, key_hash)"
        " DO UPDATE SET last_number = lanes.last_number + excluded.last_number"
        " RETURNING destination, key_hash, last_number",
        rows=Rows(_COUNTED, [(*lane, wanted[lane]) for lane in ordered]),
    )
    following = {(row["destination"], row["key_hash"]): row["last_number"] for row in last}
    following = {lane: number - wanted[lane] + 1 for lane, number in following.items()}
    occupied = await _occupied(tx, [lane for lane in ordered if following[lane] > 1])
    taken: dict[str, tuple[int, list[int]]] = {}
    stored = []
    for delivery, lane in entries:
        number = following[lane]
        following[lane] += 1
        waits, numbers = taken.get(delivery, (0, []))
        taken[delivery] = (waits + (lane in occupied), [*numbers, number])
        occupied.add(lane)
        stored.append((*lane, number, delivery))
    await tx.insert("lane_entries", "destination, key_hash, number, delivery_id", stored)
    return taken


async def _occupied(tx: Tx, lanes: Sequence[Lane]) -> set[Lane]:
    if not lanes:
        return set()
    found = await tx.fetch(
        "SELECT r.destination, r.key_hash FROM {rows} WHERE EXISTS (SELECT 1 FROM lane_entries e"
        " WHERE e.destination = r.destination AND e.key_hash = r.key_hash)",
        rows=Rows(_LANE, lanes),
    )
    return {(row["destination"], row["key_hash"]) for row in found}


async def lock_lanes_of(tx: Tx, deliveries: Sequence[str]) -> list[tuple[str, Lane, int]]:
    """Lock, in sorted order, every lane these deliveries stand in. Returns (delivery, lane, number)."""
    found = await tx.fetch(
        "SELECT e.delivery_id, e.destination, e.key_hash, e.number FROM {rows} JOIN lane_entries e"
        " ON e.delivery_id = r.id JOIN lanes l ON l.destination = e.destination AND l.key_hash = e.key_hash"
        " ORDER BY l.destination, l.key_hash {lock l}",
        rows=ids(deliveries),
    )
    return [(row["delivery_id"], (row["destination"], row["key_hash"]), row["number"]) for row in found]


async def leave(tx: Tx, standing: Sequence[tuple[str, Lane, int]]) -> Counter[str]:
    """Take these entries out of their locked lanes; for each delivery that became a head, in how many lanes."""
    if not standing:
        return Counter()
    first: dict[Lane, int] = {}
    for _, lane, number in standing:
        first[lane] = min(number, first.get(lane, number))
    await tx.execute(
        "DELETE FROM lane_entries WHERE (destination, key_hash, number) IN"
        " (SELECT r.destination, r.key_hash, r.n FROM {rows})",
        rows=Rows(_COUNTED, [(*lane, number) for _, lane, number in standing]),
    )
    heads = await _heads(tx, sorted(first))
    return Counter(delivery for lane, (number, delivery) in heads.items() if number > first[lane])


async def _heads(tx: Tx, lanes: Sequence[Lane]) -> dict[Lane, tuple[int, str]]:
    found = await tx.fetch(
        "SELECT e.destination, e.key_hash, e.number, e.delivery_id FROM {rows} JOIN lane_entries e"
        " ON e.destination = r.destination AND e.key_hash = r.key_hash AND e.number = (SELECT min(f.number)"
        " FROM lane_entries f WHERE f.destination = r.destination AND f.key_hash = r.key_hash)",
        rows=Rows(_LANE, lanes),
    )
    return {(row["destination"], row["key_hash"]): (row["number"], row["delivery_id"]) for row in found}
