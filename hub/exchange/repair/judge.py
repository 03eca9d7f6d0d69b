"""What a repair will do with one item, or why it will not. Pure: a dry run and the deed ask the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.model import Origin, PlannedDelivery
from hub.exchange.repair.correct import NOTHING_NEWER, Newer, correction
from hub.exchange.repair.destinations import find_destination
from hub.exchange.repair.facts import RepairFacts
from hub.exchange.repair.model import Item, Repair, RepairDependencies
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
class Judgement:
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


def judge(
    needs: RepairDependencies, repair: Repair, item: Item, facts: RepairFacts, newer: Newer = NOTHING_NEWER
) -> Judgement:
    """Decide on one item by what is known of it now; `newer` matters to corrections alone."""
    if not item.is_delivery:
        return _message(needs, repair, item, facts)
    row = facts.deliveries.get(item.id)
    if row is None or not _still(repair, item, row):
        return _no(item, Outcome.MOVED_ON)
    match repair.action:
        case Action.RETRY:
            return Judgement(item, _retry_outcome(needs, row, facts.attempts[item.id]), does=True)
        case Action.CONFIRM_DELIVERED:
            return Judgement(item, Outcome.CONFIRMED, does=True)
        case Action.DISCARD:
            return _discard(repair, item, row)
        case Action.REPROCESS | Action.REDIRECT | Action.EDIT:
            return _replace(needs, repair, item, facts)
        case Action.CORRECT:
            return _correct(needs, item, facts, newer)


def _no(item: Item, outcome: Outcome, detail: str | None = None) -> Judgement:
    return Judgement(item, outcome, does=False, detail=detail)


def _discard(repair: Repair, item: Item, row: Row) -> Judgement:
    again = row["held_for"] is not None and repair.arguments.behind is Behind.HOLD
    return _no(item, Outcome.NOT_AGAIN) if again else Judgement(item, Outcome.DISCARDED, does=True)


def _still(repair: Repair, item: Item, row: Row) -> bool:
    """Whether the delivery is still where the selection found it, as far as that matters."""
    if item.kind is ItemKind.BEHIND:
        return row["state"] in ("blocked", "failed", "unknown")
    if repair.action is Action.CORRECT:
        return bool(row["state"] == "delivered")
    if repair.action is Action.DISCARD and row["held_for"] is not None:
        return True
    return row["state"] in ("failed", "unknown")


def _retry_outcome(needs: RepairDependencies, row: Row, attempts: Sequence[str | None]) -> Outcome:
    operation = needs.operations.get(row["destination"])
    unresolved = bool(attempts) and attempts[-1] in (None, "unknown", "breach")
    return Outcome.ASKED_FIRST if unresolved and operation is not None and operation.has_status else Outcome.RETRIED


def _replace(needs: RepairDependencies, repair: Repair, item: Item, facts: RepairFacts) -> Judgement:
    row, reading = facts.deliveries[item.id], facts.readings.get(item.id)
    if reading is None:
        return _no(item, Outcome.MOVED_ON)
    if reading.hindrance is not None:
        return _no(item, reading.hindrance, reading.detail)
    if not repair.arguments.confirm_not_applied and not known_not_applied(facts.attempts[item.id]):
        return _no(item, Outcome.MAYBE_APPLIED)
    name = repair.arguments.destination if repair.action is Action.REDIRECT else row["destination"]
    found = find_destination(needs, row["route"], name or "")
    if found is None:
        return _no(item, Outcome.PART_GONE)
    return _planned(needs, repair, item, facts, found)


def _correct(needs: RepairDependencies, item: Item, facts: RepairFacts, newer: Newer) -> Judgement:
    found = correction(needs, item, facts, newer)
    if isinstance(found, Outcome):
        return _no(item, found, facts.readings[item.id].detail if item.id in facts.readings else None)
    return Judgement(item, Outcome.CORRECTED, does=True, planned=(found,))


def _planned(
    needs: RepairDependencies, repair: Repair, item: Item, facts: RepairFacts, to: tuple[Route, Destination]
) -> Judgement:
    row, reading, (route, destination) = facts.deliveries[item.id], facts.readings[item.id], to
    records = stepped(route, reading.records)
    parts = needs.planner.parts(destination, records) if any(destination.when(r) for r in records) else ()
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
            needs.formats[destination.writes].write(parts[part])
        except CannotWrite as cannot:
            return _no(item, Outcome.CANNOT_WRITE, str(cannot))
    new = new_id()
    planned = PlannedDelivery(
        id=new,
        destination=destination.name,
        route=route.name,
        agency_key=agency_key(needs.planner.installation, new),
        lane_keys=_lane_keys(repair, item, facts, reading),
        on_failure=destination.on_failure,
        version=row["version"] if repair.action is Action.REDIRECT else reading.version,
        budget=destination.budget,
        part=part,
    )
    return Judgement(item, Outcome.REPLACED, does=True, planned=(planned,))


def _lane_keys(repair: Repair, item: Item, facts: RepairFacts, reading: Reread) -> tuple[str, ...]:
    """Keys of the new delivery's lanes. A redirected one takes those of the old, else all that it is known by."""
    if repair.action is not Action.REDIRECT:
        return reading.keys
    return tuple(dict.fromkeys(key for _, key in facts.lanes_of(item.id))) or reading.keys


def _message(needs: RepairDependencies, repair: Repair, item: Item, facts: RepairFacts) -> Judgement:
    row = facts.messages.get(item.id)
    if row is None or row["state"] != "quarantined":
        return _no(item, Outcome.MOVED_ON)
    if repair.action is Action.DISCARD:
        holds = repair.arguments.behind is Behind.HOLD
        return _no(item, Outcome.NOT_FOR_MESSAGES) if holds else Judgement(item, Outcome.DISCARDED, does=True)
    if repair.action not in (Action.REPROCESS, Action.EDIT):
        return _no(item, Outcome.NOT_FOR_MESSAGES)
    reading = facts.readings.get(item.id)
    if reading is None or reading.hindrance is not None:
        return _no(item, (reading and reading.hindrance) or Outcome.MOVED_ON, reading.detail if reading else None)
    route = needs.planner.routes.named(row["route"]) or needs.planner.routes.for_format(row["format"])
    if route is None:
        return _no(item, Outcome.PART_GONE)
    origin = Origin(row["origin"], item.id, row["hops"])
    records = stepped(route, reading.records)
    planned = needs.planner.deliveries(route, records, reading.keys, origin, reading.version)
    return Judgement(item, Outcome.TAKEN_OVER, does=True, planned=planned)


def tally(steps: Sequence[Judgement]) -> dict[str, int]:
    """How many items come to each outcome."""
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.outcome.value] = counts.get(step.outcome.value, 0) + 1
    return counts
