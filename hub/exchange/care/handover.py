"""One shift to the next: what is open stands in a text that who leaves signs over and who comes takes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from hub.errors import Conflict, Words
from hub.exchange.repair.commanding import command
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx

log = structlog.get_logger("hub.exchange")
LAST = 20


@dataclass(frozen=True, slots=True)
class Shift:
    """What one operator leaves to another. `summary` is the page's text, `remark` the operator's own words."""

    given_by: str
    taken_by: str
    summary: str
    remark: str


async def hand_over(store: Store, sealer: Sealer, shift: Shift) -> str:
    """Sign the shift over; the handover's id."""
    handover = new_id()
    async with command(store) as tx:
        await tx.many(
            "INSERT INTO shift_handovers (id, given_by, taken_by, summary_sealed, remark_sealed, given_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            [
                (
                    handover,
                    shift.given_by,
                    shift.taken_by,
                    seal_text(sealer, "shift_handovers.summary", handover, shift.summary),
                    seal_text(sealer, "shift_handovers.remark", handover, shift.remark),
                    await tx.now(),
                )
            ],
        )
        await tx.execute(
            "UPDATE failure_owners SET owner = :taken, given_by = :given, since = hub_now() WHERE owner = :given",
            {"taken": shift.taken_by, "given": shift.given_by},
        )
    log.info("shift_handed_over", subject=handover, person=shift.taken_by)
    return handover


async def take_over(store: Store, handover: str, by: str) -> None:
    """The next operator confirms; Conflict for anybody else, or a second time."""
    async with command(store) as tx:
        changed = await tx.execute(
            "UPDATE shift_handovers SET taken_at = hub_now() WHERE id = :id AND taken_by = :by AND taken_at IS NULL",
            {"id": handover, "by": by},
        )
        if not changed:
            raise Conflict(
                "shift.not_yours",
                Words(
                    "Bu növbə başqasına təhvil verilib və ya artıq qəbul edilib.",
                    "This shift was handed to somebody else, or has been taken over.",
                ),
            )
    log.info("shift_taken_over", subject=handover, person=by)


async def last_handovers(tx: Tx, sealer: Sealer) -> Sequence[Row]:
    """The newest handovers."""
    rows = await tx.fetch(
        "SELECT id, given_by, taken_by, summary_sealed, remark_sealed, given_at, taken_at FROM shift_handovers"
        " ORDER BY id DESC LIMIT :most",
        {"most": LAST},
    )
    return with_texts(sealer, "shift_handovers", rows, "summary", "remark")
