"""A worker: takes work items from the bus, has them done, and only then acknowledges (Competing Consumers)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import structlog

from hub.bus.port import Bus, Handed
from hub.errors import StoreUnavailable
from hub.exchange.calling.steps import Calls
from hub.store.store import Collision, TryAgain

log = structlog.get_logger("hub.exchange")

PREFETCH = 64


class InsideWork(Protocol):
    """What is done with the deliveries of a destination inside the hub. Errors are those of the store."""

    async def work(self, deliveries: Sequence[str], worker: str) -> None: ...


class Worker:
    """Delivers for some destinations until its `run` is left; then it finishes what is in hand."""

    def __init__(self, name: str, bus: Bus, calls: Calls, inside: Mapping[str, InsideWork]) -> None:
        self._name = name
        self._bus = bus
        self._calls = calls
        self._inside = inside

    @asynccontextmanager
    async def run(self, destinations: Sequence[str]) -> AsyncIterator[None]:
        """Consume while the context is open."""
        async with self._calls.leased(), self._bus.consume(destinations, self._handle, PREFETCH):
            try:
                yield
            finally:
                self._calls.leave()

    async def _handle(self, handed: Handed) -> None:
        item = handed.item
        inside = self._inside.get(item.destination)
        try:
            if inside is not None:
                await inside.work(item.deliveries, self._name)
                self._calls.needs.nudge()
            elif not await self._calls.deliver(item.destination, item.deliveries):
                await handed.put_back()
                return
        except (StoreUnavailable, Collision, TryAgain) as away:
            log.warning("work_put_back", destination=item.destination, reason=str(away))
            await self._calls.needs.clock.sleep(0.5)
            await handed.put_back()
        except Exception:
            log.exception("work_failed", destination=item.destination)
            await self._calls.needs.clock.sleep(1.0)
            await handed.put_back()
        else:
            await handed.ack()
