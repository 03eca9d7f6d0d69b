"""Making a repair: the selection is frozen, its items are claimed, and nothing that fails later is ever taken in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from hub.access.alone import add_alone, done_alone
from hub.access.history import Access, Run, note_access
from hub.access.purposes import Why
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.repair.behind import count_behind, with_those_behind
from hub.exchange.repair.commanding import command
from hub.exchange.repair.correct import Newer, look_for_newer
from hub.exchange.repair.destinations import find_destination
from hub.exchange.repair.editing import checked_edit
from hub.exchange.repair.facts import gather
from hub.exchange.repair.judge import Judgement, judge
from hub.exchange.repair.model import Item, Repair, RepairDependencies, Request
from hub.exchange.repair.quarantine import list_new
from hub.exchange.repair.reread import read_again
from hub.exchange.repair.rules import MOST_ITEMS, known_not_applied, needs_second_person
from hub.exchange.repair.select import find_items
from hub.exchange.repair.states import Action, Behind, ItemState, RepairState
from hub.exchange.repair.words import (
    all_maybe_applied,
    bad_destination,
    missing_argument,
    nothing_to_repair,
    too_many,
    under_repair,
)
from hub.store.ids import new_id
from hub.store.sealing import seal_text
from hub.store.tx import Rows, Tx, ids

ALONE = "repairs"
log = structlog.get_logger("hub.exchange")

FORESEEN = 1_000
"""A dry run tells what would become of so many items, and counts the rest."""
_ITEM = "repair uuid, number int, id uuid, kind text, state text, fingerprint text"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a dry run answers; nothing was stored. `behind` counts who waits behind each item."""

    items: Sequence[Item]
    steps: Sequence[Judgement]
    behind: dict[str, int]
    needs_approval: bool
    left_out: int


async def make_repair(needs: RepairDependencies, request: Request) -> str:
    """Store the repair with its items; its id. Refused, NotFound or Conflict leave nothing behind."""
    request, items = await _prepared(needs, request)
    repair = new_id()
    async with command(needs.store) as tx:
        mine, left_out = await _claim(tx, repair, request, items)
        approval = await _needs_approval(tx, request, len(mine))
        await _store(tx, needs, repair, request, (mine, left_out, approval))
    log.info(
        "repair_made",
        repair=repair,
        action=request.action,
        items=len(mine),
        left_out=left_out,
        awaits_approval=approval,
    )
    return repair


async def foresee(needs: RepairDependencies, request: Request) -> Forecast:
    """What the repair would do, item by item."""
    request, items = await _prepared(needs, request)
    shown = items[:FORESEEN]
    sketch = _sketch(request, len(items))
    readings = await read_again(needs, sketch, shown)
    async with needs.store.read() as tx:
        taken = await _taken(tx, items)
        facts = await gather(tx, shown, readings, lock=False)
        behind = await count_behind(tx, shown) if request.action is Action.DISCARD else {}
        newer = (
            await look_for_newer(tx, needs, sketch, facts, lock=False) if request.action is Action.CORRECT else Newer()
        )
        is_for_two = await would_need_two(tx, request, len(items) - len(taken))
    if items and len(taken) == len(items):
        raise under_repair(next(iter(taken.values())), len(taken))
    steps = [judge(needs, sketch, item, facts, newer) for item in shown]
    return Forecast(items, steps, behind, is_for_two, len(taken))


async def _prepared(needs: RepairDependencies, request: Request) -> tuple[Request, list[Item]]:
    """The request with everything checked that needs no transaction of its own, and the items it stands for."""
    _check_arguments(needs, request)
    await list_new(needs.store, needs.sealer)
    async with needs.store.read() as tx:
        items = await find_items(tx, request.action, request.selection)
        if request.action in (Action.RETRY, Action.REDIRECT, Action.CONFIRM_DELIVERED, Action.CORRECT):
            items = [item for item in items if item.is_delivery]
        if not items:
            raise nothing_to_repair()
        if len(items) > MOST_ITEMS:
            raise too_many(len(items), MOST_ITEMS)
        await _check_attempts(tx, request, items)
        if request.arguments.behind is Behind.DISCARD:
            items = await with_those_behind(tx, items)
    if request.action is Action.EDIT:
        request = await checked_edit(needs, request, items)
    return request, items


def _check_arguments(needs: RepairDependencies, request: Request) -> None:
    given = request.arguments
    match request.action:
        case Action.REDIRECT:
            if given.destination is None:
                raise missing_argument("destination", request.action)
            if find_destination(needs, "", given.destination) is None:
                raise bad_destination(given.destination)
        case Action.CONFIRM_DELIVERED if not given.reference:
            raise missing_argument("reference", request.action)
        case Action.DISCARD if given.behind is None:
            raise missing_argument("behind", request.action)
        case Action.EDIT if given.body is None and not given.patches:
            raise missing_argument("body", request.action)
        case _:
            return


