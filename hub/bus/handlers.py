"""Who owns the running handlers of a consumer, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.bus.port import Handed, Handler


class Handlers:
    """Starts handlers as tasks of one TaskGroup, so that none is lost and what one raises is seen."""

    def __init__(self, handler: Handler, group: asyncio.TaskGroup) -> None:
        self._handler = handler
        self._group = group
        self._running: set[asyncio.Task[None]] = set()
        self.open = True
        """False once a handler has raised or the consumer is leaving: hand nothing over any more."""

    def start(self, handed: Handed) -> None:
        """Run the handler for one item, beside the others."""
        task = self._group.create_task(self._run(handed))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, handed: Handed) -> None:
        done = False
        try:
            await self._handler(handed)
            done = True
        finally:
            self.open = self.open and done

    async def finish(self, grace: float) -> None:
        """Start no more, wait for what runs, at most `grace` seconds, then cancel the rest."""
        self.open = False
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=grace)
        for task in late:
            task.cancel()


@asynccontextmanager
async def running_handlers(handler: Handler) -> AsyncIterator[Handlers]:
    """A place for handlers that leaves none behind."""
    async with asyncio.TaskGroup() as group:
        yield Handlers(handler, group)
