"""What was refused at the door is kept for 90 days."""

from __future__ import annotations

from hub.clock import SECOND
from hub.store.ids import first_id_at
from hub.store.store import Store

KEPT_DAYS = 90
_FORGET_AT_ONCE = 10_000


async def forget_old_refusals(store: Store) -> int:
    """Delete refusals older than 90 days, some at a time."""
    async with store.write() as tx:
        now = await tx.now()
        before = first_id_at(now - KEPT_DAYS * 24 * 3600 * SECOND)
        return await tx.execute(
            "DELETE FROM refusals WHERE id IN (SELECT id FROM refusals WHERE id < :before ORDER BY id LIMIT :most)",
            {"before": before, "most": _FORGET_AT_ONCE},
        )
