"""Replacements: a new delivery with a new key stands where the old one stood, and each knows of the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.accept import store_messages
from hub.exchange.lanes import leave, take_numbers
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import kept_body, records_to_bytes
from hub.exchange.repair.correct import join_at_the_end
from hub.exchange.repair.facts import RepairFacts, entries
from hub.exchange.repair.inherit import Heir, hand_over, insert_heirs, join_lanes, take_over
from hub.exchange.repair.judge import Judgement
from hub.exchange.repair.model import Repair, RepairDependencies
from hub.exchange.repair.quarantine import leave_quarantine
from hub.exchange.repair.reread import Reread
from hub.exchange.repair.states import Action
from hub.exchange.states import DeliveryState, MessageState
from hub.exchange.transition import Transition, apply_transitions, count_for_messages, free_heads
from hub.store.ids import new_id
from hub.store.tx import Row, Tx, number_of


async def replace_deliveries(
    tx: Tx, needs: RepairDependencies, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts
) -> dict[str, str]:
    """Write the replacements of failed deliveries; old id to new id."""
    if not steps:
        return {}
    message = await _edited_message(tx, needs, repair, steps, facts) if repair.action is Action.EDIT else None
    heirs = [
        Heir(s.planned[0], message or facts.deliveries[s.item.id]["message_id"], replaces=s.item.id) for s in steps
    ]
    moves = [_superseded(repair, facts.deliveries[step.item.id], facts.now) for step in steps]
    if repair.action is Action.REDIRECT:
        await apply_transitions(tx, moves, facts.standing, facts.now)
        lanes = [(h.planned.id, (h.planned.destination, key)) for h in heirs for key in h.planned.lane_keys]
        await take_numbers(tx, lanes)
    else:
        await hand_over(tx, [(heir.replaces or "", heir.planned.id) for heir in heirs])
        await apply_transitions(tx, moves, (), facts.now)
        for heir in heirs:
            held = set(facts.lanes_of(heir.replaces or ""))
            if held or heir.planned.on_failure == "hold":
                await join_lanes(tx, heir.planned, held)
    states = await insert_heirs(tx, heirs, facts.now)
    if repair.action is not Action.EDIT:
        await _keep_readings(tx, needs, heirs, facts)
    await count_for_messages(tx, [(heir.message_id, None, states[heir.planned.id]) for heir in heirs], facts.now)
    await _leaves(tx, repair, heirs, states, facts.now)
    return {heir.replaces or "": heir.planned.id for heir in heirs}


async def correct_deliveries(
    tx: Tx, needs: RepairDependencies, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts
) -> dict[str, str]:
    """Write the deliveries that correct; what they correct stays delivered. Old id to new id."""
    if not steps:
        return {}
    heirs = [Heir(s.planned[0], facts.deliveries[s.item.id]["message_id"], replaces=s.item.id) for s in steps]
    await join_at_the_end(tx, heirs)
    states = await insert_heirs(tx, heirs, facts.now)
    await _keep_readings(tx, needs, heirs, facts)
    await count_for_messages(tx, [(heir.message_id, None, states[heir.planned.id]) for heir in heirs], facts.now)
    await _leaves(tx, repair, heirs, states, facts.now)
    return {heir.replaces or "": heir.planned.id for heir in heirs}


def _superseded(repair: Repair, row: Row, now: int) -> Transition:
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=DeliveryState(row["state"]),
        new=DeliveryState.SUPERSEDED,
        next_due=now,
        code="delivery.replaced",
        number=row["tries"],
        outcome=f"repair.{repair.action}",
        by=repair.by,
    )


async def _keep_readings(tx: Tx, needs: RepairDependencies, heirs: Sequence[Heir], facts: RepairFacts) -> None:
    """The message keeps the reading that its other deliveries were planned with; each replacement gets its own."""
    rows = []
    for heir in heirs:
        reading = facts.readings[heir.replaces or ""]
        sealed = needs.sealer.seal("delivery_records.records", heir.planned.id, records_to_bytes(reading.records))
        rows.append((heir.planned.id, reading.format_hash, sealed))
    await tx.many("INSERT INTO delivery_records (delivery_id, format_hash, records_sealed) VALUES ($1, $2, $3)", rows)


async def take_up_messages(
    tx: Tx, needs: RepairDependencies, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts
) -> dict[str, str]:
    """Messages that were in quarantine go on, each with its deliveries in the lane places that it held."""
    replaced: dict[str, str] = {}
    for step in steps:
        owner = step.item.id
        if repair.action is Action.EDIT:
            owner = await _edited_message(tx, needs, repair, [step], facts)
            await _close_original(tx, repair, step.item.id, facts.now)
            replaced[step.item.id] = owner
        else:
            await _go_on(tx, needs, repair, step, facts)
        mine = await entries(tx, [step.item.id])  # an earlier one of the batch may have moved it back
        unwanted = await take_over(tx, mine, step.planned)
        heads = await leave(tx, unwanted)
        held = {entry.lane for entry in mine}
        for planned in step.planned:
            await join_lanes(tx, planned, held)
        heirs = [Heir(planned, owner) for planned in step.planned]
        states = await insert_heirs(tx, heirs, facts.now)
        await free_heads(tx, heads, facts.now)
        await count_for_messages(tx, [(owner, None, states[heir.planned.id]) for heir in heirs], facts.now)
        await _leaves(tx, repair, heirs, states, facts.now)
    return replaced


async def _new_records(tx: Tx, needs: RepairDependencies, message: str, reading: Reread) -> None:
    """Under the next version, so that those which it had before do not open in their place."""
    version = (
        await number_of(tx, "SELECT records_version FROM message_bodies WHERE message_id = :id", {"id": message}) + 1
    )
    sealed = needs.sealer.seal("message_bodies.records", message, records_to_bytes(reading.records), version)
    await tx.many(
        "UPDATE message_bodies SET records_sealed = $2, records_version = $3 WHERE message_id = $1",
        [(message, sealed, version)],
    )


async def _go_on(tx: Tx, needs: RepairDependencies, repair: Repair, step: Judgement, facts: RepairFacts) -> None:
    """The message leaves quarantine with the new reading; the issues it was accepted with stay on record."""
    message, reading = step.item.id, facts.readings[step.item.id]
    state = MessageState.IN_PROGRESS if step.planned else MessageState.COMPLETED
    row = facts.messages[message]
    await tx.execute(
        "UPDATE messages SET state = :state, format_hash = :hash, version = :version, completed_at = :done"
        " WHERE id = :id",
        {
            "state": state.value,
            "hash": reading.format_hash or row["format_hash"],
            "version": reading.version,
            "done": None if step.planned else facts.now,
            "id": message,
        },
    )
    await _new_records(tx, needs, message, reading)
    await tx.many(
        "INSERT INTO message_keys (key_hash, message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [(key, message) for key in reading.keys],
    )
    await leave_quarantine(tx, [message])
    leaf = make_leaf(
        "message.read_again",
        message,
        facts.now,
        by=repair.by,
        state=state.value,
        format_hash=reading.format_hash or None,
    )
    await write_leaves(tx, [leaf])


async def _close_original(tx: Tx, repair: Repair, message: str, now: int) -> None:
    await tx.execute(
        "UPDATE messages SET state = 'discarded', completed_at = :now WHERE id = :id", {"now": now, "id": message}
    )
    await leave_quarantine(tx, [message])
    await write_leaves(tx, [make_leaf("message.edited", message, now, by=repair.by)])


async def _edited_message(
    tx: Tx, needs: RepairDependencies, repair: Repair, steps: Sequence[Judgement], facts: RepairFacts
) -> str:
    """Store the edited body as a message of its own, caused by the one that it mends; its id."""
    original = facts.messages[steps[0].item.message_id]
    reading = facts.readings[steps[0].item.id]
    message, raw, seal, planner = new_id(), reading.raw or b"", needs.sealer.seal, needs.planner
    business = reading.business_id
    state = MessageState.IN_PROGRESS if any(step.planned for step in steps) else MessageState.COMPLETED
    body = await kept_body(planner, needs.content, message, raw, planner.hash("content", reading.content_hash))
    new = NewMessage(
        id=message,
        party=original["party"],
        format=original["format"],
        format_hash=reading.format_hash,
        route=original["route"],
        kind="record",
        state=state,
        body=body,
        origin=Origin(original["origin"], original["id"], original["hops"]),
        records_sealed=seal("message_bodies.records", message, records_to_bytes(reading.records)),
        issues_sealed=None,
        business_id_sealed=seal("message_bodies.business_id", message, business.encode()) if business else None,
        idempotency_key=planner.hash("edit", f"{repair.id}:{original['id']}"),
        search_keys=(*reading.keys, *planner.lane_keys([("id", business)] if business else [])),
        version=reading.version,
        trace=original["trace"],
        commitment=planner.hash.commitment(message, hashlib.sha256(raw).hexdigest())[1],
    )
    await store_messages(tx, [new], facts.now)
    return message


async def _leaves(tx: Tx, repair: Repair, heirs: Sequence[Heir], states: dict[str, DeliveryState], now: int) -> None:
    await write_leaves(
        tx,
        [
            make_leaf(
                f"delivery.{states[h.planned.id].value}",
                h.planned.id,
                now,
                message=h.message_id,
                destination=h.planned.destination,
                outcome=f"repair.{repair.action}",
                replaces=h.replaces,
                by=repair.by,
            )
            for h in heirs
        ],
    )
