"""A TCP relay whose connections a test can freeze: half-open, as a firewall that restarted leaves them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Relays until frozen; connections made after `freeze` are relayed again."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._flow = asyncio.Event()
        self._flow.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def freeze(self) -> None:
        """Let nothing more through on today's connections, and tell neither side."""
        self._flow.clear()
        self._flow = asyncio.Event()
        self._flow.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        flow = self._flow
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_relay(reader, far_writer, flow))
                both.create_task(_relay(far_reader, writer, flow))
        finally:
            writer.close()
            far_writer.close()
            self._tasks.discard(task)

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, flow: asyncio.Event) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65536):
            await flow.wait()
            writer.write(chunk)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxied(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy before the server of this URL, and the URL that goes through it."""
    parts = urlsplit(url)
    proxy = Proxy(parts.hostname or "localhost", parts.port or 5672)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user = f"{parts.username}:{parts.password}@" if parts.username else ""
    try:
        yield proxy, urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{port}"))
    finally:
        server.close()
        await proxy.aclose()
