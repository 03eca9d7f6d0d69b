"""What people do with a repair that exists: approve, pause, resume, cancel. Of two who race, one comes too late."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from hub.access.second_person import Who, need_second_person
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.repair.commanding import command
from hub.exchange.repair.model import Repair
from hub.exchange.repair.states import RUNNING, ItemState, RepairState
from hub.exchange.repair.words import no_such_repair, wrong_state
from hub.store.store import Store
from hub.store.tx import Row, Tx, first_or

log = structlog.get_logger("hub.exchange")

_UNFINISHED = (*RUNNING, RepairState.AWAITING_APPROVAL, RepairState.PAUSED)


async def approve(store: Store, repair: str, who: Who) -> None:
    """Let it start. Forbidden for whoever made it; Conflict if somebody has decided already."""
    async with command(store) as tx:
        row = await lock_repair(tx, repair)
        need_second_person(who, row["made_by"])
        _expect(row, (RepairState.AWAITING_APPROVAL,), "approve")
        now = await tx.now()
        await tx.execute(
            "UPDATE repairs SET state = 'queued', approved_by = :who, approved_at = :now WHERE id = :id",
            {"who": str(who), "now": now, "id": repair},
        )
        await write_leaves(tx, [make_leaf("repair.approved", repair, now, by=str(who))])
    log.info("repair_approved", repair=repair)


async def pause(store: Store, repair: str, who: Who) -> None:
    """Nothing more is let go until it is resumed; what was sent goes on."""
    async with command(store) as tx:
        row = await lock_repair(tx, repair)
        _expect(row, RUNNING, "pause")
        await _set(tx, repair, RepairState.PAUSED, who)


async def resume(store: Store, repair: str, who: Who) -> None:
    """Go on where it was paused."""
    async with command(store) as tx:
        row = await lock_repair(tx, repair)
        _expect(row, (RepairState.PAUSED,), "resume")
        state = RepairState.SENDING if row["released"] else RepairState.QUEUED
        await _set(tx, repair, state, who)


async def cancel(store: Store, repair: str, who: Who) -> None:
    """End it: what was not let go yet stays as it is and is free for another repair."""
    async with command(store) as tx:
        row = await lock_repair(tx, repair)
        _expect(row, _UNFINISHED, "cancel")
        await finish(tx, Repair.of(row), RepairState.CANCELLED, None, by=str(who))


async def lock_repair(tx: Tx, repair: str) -> Row:
    """The repair's row, locked until the end of the transaction; NotFound."""
    return await first_or(no_such_repair(), tx, "SELECT r.* FROM repairs r WHERE r.id = :id {lock r}", {"id": repair})


async def finish(tx: Tx, repair: Repair, state: RepairState, reason: str | None, *, by: str) -> None:
    """The end: the items are free again, and those never let go are marked so."""
    now = await tx.now()
    await tx.execute(
        "UPDATE repairs SET state = :state, finished_at = :now, stop_reason = :reason WHERE id = :id",
        {"state": state.value, "now": now, "reason": reason, "id": repair.id},
    )
    await tx.execute(
        "UPDATE repair_items SET state = :untouched WHERE repair_id = :id AND state = 'waiting'",
        {"untouched": ItemState.UNTOUCHED.value, "id": repair.id},
    )
    await tx.execute("DELETE FROM open_repairs WHERE repair_id = :id", {"id": repair.id})
    await write_leaves(tx, [make_leaf(f"repair.{state.value}", repair.id, now, by=by, code=reason)])
    log.info("repair_finished", repair=repair.id, state=state, reason=reason)


def _expect(row: Row, states: Sequence[RepairState], command: str) -> None:
    if row["state"] not in states:
        raise wrong_state(row["state"], command, by=row["approved_by"])


async def _set(tx: Tx, repair: str, state: RepairState, who: Who) -> None:
    now = await tx.now()
    await tx.execute(
        "UPDATE repairs SET state = :state, step_at = :now WHERE id = :id",
        {"state": state.value, "now": now, "id": repair},
    )
    await write_leaves(tx, [make_leaf(f"repair.{state.value}", repair, now, by=str(who))])
    log.info("repair_state_changed", repair=repair, state=state)
