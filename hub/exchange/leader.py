"""Who does the duties that one process at a time should do (relay, sweeper, evidence sequencer): a lease in SQL.

Two leaders for a moment are harmless, since everything a leader does is safe to run twice.
"""

from __future__ import annotations

from hub.clock import SECOND
from hub.store.store import Store

LEASE = 10 * SECOND


async def lead(store: Store, duty: str, holder: str) -> bool:
    """Take or keep the duty for 10 seconds; False if another holds it."""
    async with store.write() as tx:
        rows = await tx.fetch(
            "INSERT INTO leaders (duty, holder, until) VALUES (:duty, :holder, hub_now() + :lease)"
            " ON CONFLICT (duty) DO UPDATE SET holder = excluded.holder, until = excluded.until"
            " WHERE leaders.holder = excluded.holder OR leaders.until < hub_now() RETURNING holder",
            {"duty": duty, "holder": holder, "lease": LEASE},
        )
    return bool(rows)


async def resign(store: Store, duty: str, holder: str) -> None:
    """Let go at once, so that a successor need not wait."""
    async with store.write() as tx:
        await tx.execute(
            "DELETE FROM leaders WHERE duty = :duty AND holder = :holder", {"duty": duty, "holder": holder}
        )
