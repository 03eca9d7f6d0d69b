"""Tells the bus of what a commit of this process has made due, in the moment after it; the relay tells what got lost.

Only for destinations that bear any number of calls: for others the relay keeps few items in the bus. A delivery that is
told so is stored as due a microsecond before it was made, by which the relay knows it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.bus.port import Bus, items_of
from hub.exchange.accept import AcceptBatch
from hub.exchange.model import Accepted, KeyTaken, NewMessage
from hub.store.writer import Writer


class Accepting:
    """Has messages stored and told; the door answers after the commit and waits for no broker."""

    def __init__(self, writer: Writer, batch: AcceptBatch, bus: Bus) -> None:
        self._writer = writer
        self._batch = batch
        self._bus = bus
        self._due: defaultdict[str, list[str]] = defaultdict(list)
        self._told = asyncio.Event()

    async def accept(self, message: NewMessage) -> Accepted | KeyTaken:
        """Store one message. Raises StoreUnavailable."""
        result = await self._writer.submit(self._batch, message)
        if isinstance(result, Accepted) and result.due:
            for destination, delivery in result.due:
                self._due[destination].append(delivery)
            self._told.set()
        return result

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[None]:
        """Tell while the context is open."""
        async with asyncio.TaskGroup() as owner:
            task = owner.create_task(self._tell(), name="announcing")
            try:
                yield
            finally:
                task.cancel()

    async def _tell(self) -> None:
        """What comes while the bus confirms goes together next; what it does not confirm is the relay's."""
        while True:
            await self._told.wait()
            await asyncio.sleep(0)  # the neighbours of one commit come in the same turn of the loop
            self._told.clear()
            due, self._due = self._due, defaultdict(list)
            await self._bus.publish([item for name, ids in due.items() for item in items_of(name, ids)])
