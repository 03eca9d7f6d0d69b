"""What the bus suites share: places where buses meet, items, and a handler that collects."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from hub.bus.port import Bus, Handed, WorkItem

DESTINATIONS = ("meis.person.update", "azeriqaz.subscriber.update")
FIRST, SECOND = DESTINATIONS

PATIENCE = 20.0
"""Seconds that anything here may take before the test says that it never happens."""


@dataclass
class Place:
    """Where buses meet. Each call of `bus` stands for one more process, where the implementation has processes."""

    make: Callable[[float], Bus]
    _made: list[Bus] = field(default_factory=list)

    def bus(self, grace: float = 5.0) -> Bus:
        bus = self.make(grace)
        if bus not in self._made:
            self._made.append(bus)
        return bus

    async def aclose(self) -> None:
        for bus in self._made:
            await bus.aclose()


class Collector:
    """A handler that keeps what it is handed, finishes it or not, and lets a test wait for it."""

    def __init__(self, finish: Callable[[Handed], bool] = lambda _handed: True) -> None:
        self._finish = finish
        self._came = asyncio.Condition()
        self.handed: list[Handed] = []

    async def __call__(self, handed: Handed) -> None:
        if self._finish(handed):
            await handed.ack()
        async with self._came:
            self.handed.append(handed)
            self._came.notify_all()

    @property
    def ids(self) -> set[str]:
        return {delivery for handed in self.handed for delivery in handed.item.deliveries}

    async def has(self, ids: set[str], seconds: float = PATIENCE) -> None:
        """Return when all of these were handed over."""
        async with asyncio.timeout(seconds), self._came:
            await self._came.wait_for(lambda: ids <= self.ids)


def items(count: int, destination: str = FIRST, start: int = 0) -> list[WorkItem]:
    """Items of one delivery each."""
    return [WorkItem(destination, (f"{number:032x}",)) for number in range(start, start + count)]


def ids_of(published: list[WorkItem]) -> set[str]:
    return {delivery for item in published for delivery in item.deliveries}
