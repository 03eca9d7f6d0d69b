"""The bus between the processes of a world: it loses what it may lose, doubles, delays and reorders."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from dataclasses import dataclass, field
from random import Random

from hub.bus.handlers import Handlers, running_handlers
from hub.bus.port import BusHealth, Event, Features, Handler, WorkItem, checked
from tests.simulation.faults import Faults
from tests.simulation.loop import Process, running

_OUTSIDE = Context()
"""No process's: what the broker does goes on when whoever asked it has died."""


@dataclass(eq=False, slots=True)
class _Handed:
    """An item in a consumer's hands."""

    item: WorkItem
    redelivered: bool
    consumer: Consumer
    finished: bool = False

    async def ack(self) -> None:
        self.consumer.broker.finish(self, again=False)

    async def put_back(self) -> None:
        self.consumer.broker.finish(self, again=True)


@dataclass(eq=False, slots=True)
class Consumer:
    """One process's share of some destinations."""

    broker: Broker
    process: Process
    destinations: frozenset[str]
    handlers: Handlers
    prefetch: int
    hands: list[_Handed] = field(default_factory=list)

    def has_room(self, destination: str) -> bool:
        held = sum(each.item.destination == destination for each in self.hands)
        return self.process.alive and self.handlers.open and held < self.prefetch


class Broker:
    """What waits, by destination, and who takes it."""

    def __init__(self, dice: Random, faults: Faults) -> None:
        self.dice = dice
        self.faults = faults
        self.published = 0
        self.seen: set[str] = set()
        self._waiting: defaultdict[str, list[tuple[WorkItem, bool]]] = defaultdict(list)
        self._consumers: list[Consumer] = []

    def depth(self, destination: str) -> int:
        return len(self._waiting[destination])

    def wipe(self) -> None:
        """All that waits is gone, as with a broker that starts on an empty disk."""
        self._waiting.clear()

    def put(self, item: WorkItem, *, redelivered: bool = False) -> None:
        self.published += 1
        self._waiting[item.destination].append((item, redelivered))
        self._look(item.destination)

    def join(self, consumer: Consumer) -> None:
        self._consumers.append(consumer)
        for destination in sorted(consumer.destinations):
            self._look(destination)

    def leave(self, consumer: Consumer) -> None:
        """Whatever is still in its hands comes again, to others."""
        if consumer in self._consumers:
            self._consumers.remove(consumer)
        for handed in list(consumer.hands):
            self.finish(handed, again=True)

    def kill(self, process: Process) -> None:
        for consumer in [each for each in self._consumers if each.process is process]:
            self.leave(consumer)

    def finish(self, handed: _Handed, *, again: bool) -> None:
        if handed.finished:
            return
        handed.finished = True
        handed.consumer.hands.remove(handed)
        if again or self.faults.happens("ack_lost"):
            self.put(handed.item, redelivered=True)
        else:
            self._look(handed.item.destination)

    def _look(self, destination: str) -> None:
        """After a while, hand over what waits there."""
        running().call_later(self.dice.expovariate(200.0), self._hand_over, destination, context=_OUTSIDE)

    def _hand_over(self, destination: str) -> None:
        waiting = self._waiting[destination]
        while waiting:
            takers = [
                each
                for each in self._consumers
                if destination in each.destinations
                and each.has_room(destination)
                and not self.faults.is_cut("bus", each.process)
            ]
            if not takers:
                if any(self.faults.is_cut("bus", each.process) for each in self._consumers):
                    running().call_later(1.0, self._hand_over, destination, context=_OUTSIDE)
                return
            item, redelivered = waiting.pop(self.dice.randrange(len(waiting)))
            taker = self.dice.choice(takers)
            handed = _Handed(item, redelivered, taker)
            taker.hands.append(handed)
            running().within(taker.process, _start, handed)


def _start(handed: _Handed) -> None:
    if handed.consumer.handlers.open:
        handed.consumer.handlers.start(handed)
    else:
        handed.consumer.broker.finish(handed, again=True)


class SimulatedBus:
    """The Bus of one process."""

    features = Features(durable=True, events_leave=True)

    def __init__(self, broker: Broker, process: Process) -> None:
        self._broker = broker
        self._process = process

    async def declare(self, destinations: Sequence[str]) -> None:
        checked(destinations)

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        return [await self._publish(item) for item in items]

    async def _publish(self, item: WorkItem) -> bool:
        broker, faults = self._broker, self._broker.faults
        if broker.dice.random() < 0.3:
            await asyncio.sleep(broker.dice.expovariate(500.0))
        if faults.is_cut("bus", self._process) or faults.happens("publish_lost"):
            return False
        if not faults.happens("item_lost"):
            broker.put(item)
        if faults.happens("item_doubled"):
            broker.put(item)
        return not faults.happens("publish_unsure")

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        await asyncio.sleep(self._broker.dice.expovariate(500.0))
        if self._broker.faults.is_cut("bus", self._process):
            return [False] * len(events)
        taken = [not self._broker.faults.happens("publish_lost") for _ in events]
        self._broker.seen.update(event.id for event, is_taken in zip(events, taken, strict=True) if is_taken)
        return taken

    @asynccontextmanager
    async def consume(self, destinations: Sequence[str], handler: Handler, prefetch: int) -> AsyncIterator[None]:
        async with running_handlers(handler) as handlers:
            consumer = Consumer(self._broker, self._process, frozenset(destinations), handlers, prefetch)
            self._broker.join(consumer)
            try:
                yield
            finally:
                await handlers.finish(20.0)
                self._broker.leave(consumer)

    async def depth(self, destination: str) -> int | None:
        return None if self._broker.faults.is_cut("bus", self._process) else self._broker.depth(destination)

    def health(self) -> BusHealth:
        return BusHealth(connected=not self._broker.faults.is_cut("bus", self._process))

    async def aclose(self) -> None:
        """Nothing is open."""
