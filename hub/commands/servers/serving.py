"""An HTTP server inside a process that has other work: it starts, stops accepting and ends when its context is left."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from hub.commands.servers.handshakes import Handshakes
from hub.errors import HubError, Words
from hub.settings import Settings
from hub.web.front import HubApi
from hub.web.protocol import BoundedProtocol

HANDSHAKE_S = 10.0
"""To its end from a connection's begin, as the head of a request (`hub.web.protocol.HEAD_S`)."""
_REQUESTS_GRACE_S = 10
_KEEP_ALIVE_S = 30
_BACKLOG = 2048


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, which end the process by the signal instead of status 0."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = asyncio.Event()
        self._accepting: list[asyncio.Task[None]] = []

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to Stop."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen by ourselves: uvicorn lets a handshake last for a minute, and anybody have any number of them."""
        await super().startup(sockets=[])
        loop, tls = asyncio.get_running_loop(), self.config.ssl
        for each in sockets or ():
            if tls is None:
                self.servers.append(await loop.create_server(self._connection, sock=each, backlog=_BACKLOG))
            else:
                handshakes = Handshakes(tls, HANDSHAKE_S, self._connection)
                self._accepting.append(loop.create_task(handshakes.accept(each), name="tls"))
        self.accepts.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever has not said anything yet is let go."""
        for task in self._accepting:
            task.cancel()
        await asyncio.gather(*self._accepting, return_exceptions=True)
        await super().shutdown(sockets)

    def _connection(self) -> BoundedProtocol:
        return BoundedProtocol(self.config, self.server_state, self.lifespan.state)


def listen(settings: Settings) -> socket.socket:
    """The listening socket; PortTaken if another process has it.

    Connections inherit its TCP_NODELAY, which asyncio leaves off on a socket it did not make: the body of an answer
    would wait for the caller's delayed acknowledgement of its head, 40 ms.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        made = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as taken:
        raise PortTaken(settings.host, settings.port, taken.strerror or "") from taken
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class PortTaken(HubError):
    """The address cannot be listened on."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        words = Words(
            f"{host}:{port} ünvanını dinləmək olmur ({reason}). Başqa port verin: HUB_PORT=8081.",
            f"Cannot listen on {host}:{port} ({reason}). Name another port: HUB_PORT=8081.",
        )
        super().__init__("hub.port_taken", words)


def url_of(listener: socket.socket, scheme: str = "http") -> str:
    """The address for people: a wildcard is shown as loopback."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  # shown
    return f"{scheme}://{shown}:{port}"


@asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket, tls: ssl.SSLContext | None = None) -> AsyncIterator[None]:
    """Serve while the context is open; on leaving accept no more and let running requests end."""
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_REQUESTS_GRACE_S,
        backlog=_BACKLOG,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )
    server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]), name="http")
        await server.accepts.wait()
        yield
        if isinstance(app, HubApi):
            app.stopping.set()
        server.should_exit = True
