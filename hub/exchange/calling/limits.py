"""What one worker has in hand: so many deliveries of a destination, each under a lease that is pushed in time.

Rate, parallel calls and breaker hold for the whole installation and stand in SQL (`hub.exchange.breaker`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from hub.clock import SECOND, Clock
from hub.errors import StoreUnavailable
from hub.exchange.calling.step import Call, Moment, Proceed
from hub.exchange.model import Job
from hub.store.store import CommitUnknown, Store, TryAgain
from hub.store.tx import Rows, ids

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
    """While a call runs, its delivery's lease is pushed three times within its length.

    A worker that stood still may have lost it without knowing. So before anything is sent the lease is looked at: by
    both clocks of the machine, since one of them stops where the machine does, and if more than half of it has gone by,
    in the database.
    """

    def __init__(self, store: Store, clock: Clock, lease: int) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._held: dict[tuple[str, int], Moment] = {}

    def look(self) -> Moment:
        """What both clocks show."""
        return Moment(self._clock.monotonic(), self._clock.now() / SECOND)

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        held = (call.job.id, call.job.fence)
        self._held[held] = call.claimed_at
        try:
            await proceed(call)
        finally:
            self._held.pop(held, None)

    async def is_held(self, job: Job) -> bool:
        """Whether this worker still has the delivery to itself; where nobody can tell, it has not."""
        since = self._held.get((job.id, job.fence))
        if since is not None and self.look().after(since) * SECOND < self._lease / 2:
            return True
        try:
            return (job.id, job.fence) in await self._push([(job.id, job.fence)])
        except (StoreUnavailable, TryAgain, CommitUnknown) as away:
            log.warning("lease_not_renewed", reason=str(away))
            return False

    async def renew(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(self._lease / SECOND / 3)
            if not self._held:
                continue
            try:
                await self._push(sorted(self._held))
            except (StoreUnavailable, TryAgain, CommitUnknown) as away:
                log.warning("lease_not_renewed", reason=str(away))
            except Exception:
                # Without this loop every call longer than a lease would be made twice.
                log.exception("lease_not_renewed", reason="unforeseen")

    async def _push(self, held: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
        """Which of them were still held, and are now for a whole lease from before this was asked."""
        since, rows = self.look(), Rows("id uuid, fence int", held)
        async with self._store.write() as tx:
            found = await tx.fetch(
                "SELECT d.id, d.fence FROM deliveries d JOIN {rows} ON r.id = d.id AND r.fence = d.fence"
                " WHERE d.state = 'delivering' ORDER BY d.id {lock d}",
                rows=rows,
            )
            await tx.execute(
                "UPDATE deliveries AS d SET next_due = hub_now() + :lease FROM {rows} WHERE d.id = r.id",
                {"lease": self._lease},
                ids([row["id"] for row in found]),
            )
        mine = {(row["id"], row["fence"]) for row in found}
        self._held.update((each, since) for each in mine & self._held.keys())
        return mine
