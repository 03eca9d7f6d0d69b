"""From what a person names (ids, a group, a filter) to the items it stands for at this moment."""

from __future__ import annotations

from collections.abc import Sequence

from hub.exchange.repair.model import Filter, Item, Selection
from hub.exchange.repair.rules import MOST_ITEMS
from hub.exchange.repair.states import Action, ItemKind
from hub.exchange.repair.words import no_such_item
from hub.exchange.transition import fingerprint
from hub.store.ids import first_id_at
from hub.store.tx import Row, Tx, ids
from hub.store.where import Where

HELD = "lane"
"""`deliveries.held_for` of a discarded delivery whose lanes stay held for a person to let go."""
BAD = "d.state IN ('failed', 'unknown')"
"""As the partial indexes have it; likewise the next two."""
HELD_ONES = "d.held_for IS NOT NULL"
QUARANTINED = "m.state = 'quarantined'"


def held_mark(destination: str) -> str:
    """The group of discarded deliveries that still hold their lanes at a destination."""
    return fingerprint(destination, "held")


async def find_items(tx: Tx, action: Action, selection: Selection) -> list[Item]:
    """What the selection stands for now, oldest first. Ids that are nobody's are NotFound."""
    if selection.ids:
        return await _by_ids(tx, action, selection.ids)
    held = await _held_destinations(tx, selection.group) if action is Action.DISCARD else []
    found: list[Item] = []
    if (of := _deliveries(selection, held)) is not None:
        rows = await tx.fetch(
            "SELECT d.id, d.message_id, d.destination, d.state, d.fingerprint FROM deliveries d"
            f" WHERE {of} ORDER BY d.id LIMIT {MOST_ITEMS + 1}",
            of.values,
        )
        found += [_delivery(row) for row in rows]
    if (of := _messages(selection)) is not None:
        rows = await tx.fetch(
            "SELECT m.id, m.route, m.state, q.fingerprint FROM messages m JOIN quarantined q ON q.message_id = m.id"
            f" WHERE {of} ORDER BY m.id LIMIT {MOST_ITEMS + 1}",
            of.values,
        )
        found += [_message(row) for row in rows]
    return found


async def count_new(tx: Tx, selection: Selection, repair: str, since: int) -> int:
    """How many would be selected now that came after the repair was made; they are never taken in."""
    if selection.group is None and selection.filter is None:
        return 0
    total = 0
    for of, source, at, one in (
        (_deliveries(selection, []), "deliveries d", "d.settled_at", "d.id"),
        (_messages(selection), "messages m JOIN quarantined q ON q.message_id = m.id", "m.accepted_at", "m.id"),
    ):
        if of is not None:
            mine = "SELECT i.delivery_id FROM repair_items i WHERE i.repair_id = :repair"
            of.given(f"{at} > :made_at AND {one} NOT IN ({mine})", made_at=since, repair=repair)
            total += (await tx.fetch(f"SELECT count(*) AS n FROM {source} WHERE {of}", of.values))[0]["n"]
    return total


def _deliveries(selection: Selection, held: Sequence[str]) -> Where | None:
    """Of deliveries d."""
    if selection.group is not None and held:
        where = Where(HELD_ONES)
        return where.given(f"d.destination IN {where.these(held)}")
    if selection.group is not None:
        return Where(BAD).given("d.fingerprint = :mark", mark=selection.group)
    wanted = selection.filter or Filter()
    if wanted.state == "quarantined":
        return None
    return (
        Where(BAD)
        .given(
            "EXISTS (SELECT 1 FROM messages m WHERE m.id = d.message_id AND m.format = :format)", format=wanted.format
        )
        .given("d.state = :state", state=wanted.state)
        .given("d.route = :route", route=wanted.route)
        .given("d.destination = :destination", destination=wanted.destination)
        .given("d.error_code = :code", code=wanted.code)
        .given("d.settled_at >= :since", since=wanted.since)
        .given("d.settled_at < :until", until=wanted.until)
    )


def _messages(selection: Selection) -> Where | None:
    """Of messages m with why they are in quarantine, q."""
    where = Where(QUARANTINED)
    if selection.group is not None:
        return where.given("q.fingerprint = :mark", mark=selection.group)
    wanted = selection.filter or Filter()
    if wanted.state != "quarantined" or wanted.destination is not None:
        return None
    since, until = (None if each is None else first_id_at(each) for each in (wanted.since, wanted.until))
    return (
        where.given("m.route = :route", route=wanted.route)
        .given("m.format = :format", format=wanted.format)
        .given("q.code = :code", code=wanted.code)
        .given("m.id >= :since", since=since)
        .given("m.id < :until", until=until)
    )


async def _held_destinations(tx: Tx, group: str | None) -> list[str]:
    if group is None:
        return []
    found = await tx.fetch("SELECT DISTINCT destination FROM deliveries WHERE held_for IS NOT NULL")
    return [row["destination"] for row in found if held_mark(row["destination"]) == group]


async def _by_ids(tx: Tx, action: Action, wanted: Sequence[str]) -> list[Item]:
    """Deliveries as they are, so that what cannot be repaired is said; a message stands for what failed of it."""
    asked = list(dict.fromkeys(wanted))
    deliveries = await tx.fetch(
        "SELECT d.id, d.message_id, d.destination, d.state, d.fingerprint, d.held_for FROM deliveries d"
        " JOIN {rows} ON r.id = d.id",
        rows=ids(asked),
    )
    messages = await tx.fetch(
        "SELECT m.id, m.route, m.state, q.fingerprint FROM messages m JOIN {rows} ON r.id = m.id"
        " LEFT JOIN quarantined q ON q.message_id = m.id",
        rows=ids(asked),
    )
    known = {row["id"] for row in (*deliveries, *messages)}
    for each in asked:
        if each not in known:
            raise no_such_item(each)
    parts = await tx.fetch(
        "SELECT d.id, d.message_id, d.destination, d.state, d.fingerprint, d.held_for FROM deliveries d"
        " JOIN {rows} ON r.id = d.message_id WHERE d.state IN ('failed', 'unknown')",
        rows=ids([row["id"] for row in messages]),
    )
    found = {row["id"]: _delivery(row) for row in (*deliveries, *parts) if _repairable(row, action)}
    found.update({row["id"]: _message(row) for row in messages if row["state"] == "quarantined"})
    return sorted(found.values(), key=lambda item: item.id)


def _repairable(row: Row, action: Action) -> bool:
    if action is Action.CORRECT:
        return bool(row["state"] == "delivered")
    return row["state"] in ("failed", "unknown") or (action is Action.DISCARD and row["held_for"] is not None)


def _delivery(row: Row) -> Item:
    return Item(row["id"], ItemKind.DELIVERY, row["message_id"], row["destination"], row["state"], row["fingerprint"])


def _message(row: Row) -> Item:
    return Item(row["id"], ItemKind.MESSAGE, row["id"], row["route"], row["state"], row["fingerprint"])
