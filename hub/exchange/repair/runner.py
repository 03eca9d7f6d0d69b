"""The duty that moves repairs: let a step go, watch what becomes of it, and go on or stop.

Safe to run twice: every move locks the repair's row first and looks at what is there then.
"""

from __future__ import annotations

import traceback

import structlog

from hub.exchange.repair.carry_out import carry_out
from hub.exchange.repair.correct import Newer, look_for_newer
from hub.exchange.repair.deciding import finish, lock_repair
from hub.exchange.repair.facts import gather
from hub.exchange.repair.judge import judge
from hub.exchange.repair.model import Item, Repair, RepairDependencies
from hub.exchange.repair.progress import (
    items_to_send,
    learn_outcomes,
    mark_moved_on,
    step_result,
    write_changes,
)
from hub.exchange.repair.reread import Reread, read_again
from hub.exchange.repair.rules import must_stop, next_step
from hub.exchange.repair.states import Action, Behind, RepairState
from hub.exchange.repair.words import BROKEN, CAUSE, MOVED_ON, TIMEOUT
from hub.store.store import Collision, TryAgain
from hub.store.tx import Tx

log = structlog.get_logger("hub.exchange")

BATCH = 200
"""Items a transaction."""
PATIENCE = 60_000_000
"""Microseconds that a step may go without any of its items coming to an end."""
_ROUNDS = 12


async def advance_repairs(needs: RepairDependencies) -> int:
    """Move every repair that can be moved; how many moves were made. Returns after some rounds, to be called again."""
    moves = 0
    for _ in range(_ROUNDS):
        async with needs.store.read() as tx:
            rows = await tx.fetch(
                "SELECT id FROM repairs WHERE finished_at IS NULL AND state IN"
                " ('queued', 'preparing', 'sending', 'waiting') ORDER BY id LIMIT 100"
            )
        moved = [await _guarded(needs, row["id"]) for row in rows]
        moves += sum(moved)
        if not any(moved):
            break
    return moves


async def _guarded(needs: RepairDependencies, repair: str) -> bool:
    try:
        return await _move(needs, repair)
    except TryAgain as crossed:
        log.info("repair_put_off", repair=repair, reason=str(crossed))
        return False
    except (Collision, ValueError, LookupError, TypeError, AttributeError) as broken:
        # One repair that cannot be carried out must not take the other duties along.
        frame = traceback.extract_tb(broken.__traceback__)[-1]
        where = f"{type(broken).__name__} in {frame.name}:{frame.lineno}"
    await _stop_broken(needs, repair, where)
    return True


async def _stop_broken(needs: RepairDependencies, repair: str, where: str) -> None:
    log.error("repair_broke", repair=repair, where=where)
    async with needs.store.write() as tx:
        found = Repair.of(await lock_repair(tx, repair))
        if not found.state.is_final:
            await finish(tx, found, RepairState.STOPPED, BROKEN, by=found.by)


async def _move(needs: RepairDependencies, repair_id: str) -> bool:
    """One move of one repair; False if there is nothing to do yet."""
    async with needs.store.read() as tx:
        rows = await tx.fetch("SELECT r.* FROM repairs r WHERE r.id = :id", {"id": repair_id})
        repair = Repair.of(rows[0])
    if repair.state is RepairState.SENDING:
        return await _send(needs, repair)
    async with needs.store.write() as tx:
        repair = Repair.of(await lock_repair(tx, repair_id))
        match repair.state:
            case RepairState.QUEUED:
                await _set(tx, repair, RepairState.PREPARING, repair.released)
            case RepairState.PREPARING:
                await _prepare(tx, repair)
            case RepairState.WAITING:
                return await _watch(tx, repair)
            case _:
                return False
    return True


async def _prepare(tx: Tx, repair: Repair) -> None:
    """Since it was made, days may have gone by: what has moved on by itself is left alone."""
    moved = await mark_moved_on(tx, repair)
    if moved and repair.action is Action.DISCARD and repair.arguments.behind is Behind.DISCARD:
        # Those behind were to go because of the one before them, which is not to be discarded any more.
        await finish(tx, repair, RepairState.STOPPED, MOVED_ON, by=repair.by)
        return
    first = next_step(repair.total, 0, canary=repair.canary) or repair.total
    await _set(tx, repair, RepairState.SENDING, first)


async def _send(needs: RepairDependencies, repair: Repair) -> bool:
    """Let one batch of the step go; the readings are made before the transaction, the deeds done within it."""
    async with needs.store.read() as tx:
        items = await items_to_send(tx, repair, BATCH)
    if not items:
        async with needs.store.write() as tx:
            again = Repair.of(await lock_repair(tx, repair.id))
            if again.state is RepairState.SENDING:
                await _set(tx, again, RepairState.WAITING, again.released)
        return True
    repair = _opened(needs, repair)
    readings = await read_again(needs, repair, items)
    async with needs.store.write() as tx:
        await _do(tx, needs, repair, items, readings)
    needs.nudge()
    return True


async def _do(
    tx: Tx, needs: RepairDependencies, repair: Repair, items: list[Item], readings: dict[str, Reread]
) -> None:
    row = await lock_repair(tx, repair.id)
    if row["state"] != RepairState.SENDING:
        return
    waiting = {item.id for item in await items_to_send(tx, repair, BATCH)}
    mine = [item for item in items if item.id in waiting]
    facts = await gather(tx, mine, readings, lock=True)
    newer = await look_for_newer(tx, needs, repair, facts, lock=True) if repair.action is Action.CORRECT else Newer()
    steps = [judge(needs, repair, item, facts, newer) for item in mine]
    await write_changes(tx, repair, await carry_out(tx, needs, repair, steps, facts))


def _opened(needs: RepairDependencies, repair: Repair) -> Repair:
    if repair.payload_sealed is None:
        return repair
    return repair.with_payload(needs.sealer.unseal("repairs.payload", repair.id, repair.payload_sealed))


async def _watch(tx: Tx, repair: Repair) -> bool:
    """Look what became of the step's items; when all have come to an end, decide whether the next may go."""
    settled = await learn_outcomes(tx, repair)
    result = await step_result(tx, repair, _before(repair))
    now = await tx.now()
    if result.pending:
        if settled:
            await _set(tx, repair, RepairState.WAITING, repair.released)
        elif repair.step_at is not None and now - repair.step_at > PATIENCE:
            await finish(tx, repair, RepairState.STOPPED, TIMEOUT, by=repair.by)
        return False
    following = next_step(repair.total, repair.released, canary=repair.canary)
    if following is None:
        await finish(tx, repair, RepairState.DONE, None, by=repair.by)
    elif must_stop(result.failed_causes, result.good):
        await finish(tx, repair, RepairState.STOPPED, CAUSE, by=repair.by)
    else:
        await _set(tx, repair, RepairState.SENDING, following)
    return True


def _before(repair: Repair) -> int:
    """How many had been let go before the present step."""
    target, before = 0, 0
    while target < repair.released:
        before = target
        target = next_step(repair.total, target, canary=repair.canary) or repair.total
    return before


async def _set(tx: Tx, repair: Repair, state: RepairState, released: int) -> None:
    await tx.execute(
        "UPDATE repairs SET state = :state, released = :released, step_at = hub_now() WHERE id = :id",
        {"state": state.value, "released": released, "id": repair.id},
    )
