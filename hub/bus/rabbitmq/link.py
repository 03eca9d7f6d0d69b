"""One connection to the broker that is always there or on its way back (self-healing connection, watchdog)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aio_pika
import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS

from hub.bus.errors import BusMisconfigured

BROKER_TROUBLE = (*CONNECTION_EXCEPTIONS, TimeoutError)
"""Whatever aio-pika raises for what the broker or the network does."""

HEARTBEAT_S = 5
CONNECT_S = 5.0
RESTORE_S = 30.0
CLOSE_S = 2.0
RETRY_S = 0.5

Restore = Callable[[AbstractConnection], Awaitable[None]]
Check = Callable[[AbstractConnection], Awaitable[str | None]]

_log = structlog.get_logger()


class Link:
    """Connects, has `restore` bring back what belongs on the connection, and starts over when it is lost.

    `check` is asked every `check_every` seconds and names a reason to start over, or None. It catches connections that
    live and do nothing.
    """

    def __init__(self, url: str, purpose: str, restore: Restore, check: Check, check_every: float) -> None:
        self._url = url
        self._purpose = purpose
        self._restore = restore
        self._check = check
        self._check_every = check_every
        self._keeper: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._up = asyncio.Event()
        self._reason = ""
        self.lock = asyncio.Lock()
        """Held while the connection's contents are changed."""
        self.connection: AbstractConnection | None = None
        """The usable connection, or None."""
        self.detail = "not connected yet"
        """Why there is none; empty while there is one."""

    @property
    def started(self) -> bool:
        return self._keeper is not None

    async def up(self, seconds: float) -> AbstractConnection | None:
        """Start if needed and wait for a usable connection, at most so long."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name=f"bus-{self._purpose}")
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._up.wait()
        return self.connection

    def rebuild(self, reason: str) -> None:
        """Drop the connection and make another one; what was in consumers' hands comes again."""
        self._reason = self._reason or reason
        self._lost.set()

    async def aclose(self) -> None:
        """End for good."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])

    async def _keep(self) -> None:
        while True:
            self._lost.clear()
            self._reason = ""
            try:
                await self._live()
            except asyncio.CancelledError:
                if _is_cancelled():
                    raise  # else aiormq threw it to say that the connection went
                self.detail = "connection lost"
            except BusMisconfigured as error:
                self.detail = error.words.en
            except BROKER_TROUBLE as error:
                self.detail = type(error).__name__
            _log.warning("bus_connection_lost", purpose=self._purpose, reason=self.detail)
            await asyncio.sleep(RETRY_S)

    async def _live(self) -> None:
        """One connection's life, from its making to its loss."""
        connection = await aio_pika.connect(self._url, timeout=CONNECT_S, heartbeat=HEARTBEAT_S)
        connection.close_callbacks.add(self._on_close)
        try:
            async with self.lock, asyncio.timeout(RESTORE_S):
                await self._restore(connection)
            self.connection, self.detail = connection, ""
            self._up.set()
            _log.info("bus_connected", purpose=self._purpose)
            await self._watch(connection)
            self.detail = self._reason or "connection lost"
        finally:
            self.connection = None
            self._up.clear()
            await _close(connection)

    async def _watch(self, connection: AbstractConnection) -> None:
        while not self._lost.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._check_every):
                    await self._lost.wait()
                return
            if reason := await self._check(connection):
                self.rebuild(reason)

    def _on_close(self, _connection: object, error: BaseException | None) -> None:
        self.rebuild(type(error).__name__ if error else "closed")


async def _close(connection: AbstractConnection) -> None:
    """A broker that hangs does not answer a close either; then the socket is left to the heartbeat."""
    with suppress(*BROKER_TROUBLE):
        async with asyncio.timeout(CLOSE_S):
            await connection.close()


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
