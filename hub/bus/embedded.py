"""The bus inside one process: plain queues in memory. Nothing survives the process, and nothing needs to."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from hub.bus.handlers import Handlers, running_handlers
from hub.bus.port import BusHealth, Event, Features, Handler, WorkItem, checked

MOST_WAITING = 100_000
"""Items of one destination; a publish beyond it is refused, and the sweeper brings the work again."""


@dataclass(slots=True)
class _Lent:
    """An item in a consumer's hands."""

    item: WorkItem
    redelivered: bool
    _slot: _Slot = field(repr=False)
    _finished: bool = False

    async def ack(self) -> None:
        self.finish(again=False)

    async def put_back(self) -> None:
        self.finish(again=True)

    def finish(self, *, again: bool) -> None:
        if not self._finished:
            self._finished = True
            self._slot.release(self, again=again)


class _Queue:
    """One destination's waiting items and the consumers with a free hand."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._items: deque[tuple[WorkItem, bool]] = deque()
        self._slots: deque[_Slot] = deque()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: WorkItem) -> bool:
        if len(self._items) >= self._most:
            return False
        self._items.append((item, False))
        self.hand_over()
        return True

    def put_back(self, item: WorkItem) -> None:
        """Returned items are never refused: they were taken already."""
        self._items.append((item, True))
        self.hand_over()

    def join(self, slot: _Slot) -> None:
        self._slots.append(slot)
        self.hand_over()

    def leave(self, slot: _Slot) -> None:
        self._slots.remove(slot)

    def hand_over(self) -> None:
        """Give items to consumers with room, in turn."""
        full = 0
        while self._items and full < len(self._slots):
            slot = self._slots[0]
            self._slots.rotate(-1)
            if slot.has_room():
                slot.lend(*self._items.popleft())
                full = 0
            else:
                full += 1


class _Slot:
    """One consumer's share of one destination: at most `prefetch` items in its hands."""

    def __init__(self, queue: _Queue, handlers: Handlers, prefetch: int) -> None:
        self._queue = queue
        self._handlers = handlers
        self._prefetch = prefetch
        self._lent: dict[int, _Lent] = {}

    def has_room(self) -> bool:
        return self._handlers.open and len(self._lent) < self._prefetch

    def lend(self, item: WorkItem, redelivered: bool) -> None:  # noqa: FBT001 - the pair as it lies in the queue
        lent = _Lent(item, redelivered, self)
        self._lent[id(lent)] = lent
        self._handlers.start(lent)

    def release(self, lent: _Lent, *, again: bool) -> None:
        self._lent.pop(id(lent), None)
        if again:
            self._queue.put_back(lent.item)
        else:
            self._queue.hand_over()

    def close(self) -> None:
        """Give back whatever is still in this consumer's hands."""
        for lent in list(self._lent.values()):
            lent.finish(again=True)


class EmbeddedBus:
    """The Bus of a single process. All methods belong to one event loop."""

    features = Features(durable=False, events_leave=False)

    def __init__(self, *, most_waiting: int = MOST_WAITING, grace: float = 20.0) -> None:
        self._most_waiting = most_waiting
        self._grace = grace
        self._queues: dict[str, _Queue] = {}

    async def declare(self, destinations: Sequence[str]) -> None:
        """See Bus."""
        for name in checked(destinations):
            self._queues.setdefault(name, _Queue(self._most_waiting))

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        """See Bus. False for a destination that nobody declared, and for one that is full."""
        return [self._put(item) for item in items]

    def _put(self, item: WorkItem) -> bool:
        queue = self._queues.get(item.destination)
        return queue is not None and queue.put(item)

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        """Nobody outside listens to this process, so each event is taken and gone."""
        return [True] * len(events)

    @asynccontextmanager
    async def consume(self, destinations: Sequence[str], handler: Handler, prefetch: int) -> AsyncIterator[None]:
        """See Bus. Declares the destinations."""
        await self.declare(destinations)
        queues = [self._queues[name] for name in dict.fromkeys(destinations)]
        async with running_handlers(handler) as handlers:
            slots = [_Slot(queue, handlers, prefetch) for queue in queues]
            try:
                for queue, slot in zip(queues, slots, strict=True):
                    queue.join(slot)
                yield
            finally:
                for queue, slot in zip(queues, slots, strict=True):
                    queue.leave(slot)
                try:
                    await handlers.finish(self._grace)
                finally:
                    for slot in slots:
                        slot.close()

    async def depth(self, destination: str) -> int | None:
        """See Bus."""
        queue = self._queues.get(destination)
        return None if queue is None else len(queue)

    def health(self) -> BusHealth:
        """Always there while the process is."""
        return BusHealth(connected=True)

    async def aclose(self) -> None:
        """Forget what waits; the store knows it."""
        self._queues.clear()
