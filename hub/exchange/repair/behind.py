"""Who waits behind a delivery: those later in its lanes, those behind them in theirs, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from graphlib import TopologicalSorter
from itertools import pairwise

from hub.exchange.lanes import Lane
from hub.exchange.repair.model import Item
from hub.exchange.repair.rules import MOST_ITEMS
from hub.exchange.repair.states import ItemKind
from hub.exchange.repair.words import too_many
from hub.store.tx import Row, Tx, ids

Edges = dict[str, set[str]]


async def with_those_behind(tx: Tx, items: Sequence[Item]) -> list[Item]:
    """The items and everything behind them, the hindmost first.

    Discarded in this order, nobody becomes the first of a lane before its own turn to be discarded.
    """
    chosen = {item.id: item for item in items}
    reached, behind = await reach(tx, set(chosen))
    found = await _describe(tx, sorted(reached - set(chosen)))
    order = TopologicalSorter({each: behind.get(each, set()) for each in reached}).static_order()
    return [chosen.get(each) or found[each] for each in order if each in chosen or each in found]


async def reach(tx: Tx, start: set[str]) -> tuple[set[str], Edges]:
    """All that stand behind these, themselves included, and who comes next after each in its lanes."""
    behind: Edges = defaultdict(set)
    reached, fresh = set(start), set(start)
    while fresh:
        ahead_of = await _next_in_lanes(tx, sorted(fresh))
        for ahead, later in ahead_of.items():
            behind[ahead] |= later
        fresh = set().union(*ahead_of.values()) - reached if ahead_of else set()
        reached |= fresh
        if len(reached) > MOST_ITEMS:
            raise too_many(len(reached), MOST_ITEMS)
    return reached, behind


async def count_behind(tx: Tx, items: Sequence[Item]) -> dict[str, int]:
    """How many entries stand behind each item in its own lanes."""
    rows = await tx.fetch(
        "SELECT e.delivery_id, count(*) AS n FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id"
        " JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash AND f.number > e.number"
        " GROUP BY e.delivery_id",
        rows=ids([item.id for item in items]),
    )
    return {row["delivery_id"]: row["n"] for row in rows}


async def _next_in_lanes(tx: Tx, wanted: Sequence[str]) -> Edges:
    """For each of these, who comes next in each of its lanes."""
    rows = await tx.fetch(
        "SELECT DISTINCT e.destination, e.key_hash FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id",
        rows=ids(wanted),
    )
    if not rows:
        return {}
    entries = await tx.fetch(
        "SELECT f.destination, f.key_hash, f.number, f.delivery_id FROM lane_entries f WHERE (f.destination,"
        " f.key_hash) IN (SELECT e.destination, e.key_hash FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id)"
        " ORDER BY f.destination, f.key_hash, f.number",
        rows=ids(wanted),
    )
    lanes: dict[Lane, list[str]] = defaultdict(list)
    for entry in entries:
        lanes[entry["destination"], entry["key_hash"]].append(entry["delivery_id"])
    asked = set(wanted)
    edges: Edges = defaultdict(set)
    for queue in lanes.values():
        for ahead, later in pairwise(queue):
            if ahead in asked and ahead != later:
                edges[ahead].add(later)
    return edges


async def _describe(tx: Tx, wanted: Sequence[str]) -> dict[str, Item]:
    deliveries = await tx.fetch(
        "SELECT d.id, d.message_id, d.destination, d.state, d.fingerprint FROM deliveries d JOIN {rows} ON r.id = d.id",
        rows=ids(wanted),
    )
    messages = await tx.fetch(
        "SELECT m.id, m.route, m.state FROM messages m JOIN {rows} ON r.id = m.id", rows=ids(wanted)
    )
    found = {row["id"]: _delivery(row) for row in deliveries}
    found.update(
        {row["id"]: Item(row["id"], ItemKind.BEHIND_MESSAGE, row["id"], row["route"], row["state"]) for row in messages}
    )
    return found


def _delivery(row: Row) -> Item:
    return Item(row["id"], ItemKind.BEHIND, row["message_id"], row["destination"], row["state"], row["fingerprint"])
