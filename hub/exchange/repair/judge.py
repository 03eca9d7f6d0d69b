"""What a repair will do with one item, or why it will not. Pure: a dry run and the deed ask the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.model import Origin, PlannedDelivery
from hub.exchange.repair.correct import NOTHING_NEWER, Newer, correction
from hub.exchange.repair.destinations import find_destination
from hub.exchange.repair.facts import Facts
from hub.exchange.repair.model import Item, Means, Repair
from hub.exchange.repair.reread import Reread, stepped
from hub.exchange.repair.rules import known_not_applied
from hub.exchange.repair.states import Action, Behind, ItemKind, ItemState, Outcome
from hub.store.ids import agency_key, new_id
from hub.store.tx import Row
from mappings.format import CannotWrite
from routes.route import Destination, Route

_SKIPPED = frozenset(
    (
        Outcome.MOVED_ON,
        Outcome.MAYBE_APPLIED,
        Outcome.NOT_FOR_FILES,
        Outcome.NOT_FOR_MESSAGES,
        Outcome.NOT_AGAIN,
        Outcome.ALREADY_THERE,
        Outcome.UNCHANGED,
        Outcome.OVERTAKEN,
    )
)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of an item. `planned` are the deliveries that take its place; empty where nothing new is made."""

    item: Item
    outcome: Outcome
    does: bool
    planned: tuple[PlannedDelivery, ...] = ()
    detail: str | None = None

    @property
    def state(self) -> ItemState:
        """The item's state if it is not done, or once it is."""
        if not self.does:
            return ItemState.SKIPPED if self.outcome in _SKIPPED else ItemState.FAILED
        return ItemState.DONE if self.outcome in (Outcome.CONFIRMED, Outcome.DISCARDED) else ItemState.SENT


def judge(means: Means, repair: Repair, item: Item, facts: Facts, newer: Newer = NOTHING_NEWER) -> Step:
    """Decide on one item by what is known of it now; `newer` matters to corrections alone."""
    if not item.is_delivery:
        return _message(means, repair, item, facts)
    row = facts.deliveries.get(item.id)
    if row is None or not _still(repair, item, row):
        return _no(item, Outcome.MOVED_ON)
    match repair.action:
        case Action.RETRY:
            return Step(item, _retry_outcome(means, row, facts.attempts[item.id]), does=True)
        case Action.CONFIRM_DELIVERED:
            return Step(item, Outcome.CONFIRMED, does=True)
        case Action.DISCARD:
            return _discard(repair, item, row)
        case Action.REPROCESS | Action.REDIRECT | Action.EDIT:
            return _replace(means, repair, item, facts)
        case Action.CORRECT:
            return _correct(means, item, facts, newer)


def _no(item: Item, outcome: Outcome, detail: str | None = None) -> Step:
    return Step(item, outcome, does=False, detail=detail)


def _discard(repair: Repair, item: Item, row: Row) -> Step:
    again = row["held_for"] is not None and repair.arguments.behind is Behind.HOLD
    return _no(item, Outcome.NOT_AGAIN) if again else Step(item, Outcome.DISCARDED, does=True)


def _still(repair: Repair, item: Item, row: Row) -> bool:
    """Whether the delivery is still where the selection found it, as far as that matters."""
    if item.kind is ItemKind.BEHIND:
        return row["state"] in ("blocked", "failed", "unknown")
    if repair.action is Action.CORRECT:
        return bool(row["state"] == "delivered")
    if repair.action is Action.DISCARD and row["held_for"] is not None:
        return True
    return row["state"] in ("failed", "unknown")


def _retry_outcome(means: Means, row: Row, attempts: Sequence[str | None]) -> Outcome:
    operation = means.operations.get(row["destination"])
    unresolved = bool(attempts) and attempts[-1] in (None, "unknown", "breach")
    return Outcome.ASKED_FIRST if unresolved and operation is not None and operation.has_status else Outcome.RETRIED


