"""One HTTP connection with bounds, so that nobody without a key fills the memory: heads, waiting requests, slowness.

uvicorn reads heads without end and for ever, as many requests ahead as come in one piece, and waits for ever until an
answer is read.
"""

from __future__ import annotations

import asyncio
import re
from asyncio import TimerHandle
from typing import Any

from httptools import parse_url
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hub.access.presented import PRESENTED, Presented, of_der

MOST_HEAD = 32 * 1024
"""Bytes of a request's address and headers together."""
MOST_AHEAD = 8
"""Requests that wait on a connection for the answer to an earlier one."""
MOST_CONNECTIONS = 2_000
MOST_FROM_ONE = 1_000
"""Of one address, a proxy's too: what it leaves is for others."""
HEAD_S = 10.0
"""From a connection's begin, or a request's first byte, to the end of its headers."""
UNREAD_S = 30.0
"""How long some 64 kB of an answer may wait for its reader; and the rest of it, once the connection is to end."""

_AFTER_AUTHORITY = re.compile(rb"[/?#]")
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class _Beyond(Exception):
    """More than is allowed; the parser takes it for a bad request, which is answered with 400 and closed."""


class BoundedProtocol(HttpToolsProtocol):
    """See the module."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head = 0
        self._presented: Presented | None = None
        self._patience: TimerHandle | None = None
        self._unread: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        self._presented = _presented_by(transport)
        if self._is_one_too_many():
            transport.write(_FULL)
            transport.close()
        else:
            self._wait_for_a_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._is_read()
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
        if self._presented is not None:
            self.scope[PRESENTED] = self._presented  # type: ignore[typeddict-unknown-key]  # a key of our own

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(": \r\n"))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        if not self.url.startswith(b"/"):
            self._take_absolute_form()
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            raise _Beyond

    def _take_absolute_form(self) -> None:
        """A target in absolute form is as good as one in origin form; its host counts, whatever Host says (RFC 9112,
        3.2.2). Who names a user in it is refused (RFC 9110, 4.2.4).
        """
        target = parse_url(self.url)
        if not target.schema:
            return
        if target.userinfo:
            raise _Beyond
        authority = _AFTER_AUTHORITY.split(self.url.partition(b"://")[2], maxsplit=1)[0]
        self.url = (target.path or b"/") + (b"?" + target.query if target.query else b"")
        self.headers[:] = [(name, authority if name == b"host" else value) for name, value in self.headers]

    def pause_writing(self) -> None:
        super().pause_writing()
        self._is_read()
        self._unread = self.loop.call_later(UNREAD_S, self.transport.abort)

    def resume_writing(self) -> None:
        self._is_read()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Closing waits until all is read; who reads nothing would stay for ever."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(UNREAD_S, self.transport.abort)

    def _is_one_too_many(self) -> bool:
        """Of all, or of its address; each is looked at only where there are so many."""
        if len(self.connections) <= MOST_FROM_ONE:
            return False
        mine = sum(_address(each) == _address(self) for each in self.connections)
        return mine > MOST_FROM_ONE or len(self.connections) > MOST_CONNECTIONS

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

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


def _address(connection: object) -> str | None:
    """None over a socket of the file system."""
    client = getattr(connection, "client", None)
    return client[0] if client else None


def _presented_by(transport: asyncio.Transport) -> Presented | None:
    """The certificate of a client that has shown one; TLS has checked its chain and its dates before we are called."""
    tls = transport.get_extra_info("ssl_object")
    der = tls.getpeercert(binary_form=True) if tls is not None else None
    return of_der(der) if der else None
