"""One HTTP connection with bounds, so that nobody without a key fills the memory: heads, waiting requests, slowness.

uvicorn reads heads without end and for ever, and as many requests ahead as come in one piece.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 32 * 1024
"""Bytes of a request's address and headers together."""
MOST_AHEAD = 8
"""Requests that wait on a connection for the answer to an earlier one."""
MOST_CONNECTIONS = 2_000
HEAD_S = 10.0
"""From a connection's begin, or a request's first byte, to the end of its headers."""

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class _Beyond(Exception):
    """More than is allowed; the parser takes it for a bad request, which is answered with 400 and closed."""


class BoundedProtocol(HttpToolsProtocol):
    """See the module."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head = 0
        self._patience: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_FULL)
            transport.close()
        else:
            self._wait_for_a_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """What is still a head after the parser had it counts towards the head."""
        before = self._head
        super().data_received(data)
        if self._patience is not None and self._head == before:
            self._head += len(data)
            if self._head > MOST_HEAD and not self.transport.is_closing():
                self.send_400_response("The headers are too large.")

    def on_message_begin(self) -> None:
        self._head = 0
        if self._patience is None:
            self._wait_for_a_head()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(": \r\n"))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            raise _Beyond

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > MOST_HEAD:
            raise _Beyond

    def _wait_for_a_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if not self.transport.is_closing():
            self.transport.close()
