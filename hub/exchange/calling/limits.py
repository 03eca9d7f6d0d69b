"""What one worker has in hand: so many deliveries of a destination, each under a lease that is pushed in time.

Rate, parallel calls and breaker hold for the whole installation and stand in SQL (`hub.exchange.breaker`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from hub.clock import SECOND, Clock
from hub.errors import StoreUnavailable
from hub.exchange.calling.step import Call, Proceed
from hub.store.store import CommitUnknown, Store, TryAgain
from hub.store.tx import Rows

log = structlog.get_logger("hub.exchange")


@dataclass(slots=True)
class Room:
    """A weighted limit on what is in hand; a lone request larger than the room still passes."""

    size: int = 96
    used: int = 0
    freed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def take(self, wanted: int) -> AsyncIterator[None]:
        """Wait for room for so many deliveries; they have it until the block is left."""
        async with self.freed:
            await self.freed.wait_for(lambda: self.used == 0 or self.used + wanted <= self.size)
            self.used += wanted
        try:
            yield
        finally:
            async with self.freed:
                self.used -= wanted
                self.freed.notify_all()


class HoldLease:
    """While a call runs, its delivery's lease is pushed three times within its length."""

    def __init__(self, store: Store, clock: Clock, lease: int) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._held: set[tuple[str, int]] = set()

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        held = (call.job.id, call.job.fence)
        self._held.add(held)
        try:
            await proceed(call)
        finally:
            self._held.discard(held)

    async def renew(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(self._lease / SECOND / 3)
            if not self._held:
                continue
            try:
                await self._push(Rows("id uuid, fence int", sorted(self._held)))
            except (StoreUnavailable, TryAgain, CommitUnknown) as away:
                log.warning("lease_not_renewed", reason=str(away))
            except Exception:
                # Without this loop every call longer than a lease would be made twice.
                log.exception("lease_not_renewed", reason="unforeseen")

    async def _push(self, held: Rows) -> None:
        async with self._store.write() as tx:
            await tx.fetch("SELECT d.id FROM deliveries d JOIN {rows} ON r.id = d.id ORDER BY d.id {lock d}", rows=held)
            await tx.execute(
                "UPDATE deliveries AS d SET next_due = hub_now() + :lease FROM {rows} WHERE d.id = r.id"
                " AND d.fence = r.fence AND d.state = 'delivering'",
                {"lease": self._lease},
                held,
            )
