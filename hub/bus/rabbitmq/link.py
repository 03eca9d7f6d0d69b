"""One connection to the broker that is always there or on its way back (self-healing connection, watchdog)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import aio_pika
import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ProbableAuthenticationError
from aiormq.exceptions import AuthenticationError, ConnectionNotAllowed, InvalidFrameError

from hub.bus.errors import BusRefused, VirtualHostClosed

BROKER_TROUBLE = (*CONNECTION_EXCEPTIONS, TimeoutError)
"""Whatever aio-pika raises for what the broker or the network does."""

_NOT_LET_IN = (AuthenticationError, ProbableAuthenticationError, ConnectionNotAllowed)

HEARTBEAT_S = 5
CONNECT_S = 5.0
RESTORE_S = 30.0
CLOSE_S = 2.0
RETRY_S = 0.5

T = TypeVar("T")

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
        self._wake = asyncio.Event()
        self._up = asyncio.Event()
        self._tried = asyncio.Event()
        self._reason = ""
        self._logged = ""
        self.lock = asyncio.Lock()
        """Held while the connection's contents are changed."""
        self.connection: AbstractConnection | None = None
        """The usable connection, or None."""
        self.detail = "not connected yet"
        """Why there is none; empty while there is one."""
        self.refused: BusRefused | VirtualHostClosed | None = None
        """What the broker has answered to the last attempt where that is no trouble that passes: a wrong password."""

    @property
    def started(self) -> bool:
        return self._keeper is not None

    async def up(self, seconds: float) -> AbstractConnection | None:
        """Start if needed and wait for a usable connection, at most so long."""
        return await self._after(self._up, seconds)

    async def tried(self) -> AbstractConnection | None:
        """Start if needed and give the connection, or None once the first attempt has failed."""
        return self.connection or await self._after(self._tried, CONNECT_S)

    async def _after(self, event: asyncio.Event, seconds: float) -> AbstractConnection | None:
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name=f"bus-{self._purpose}")
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        return self.connection

    def rebuild(self, reason: str) -> None:
        """Drop the connection and make another one; what was in consumers' hands comes again."""
        self._reason = self._reason or reason
        self._wake.set()

    def check_now(self) -> None:
        """Ask `check` at once instead of when its time comes."""
        self._wake.set()

    async def aclose(self) -> None:
        """End for good."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])

    async def _keep(self) -> None:
        while True:
            self._reason = ""
            try:
                await self._live()
            except BROKER_TROUBLE as error:
                self.refused = _refused(error, self._url)
                self.detail = self.refused.detail if self.refused else type(error).__name__
            self._tried.set()
            if self.detail != self._logged:  # once an outage, not at every attempt
                self._logged = self.detail
                if self.refused:
                    _log.error("bus_refused", purpose=self._purpose, reason=self.detail)
                else:
                    _log.warning("bus_connection_lost", purpose=self._purpose, reason=self.detail)
            await asyncio.sleep(RETRY_S)

    async def _live(self) -> None:
        """One connection's life, from its making to its loss."""
        connection = await in_time(aio_pika.connect(self._url, heartbeat=HEARTBEAT_S), CONNECT_S)
        connection.close_callbacks.add(self._on_close)
        try:
            async with self.lock, asyncio.timeout(RESTORE_S):
                await self._restore(connection)
            self.connection, self.detail, self.refused, self._logged = connection, "", None, ""
            self._up.set()
            self._tried.set()
            _log.info("bus_connected", purpose=self._purpose)
            await self._watch(connection)
            self.detail = self._reason
        finally:
            self.connection = None
            self._up.clear()
            await _close(connection)

    async def _watch(self, connection: AbstractConnection) -> None:
        while not self._reason:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._check_every):
                    await self._wake.wait()
            self._wake.clear()
            if reason := await self._check(connection):
                self.rebuild(reason)

    def _on_close(self, _connection: object, error: BaseException | None) -> None:
        self.rebuild(type(error).__name__ if error else "closed")


def _refused(error: BaseException, url: str) -> BusRefused | VirtualHostClosed | None:
    """What the broker means, where it has answered. That it closes the connection instead of opening the virtual host
    is to the library a frame out of turn.
    """
    if isinstance(error, InvalidFrameError) and all(name in str(error) for name in ("Connection.OpenOk", "Close")):
        return VirtualHostClosed(unquote(urlsplit(url).path[1:]) or "/")
    return BusRefused(type(error).__name__) if isinstance(error, _NOT_LET_IN) else None


async def _close(connection: AbstractConnection) -> None:
    """A broker that hangs does not answer a close either; then the socket is left to the heartbeat."""
    with suppress(*BROKER_TROUBLE):
        await in_time(connection.close(), CLOSE_S)


async def in_time(work: Coroutine[Any, Any, T], seconds: float) -> T:
    """What `work` gives; TimeoutError after so many seconds, ConnectionError if the connection closed meanwhile.

    aiormq is not to be waited for by itself: it throws CancelledError into whoever awaits an answer on a connection
    that closes, and a cancellation by `asyncio.timeout` can get lost in it, which would hold the caller for ever. So
    the work has a task of its own, which is cancelled and left behind when its time is up.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task], timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_forget)
            task.cancel()
    if not task.done():
        raise TimeoutError
    if task.cancelled():
        raise ConnectionError("the connection closed while its answer was awaited")
    return task.result()


def _forget(task: asyncio.Task[Any]) -> None:
    """Whoever waited is gone; asyncio would complain of an error that nobody has read."""
    if not task.cancelled():
        task.exception()
