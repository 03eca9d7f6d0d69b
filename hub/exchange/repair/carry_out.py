"""Doing what was judged, for a batch of items in one transaction: the small deeds here, replacements next door."""

from __future__ import annotations

from collections.abc import Sequence

from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.lanes import leave
from hub.exchange.repair.facts import RepairFacts
from hub.exchange.repair.judge import Judgement
from hub.exchange.repair.model import ItemChange, Repair, RepairDependencies
from hub.exchange.repair.quarantine import leave_quarantine
from hub.exchange.repair.replace import correct_deliveries, replace_deliveries, take_up_messages
from hub.exchange.repair.select import HELD
from hub.exchange.repair.states import Action, Behind
from hub.exchange.states import DeliveryState
from hub.exchange.transition import Transition, apply_transitions, free_heads
from hub.store.tx import Row, Tx, ids


async def carry_out(
    tx: Tx, needs: RepairDependencies, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts
) -> list[ItemChange]:
    """Do every step that does something; what is to be written with each item."""
    doing = [step for step in steps if step.does]
    deliveries = [step for step in doing if step.item.is_delivery]
    messages = [step for step in doing if not step.item.is_delivery]
    replaced: dict[str, str] = {}
    match repair.action:
        case Action.RETRY:
            await apply_transitions(
                tx, [_again(repair, facts.deliveries[s.item.id], facts) for s in deliveries], (), facts.now
            )
        case Action.CONFIRM_DELIVERED:
            steps_ = [_delivered(repair, facts.deliveries[s.item.id], facts) for s in deliveries]
            await apply_transitions(tx, steps_, facts.standing, facts.now)
        case Action.DISCARD:
            await _discard_messages(tx, repair, messages, facts)
            await _discard(tx, repair, deliveries, facts)
        case Action.CORRECT:
            replaced.update(await correct_deliveries(tx, needs, repair, deliveries, facts))
        case Action.REPROCESS | Action.REDIRECT | Action.EDIT:
            replaced.update(await replace_deliveries(tx, needs, repair, deliveries, facts))
            replaced.update(await take_up_messages(tx, needs, repair, messages, facts))
    return [ItemChange(s.item, s.state, s.outcome, replaced.get(s.item.id), s.detail) for s in steps]


def _again(repair: Repair, row: Row, facts: RepairFacts) -> Transition:
    """Due at once, with a fresh budget; the claim finds an unresolved attempt by itself and has it asked about."""
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=DeliveryState(row["state"]),
        new=DeliveryState.DUE,
        next_due=facts.now,
        counted=-row["counted_attempts"],
        number=row["tries"],
        outcome="repair.retry",
        by=repair.by,
    )


def _delivered(repair: Repair, row: Row, facts: RepairFacts) -> Transition:
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=DeliveryState(row["state"]),
        new=DeliveryState.DELIVERED,
        next_due=facts.now,
        reference=repair.arguments.reference,
        number=row["tries"],
        outcome="repair.confirm_delivered",
        version=row["version"],
        by=repair.by,
    )


def _discarded(repair: Repair, row: Row, facts: RepairFacts) -> Transition:
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=DeliveryState(row["state"]),
        new=DeliveryState.DISCARDED,
        next_due=facts.now,
        code=row["error_code"],
        number=row["tries"],
        outcome="repair.discard",
        by=repair.by,
    )


async def _discard(tx: Tx, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts) -> None:
    rows = [facts.deliveries[step.item.id] for step in steps]
    fresh = [row for row in rows if row["held_for"] is None]
    held = {row["id"] for row in rows} - {row["id"] for row in fresh}
    holds = repair.arguments.behind is Behind.HOLD
    transitions = [_discarded(repair, row, facts) for row in fresh]
    await apply_transitions(tx, transitions, () if holds else facts.standing, facts.now)
    if holds:
        standing = sorted({entry.delivery for entry in facts.standing})
        await tx.execute(
            "UPDATE deliveries AS d SET held_for = :held FROM {rows} WHERE d.id = r.id", {"held": HELD}, ids(standing)
        )
    elif held:
        heads = await leave(tx, [entry for entry in facts.standing if entry.delivery in held])
        await tx.execute(
            "UPDATE deliveries AS d SET held_for = NULL FROM {rows} WHERE d.id = r.id", rows=ids(sorted(held))
        )
        await free_heads(tx, heads, facts.now)
        await write_leaves(tx, [make_leaf("delivery.released", each, facts.now, by=repair.by) for each in sorted(held)])


async def _discard_messages(tx: Tx, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts) -> None:
    wanted = sorted(step.item.id for step in steps)
    if not wanted:
        return
    heads = await leave(tx, [entry for entry in facts.standing if entry.delivery in set(wanted)])
    await close_messages(tx, repair, wanted, facts.now)
    await free_heads(tx, heads, facts.now)


async def close_messages(tx: Tx, repair: Repair, wanted: Sequence[str], now: int) -> None:
    """Messages in quarantine that go no further."""
    await tx.execute(
        "UPDATE messages AS m SET state = 'discarded', completed_at = :now FROM {rows} WHERE m.id = r.id",
        {"now": now},
        ids(wanted),
    )
    await leave_quarantine(tx, wanted)
    await write_leaves(
        tx,
        [make_leaf("message.discarded", each, now, by=repair.by, outcome=f"repair.{repair.action}") for each in wanted],
    )
