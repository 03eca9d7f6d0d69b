"""What to do when the database's clock is set back: whatever waits for an instant waits as long as it was meant to.

Instants of the store are those of its clock (`hub_now()`). If that goes back by ten minutes, a delivery due in a second
would be due in ten minutes, and the leases of a process that has died would hold for as long.
"""

from __future__ import annotations

import structlog

from hub.clock import SECOND
from hub.store.store import Store
from hub.store.tx import number_of

log = structlog.get_logger("hub.exchange")

_CURSOR = "clock"
_BACK = 2 * SECOND
"""Microseconds. By less than this nobody notices, and a server that is kept in time goes back by no more."""


async def follow_clock(store: Store) -> int:
    """Note what the clock says; if it has gone back since the last look, bring forward what waits. Microseconds back.

    Two at once are harmless: the second waits for the first one's row and finds the clock as it is.
    """
    async with store.write() as tx:
        await tx.execute(
            "INSERT INTO cursors (name, next_seq) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING", {"name": _CURSOR}
        )
        seen = await number_of(tx, "SELECT c.next_seq FROM cursors c WHERE c.name = :name {lock c}", {"name": _CURSOR})
        now = await tx.now()
        back = seen - now
        if back > _BACK:
            at = {"back": back, "now": now}
            await tx.execute(
                "UPDATE deliveries SET next_due = next_due - :back WHERE next_due > :now"
                " AND state IN ('due', 'retrying')",
                at,
            )
            # A lease that was taken since holds for a call that is being made: ended, the call would be made twice.
            await tx.execute(
                "UPDATE deliveries SET next_due = next_due - :back WHERE next_due > :now AND state = 'delivering'"
                " AND EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = deliveries.id"
                " AND a.number = deliveries.tries AND a.started_at > :now)",
                at,
            )
            await tx.execute(
                "UPDATE operations SET probe_at = CASE WHEN probe_at > :now THEN probe_at - :back ELSE probe_at END,"
                " window_from = CASE WHEN window_from > :now THEN :now ELSE window_from END,"
                " refilled_at = CASE WHEN refilled_at > :now THEN :now ELSE refilled_at END",
                at,
            )
            log.warning("database_clock_went_back", seconds=back // SECOND)
        await tx.execute("UPDATE cursors SET next_seq = :now WHERE name = :name", {"name": _CURSOR, "now": now})
    return max(back, 0)
