"""How a process ends: at a signal, after what it has in hand."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

import structlog

log = structlog.get_logger("hub")

DRAIN_S = 20.0


class Stopped(Exception):
    """Somebody wants the process to end, and it has nothing in hand."""


class Stop:
    """The wish of a signal. The first begins the drain, a second or 20 seconds end the process at once.

    That is harmless: whatever was in hand has its lease and is taken up again.
    """

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._on_signal)

    async def wait(self) -> None:
        """Until somebody wants the process to end."""
        await self._wanted.wait()

    async def within(self, seconds: float) -> bool:
        """Whether somebody wants the process to end within so many seconds; returns as soon as somebody does."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wait()
        return self._wanted.is_set()

    async def pause(self, seconds: float) -> None:
        """Wait so long; Stopped as soon as somebody wants the process to end."""
        if await self.within(seconds):
            raise Stopped

    def _on_signal(self) -> None:
        if self._wanted.is_set():
            os._exit(0)
        log.info("stopping")
        self._wanted.set()
        asyncio.get_running_loop().call_later(DRAIN_S, _cut_short)


def _cut_short() -> None:
    log.warning("drain_cut_short", seconds=DRAIN_S)
    os._exit(0)
