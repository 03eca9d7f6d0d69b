"""A TCP proxy between the hub and a server that a test makes slow, mute, short-spoken or dead while it runs.

Everything may be changed at any time and holds for open connections too, but where a sentence says otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65536


@dataclass(slots=True)
class Direction:
    """What happens to bytes that go one way. Counters and limits are for all connections together."""

    delay: float = 0.0
    """Seconds that each piece waits before it goes on."""
    rate: float | None = None
    """Bytes a second; 1 is the drip of one byte a second."""
    swallow: bool = False
    """Read and lose everything: the sender believes that it was sent."""
    stalled: bool = False
    """Read nothing more, so that the sender's buffers fill."""
    cut_after: int | None = None
    """So many more bytes go on, then both ends are closed, with a reset if `reset` is set."""
    reset: bool = False
    passed: int = 0
    """Bytes that went on so far."""
    seen: Callable[[bytes], None] = field(default=lambda _piece: None)
    """Called with every piece before it goes on; may change the proxy."""


class Proxy:
    """`async with Proxy(host, port) as proxy:` listens on 127.0.0.1 at `proxy.port`. `upward` is towards the server."""

    def __init__(self, host: str, port: int) -> None:
        self.upward = Direction()
        self.downward = Direction()
        self.half_open = False
        """Take new connections and leave them alone: the server never hears of them."""
        self.accepted = 0
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Stays the same when the door is closed and opened again."""
        return self._port

    def url(self, original: str) -> str:
        """The same URL with the proxy in the server's place."""
        parts = urlsplit(original)
        login = parts.netloc.rpartition("@")[0]
        place = f"127.0.0.1:{self._port}"
        return urlunsplit(parts._replace(netloc=f"{login}@{place}" if login else place))

    def point_to(self, host: str, port: int) -> None:
        """Send new connections to another server, as a failover does."""
        self._target = (host, port)

    async def open_door(self) -> None:
        """Listen."""
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def close_door(self) -> None:
        """Refuse new connections; open ones go on."""
        if self._server is not None:
            self._server.close()
            self._server = None
            await asyncio.sleep(0)

    def drop_all(self, *, reset: bool = True) -> None:
        """End every open connection on both sides, by RST or in order."""
        for writer in list(self._open):
            _end(writer, reset=reset)
        self._open.clear()

    def lose_answer_after(self, pattern: bytes, *, reset: bool = True) -> asyncio.Event:
        """Once: let the piece with `pattern` through, keep the server's next answer back, then end that connection.

        So the server did it and nobody was told. The event is set when that has happened. Holds for one connection at a
        time: use it with a single client.
        """
        lost = asyncio.Event()
        up, down = self.upward, self.downward

        def on_request(piece: bytes) -> None:
            if pattern in piece:
                up.seen = _ignore
                down.swallow = True
                down.seen = on_answer

        def on_answer(_piece: bytes) -> None:
            down.seen = _ignore
            down.swallow = False
            self.drop_all(reset=reset)
            lost.set()

        up.seen = on_request
        return lost

    async def __aenter__(self) -> Self:
        await self.open_door()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close_door()
        self.drop_all()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._open.add(writer)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.half_open:
            return
        try:
            server_reader, server_writer = await asyncio.open_connection(*self._target)
        except OSError:
            _end(writer, reset=True)
            return
        self._open.add(server_writer)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pump(reader, server_writer, self.upward), self._pump(server_reader, writer, self.downward)
            )
        self._forget(writer, server_writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
        """Carry bytes until one end is gone; the end of the stream is carried too, as a half-close."""
        with contextlib.suppress(OSError):
            while piece := await _read(reader, way):
                way.seen(piece)
                if way.swallow:
                    continue
                if await self._pass(piece, writer, way):
                    return
            if writer.can_write_eof():
                writer.write_eof()

    async def _pass(self, piece: bytes, writer: asyncio.StreamWriter, way: Direction) -> bool:
        """Send the piece on as the direction has it. True if this was the cut."""
        if way.delay:
            await asyncio.sleep(way.delay)
        cut = way.cut_after is not None and len(piece) >= way.cut_after
        if cut:
            piece = piece[: way.cut_after]
        if way.cut_after is not None:
            way.cut_after -= len(piece)
        writer.write(piece)
        way.passed += len(piece)
        await writer.drain()
        if way.rate:
            await asyncio.sleep(len(piece) / way.rate)
        if cut:
            way.cut_after = None
            self.drop_all(reset=way.reset)
        return cut

    def _forget(self, *writers: asyncio.StreamWriter) -> None:
        for writer in writers:
            self._open.discard(writer)
            writer.close()


async def _read(reader: asyncio.StreamReader, way: Direction) -> bytes:
    """The next piece, as small as the rate asks for; waits while the direction is stalled."""
    await _while_stalled(way)
    piece = await reader.read(max(1, int(way.rate)) if way.rate else CHUNK)
    await _while_stalled(way)
    return piece


async def _while_stalled(way: Direction) -> None:
    while way.stalled:
        await asyncio.sleep(0.02)


def _end(writer: asyncio.StreamWriter, *, reset: bool) -> None:
    """Close one side; SO_LINGER 0 turns the close into RST."""
    if reset:
        with contextlib.suppress(OSError, AttributeError):
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    else:
        writer.close()


def _ignore(_piece: bytes) -> None:
    return
