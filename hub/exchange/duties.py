"""The duties of the one leading process: relay what is due, sweep what is stuck, number the evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from hub.clock import SECOND, Clock
from hub.errors import HubError
from hub.exchange.clock_steps import follow_clock
from hub.exchange.relay import Relay
from hub.exchange.sweeper import free_blocked_heads, free_expired_leases
from hub.store.store import CommitUnknown, Store, TryAgain

log = structlog.get_logger("hub.exchange")

DUTY = "relay"


class Merges(Protocol):
    """The evidence sequencer, as far as duties need it."""

    async def merge(self) -> int: ...
    async def thin_heads(self) -> int: ...


class Duties:
    """Runs all duties while this process leads; tries to take the lead while it does not."""

    def __init__(self, name: str, store: Store, clock: Clock, relay: Relay, sequencer: Merges) -> None:
        self._store = store
        self._clock = clock
        self._relay = relay
        self._sequencer = sequencer
        self._name = name
        self._leads = asyncio.Event()
        self.extra: list[tuple[float, Callable[[], Awaitable[object]]]] = []

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as duties:
            duties.create_task(self._every(3.0, self._lead))
            duties.create_task(self._relaying())
            for period, duty in (
                (2.0, lambda: follow_clock(self._store)),
                (2.0, lambda: free_expired_leases(self._store)),
                (20.0, lambda: free_blocked_heads(self._store)),
                (0.5, self._sequencer.merge),
                (600.0, self._sequencer.thin_heads),
                *self.extra,
            ):
                duties.create_task(self._while_leading(period, duty))

    async def resign(self) -> None:
        """Let a successor take over at once."""
        if self._leads.is_set():
            await self._guarded(lambda: resign(self._store, DUTY, self._name))

    async def _lead(self) -> None:
        if await lead(self._store, DUTY, self._name):
            self._leads.set()
        else:
            self._leads.clear()

    async def _relaying(self) -> None:
        while True:
            await self._leads.wait()
            if await self._guarded(self._relay.step):
                await self._relay.wait()

    async def _every(self, period: float, duty: Callable[[], Awaitable[object]]) -> None:
        while True:
            await self._guarded(duty)
            await self._clock.sleep(period)

    async def _while_leading(self, period: float, duty: Callable[[], Awaitable[object]]) -> None:
        while True:
            await self._leads.wait()
            await self._guarded(duty)
            await self._clock.sleep(period)

    async def _guarded(self, duty: Callable[[], Awaitable[object]]) -> bool:
        """Trouble of the database or broker passes; the duty is done again. False if it did not go well."""
        task, went_well = asyncio.current_task(), False
        try:
            await duty()
            went_well = True
        except (HubError, TryAgain, CommitUnknown) as trouble:
            log.warning("duty_hindered", reason=str(trouble))
        except Exception:
            if task is not None and task.cancelling():
                raise
            # A loop that must not end: what is wrong with one turn of one duty must not stop the others.
            log.exception("duty_failed")
        if task is not None and task.cancelling():
            # A library may swallow a cancellation; the loop around would never hear of another.
            raise asyncio.CancelledError
        if not went_well:
            await self._clock.sleep(1.0)
        return went_well


async def lead(store: Store, duty: str, holder: str) -> bool:
    """Take or keep the duty for 10 seconds; False if another holds it. Nobody holds it for longer: the clock went back.

    Two leaders for a moment are harmless, since everything a leader does is safe to run twice.
    """
    async with store.write() as tx:
        rows = await tx.fetch(
            "INSERT INTO leaders (duty, holder, until) VALUES (:duty, :holder, hub_now() + :lease)"
            " ON CONFLICT (duty) DO UPDATE SET holder = excluded.holder, until = excluded.until"
            " WHERE leaders.holder = excluded.holder OR leaders.until < hub_now() OR leaders.until > hub_now() + :lease"
            " RETURNING holder",
            {"duty": duty, "holder": holder, "lease": 10 * SECOND},
        )
    return bool(rows)


async def resign(store: Store, duty: str, holder: str) -> None:
    """Let go at once, so that a successor need not wait."""
    async with store.write() as tx:
        await tx.execute(
            "DELETE FROM leaders WHERE duty = :duty AND holder = :holder", {"duty": duty, "holder": holder}
        )