def _replace(means: Means, repair: Repair, item: Item, facts: Facts) -> Step:
    row, reading = facts.deliveries[item.id], facts.readings.get(item.id)
    if reading is None:
        return _no(item, Outcome.MOVED_ON)
    if reading.hindrance is not None:
        return _no(item, reading.hindrance, reading.detail)
    if not repair.arguments.confirm_not_applied and not known_not_applied(facts.attempts[item.id]):
        return _no(item, Outcome.MAYBE_APPLIED)
    name = repair.arguments.destination if repair.action is Action.REDIRECT else row["destination"]
    found = find_destination(means, row["route"], name or "")
    if found is None:
        return _no(item, Outcome.PART_GONE)
    return _planned(means, repair, item, facts, found)


def _correct(means: Means, item: Item, facts: Facts, newer: Newer) -> Step:
    found = correction(means, item, facts, newer)
    if isinstance(found, Outcome):
        return _no(item, found, facts.readings[item.id].detail if item.id in facts.readings else None)
    return Step(item, Outcome.CORRECTED, does=True, planned=(found,))


def _planned(means: Means, repair: Repair, item: Item, facts: Facts, to: tuple[Route, Destination]) -> Step:
    row, reading, (route, destination) = facts.deliveries[item.id], facts.readings[item.id], to
    records = stepped(route, reading.records)
    parts = means.planner.parts(destination, records) if any(destination.when(r) for r in records) else ()
    if not parts:
        return _no(item, Outcome.NOT_WANTED)
    part = row["part"]
    if repair.action is Action.REDIRECT:
        part = part if part < len(parts) and len(parts) > 1 else 0
        if (destination.name, part) in facts.others.get(row["message_id"], ()):
            return _no(item, Outcome.ALREADY_THERE)
    if part >= len(parts):
        return _no(item, Outcome.PART_GONE)
    if destination.writes is not None:
        try:
            means.formats[destination.writes].write(parts[part])
        except CannotWrite as cannot:
            return _no(item, Outcome.CANNOT_WRITE, str(cannot))
    new = new_id()
    planned = PlannedDelivery(
        id=new,
        destination=destination.name,
        route=route.name,
        agency_key=agency_key(means.planner.installation, new),
        lane_keys=_lane_keys(repair, item, facts, reading),
        on_failure=destination.on_failure,
        version=row["version"] if repair.action is Action.REDIRECT else reading.version,
        budget=destination.budget,
        part=part,
    )
    return Step(item, Outcome.REPLACED, does=True, planned=(planned,))


def _lane_keys(repair: Repair, item: Item, facts: Facts, reading: Reread) -> tuple[str, ...]:
    """Keys of the new delivery's lanes. A redirected one takes those of the old, else all that it is known by."""
    if repair.action is not Action.REDIRECT:
        return reading.keys
    return tuple(dict.fromkeys(key for _, key in facts.lanes_of(item.id))) or reading.keys


def _message(means: Means, repair: Repair, item: Item, facts: Facts) -> Step:
    row = facts.messages.get(item.id)
    if row is None or row["state"] != "quarantined":
        return _no(item, Outcome.MOVED_ON)
    if repair.action is Action.DISCARD:
        holds = repair.arguments.behind is Behind.HOLD
        return _no(item, Outcome.NOT_FOR_MESSAGES) if holds else Step(item, Outcome.DISCARDED, does=True)
    if repair.action not in (Action.REPROCESS, Action.EDIT):
        return _no(item, Outcome.NOT_FOR_MESSAGES)
    reading = facts.readings.get(item.id)
    if reading is None or reading.hindrance is not None:
        return _no(item, (reading and reading.hindrance) or Outcome.MOVED_ON, reading.detail if reading else None)
    route = means.planner.routes.named(row["route"]) or means.planner.routes.for_format(row["format"])
    if route is None:
        return _no(item, Outcome.PART_GONE)
    origin = Origin(row["origin"], item.id, row["hops"])
    records = stepped(route, reading.records)
    planned = means.planner.deliveries(route, records, reading.keys, origin, reading.version)
    return Step(item, Outcome.TAKEN_OVER, does=True, planned=planned)


def tally(steps: Sequence[Step]) -> dict[str, int]:
    """How many items come to each outcome."""
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.outcome.value] = counts.get(step.outcome.value, 0) + 1
    return counts
