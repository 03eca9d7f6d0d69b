"""From what a person names (ids, a group, a filter) to the items it stands for at this moment."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from hub.exchange.repair.model import Filter, Item, Selection
from hub.exchange.repair.rules import MOST_ITEMS
from hub.exchange.repair.states import Action, ItemKind
from hub.exchange.repair.words import no_such_item
from hub.exchange.transition import fingerprint
from hub.store.ids import first_id_at
from hub.store.tables import deliveries as d
from hub.store.tables import messages as m
from hub.store.tables import quarantined as q
from hub.store.tables import repair_items
from hub.store.tx import Row, Tx, ids

HELD = "lane"
"""`deliveries.held_for` of a discarded delivery whose lanes stay held for a person to let go."""
BAD = sa.text("deliveries.state IN ('failed', 'unknown')")
_HELD = sa.text("deliveries.held_for IS NOT NULL")
_QUARANTINED = sa.text("messages.state = 'quarantined'")


def held_mark(destination: str) -> str:
    """The group of discarded deliveries that still hold their lanes at a destination."""
    return fingerprint(destination, "held")


async def find_items(tx: Tx, action: Action, selection: Selection) -> list[Item]:
    """What the selection stands for now, oldest first. Ids that are nobody's are NotFound."""
    if selection.ids:
        return await _by_ids(tx, action, selection.ids)
    held = await _held_destinations(tx, selection.group) if action is Action.DISCARD else []
    deliveries = _deliveries(selection, held)
    found = [] if deliveries is None else [_delivery(row) for row in await tx.select(_limited(deliveries, d.c.id))]
    messages = _messages(selection)
    if messages is not None:
        found += [_message(row) for row in await tx.select(_limited(messages, m.c.id))]
    return found


async def count_new(tx: Tx, selection: Selection, repair: str, since: int) -> int:
    """How many would be selected now that came after the repair was made; they are never taken in."""
    if selection.group is None and selection.filter is None:
        return 0
    total = 0
    mine = sa.select(repair_items.c.delivery_id).where(repair_items.c.repair_id == repair)
    deliveries = _deliveries(selection, [])
    if deliveries is not None:
        later = deliveries.where(d.c.settled_at > since, d.c.id.not_in(mine)).subquery()
        total += (await tx.select(sa.select(sa.func.count().label("n")).select_from(later)))[0]["n"]
    messages = _messages(selection)
    if messages is not None:
        later = messages.where(m.c.accepted_at > since, m.c.id.not_in(mine)).subquery()
        total += (await tx.select(sa.select(sa.func.count().label("n")).select_from(later)))[0]["n"]
    return total


def _limited(statement: sa.Select[tuple[object, ...]], by: sa.Column[str]) -> sa.Select[tuple[object, ...]]:
    return statement.order_by(by).limit(MOST_ITEMS + 1)


def _deliveries(selection: Selection, held: Sequence[str]) -> sa.Select[tuple[object, ...]] | None:
    chosen: sa.Select[tuple[object, ...]] = sa.select(
        d.c.id, d.c.message_id, d.c.destination, d.c.state, d.c.fingerprint
    )
    if selection.group is not None:
        if held:
            return chosen.where(_HELD, d.c.destination.in_(held))
        return chosen.where(BAD, d.c.fingerprint == selection.group)
    wanted = selection.filter or Filter()
    if wanted.state == "quarantined":
        return None
    chosen = chosen.where(BAD)
    if wanted.format is not None:
        chosen = chosen.join(m, m.c.id == d.c.message_id).where(m.c.format == wanted.format)
    for column, value in (
        (d.c.state, wanted.state),
        (d.c.route, wanted.route),
        (d.c.destination, wanted.destination),
        (d.c.error_code, wanted.code),
    ):
        if value is not None:
            chosen = chosen.where(column == value)
    if wanted.since is not None:
        chosen = chosen.where(d.c.settled_at >= wanted.since)
    return chosen if wanted.until is None else chosen.where(d.c.settled_at < wanted.until)


def _messages(selection: Selection) -> sa.Select[tuple[object, ...]] | None:
    chosen: sa.Select[tuple[object, ...]] = (
        sa.select(m.c.id, m.c.route, m.c.state, q.c.fingerprint).join(q, q.c.message_id == m.c.id).where(_QUARANTINED)
    )
    if selection.group is not None:
        return chosen.where(q.c.fingerprint == selection.group)
    wanted = selection.filter or Filter()
    if wanted.state != "quarantined" or wanted.destination is not None:
        return None
    for column, value in ((m.c.route, wanted.route), (m.c.format, wanted.format), (q.c.code, wanted.code)):
        if value is not None:
            chosen = chosen.where(column == value)
    if wanted.since is not None:
        chosen = chosen.where(m.c.id >= first_id_at(wanted.since))
    return chosen if wanted.until is None else chosen.where(m.c.id < first_id_at(wanted.until))


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