async def _check_attempts(tx: Tx, request: Request, items: Sequence[Item]) -> None:
    """Where no item at all may get a new key without a person's word, say so at once."""
    deliveries = [item.id for item in items if item.is_delivery]
    if not request.action.replaces or request.arguments.confirm_not_applied or len(deliveries) < len(items):
        return
    rows = await tx.fetch(
        "SELECT a.delivery_id, a.outcome FROM attempts a JOIN {rows} ON r.id = a.delivery_id", rows=ids(deliveries)
    )
    doubtful = {row["delivery_id"] for row in rows if not known_not_applied([row["outcome"]])}
    if len(doubtful) == len(deliveries):
        raise all_maybe_applied()


async def would_need_two(tx: Tx, request: Request, items: int) -> bool:
    """Whether a second person must agree if the person changes so many now, with what he has changed today."""
    return _is_for_two(request, await done_alone(tx, str(request.who), ALONE) + items)


async def _needs_approval(tx: Tx, request: Request, items: int) -> bool:
    """By what the person comes to today with this; what a second person must agree to is none of it."""
    if _is_for_two(request, items) or not _is_for_two(request, MOST_ITEMS):
        return _is_for_two(request, items)
    who = str(request.who)
    is_for_two = _is_for_two(request, await add_alone(tx, who, ALONE, items))
    if is_for_two:
        await add_alone(tx, who, ALONE, -items)
    return is_for_two


def _is_for_two(request: Request, items: int) -> bool:
    confirmed = request.arguments.confirm_not_applied
    return needs_second_person(request.action, items, confirmed_not_applied=confirmed)


async def _taken(tx: Tx, items: Sequence[Item]) -> dict[str, str]:
    rows = await tx.fetch(
        "SELECT o.delivery_id, o.repair_id FROM open_repairs o JOIN {rows} ON r.id = o.delivery_id",
        rows=ids([item.id for item in items]),
    )
    return {row["delivery_id"]: row["repair_id"] for row in rows}


async def _claim(tx: Tx, repair: str, request: Request, items: Sequence[Item]) -> tuple[list[Item], int]:
    """One open repair a delivery: the unique row decides. Named items must all be free; a bulk selection goes without
    those that are not, and says how many.
    """
    got = await tx.fetch(
        "INSERT INTO open_repairs (delivery_id, repair_id) SELECT r.id, r.repair FROM {rows} WHERE true"
        " ON CONFLICT (delivery_id) DO NOTHING RETURNING delivery_id",
        rows=Rows("id uuid, repair uuid", [(item.id, repair) for item in sorted(items, key=lambda each: each.id)]),
    )
    free = {row["delivery_id"] for row in got}
    others = [item for item in items if item.id not in free]
    needs_all = bool(request.selection.ids) or request.arguments.behind is Behind.DISCARD
    if others and (needs_all or not free):
        taken = await _taken(tx, others)
        raise under_repair(taken.get(others[0].id, ""), len(others))
    return [item for item in items if item.id in free], len(others)


async def _store(
    tx: Tx, needs: RepairDependencies, repair: str, request: Request, claimed: tuple[Sequence[Item], int, bool]
) -> None:
    items, left_out, approval = claimed
    now = await tx.now()
    state = RepairState.AWAITING_APPROVAL if approval else RepairState.QUEUED
    canary = request.action.sends and (request.canary if request.canary is not None else len(items) > 1)
    payload, reason = _payload(request), seal_text(needs.sealer, "repairs.reason", repair, request.reason)
    sealed = needs.sealer.seal("repairs.payload", repair, payload) if payload else None
    await tx.many(
        "INSERT INTO repairs (id, action, state, reason_sealed, selection, arguments, made_by, canary, items_total,"
        " created_at, payload_sealed, left_out) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [
            (
                repair,
                request.action.value,
                state.value,
                reason,
                request.selection.to_json(),
                request.arguments.to_json(),
                str(request.who),
                int(canary),
                len(items),
                now,
                sealed,
                left_out,
            )
        ],
    )
    await tx.execute(
        "INSERT INTO repair_items (repair_id, number, delivery_id, kind, state, fingerprint) SELECT r.repair, r.number,"
        " r.id, r.kind, r.state, r.fingerprint FROM {rows}",
        rows=Rows(
            _ITEM,
            [
                (repair, number, item.id, item.kind.value, ItemState.WAITING.value, item.fingerprint)
                for number, item in enumerate(items)
            ],
        ),
    )
    run = Run.over(repair, (item.id for item in items))
    used = Access("repairs.made", "message_list", request.action.value, why=Why("repair"), run=run)
    await note_access(tx, needs.sealer, request.who.party, request.who.person, used)
    await write_leaves(
        tx,
        [
            make_leaf(
                "repair.made",
                repair,
                now,
                action=request.action.value,
                items=len(items),
                state=state.value,
                by=str(request.who),
            )
        ],
    )


def _payload(request: Request) -> bytes | None:
    given = request.arguments
    if given.body is None and not given.patches:
        return None
    return json.dumps({"body": given.body, "patches": list(given.patches)}, ensure_ascii=False).encode()


def _sketch(request: Request, total: int) -> Repair:
    """The repair as it would be, for judging alone."""
    return Repair(
        "",
        request.action,
        RepairState.QUEUED,
        request.arguments,
        str(request.who),
        None,
        canary=False,
        total=total,
        released=0,
        step_at=None,
        payload_sealed=None,
    )
