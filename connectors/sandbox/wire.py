"""The sandbox below HTTP: dropped, reset, cut and dripping connections.

uvicorn tells an application nothing of its transport, so the protocol keeps a list of open ones by the caller's
address, which ASGI names as `client`.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from connectors.sandbox.http import Receive, Reply, Scope, Send

_NO_LINGER = struct.pack("ii", 1, 0)
_DRIP_PAUSE_S = 0.1

_open: dict[Any, asyncio.Transport] = {}


class WireProtocol(HttpToolsProtocol):
    """uvicorn's protocol, listed while its connection is open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """List the connection."""
        super().connection_made(transport)
        _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _open.pop(self.client, None)
        super().connection_lost(exc)


async def drop(scope: Scope, receive: Receive, *, reset: bool = False) -> None:
    """Close the caller's connection at once, by RST where `reset`, and wait until it is gone."""
    transport = _open.get(scope["client"])
    if transport is None:
        return
    if reset:
        _linger_not(transport)
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


def _linger_not(transport: asyncio.Transport) -> None:
    """SO_LINGER of zero seconds turns the close into a reset; uvloop's socket allows no setsockopt, its copy does."""
    handle = socket.socket(fileno=socket.dup(transport.get_extra_info("socket").fileno()))
    with handle:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)


async def send_cut(scope: Scope, receive: Receive, send: Send, reply: Reply, cut_at: int) -> None:
    """Announce the whole body, send `cut_at` bytes of it at most (never all) and close."""
    await send(reply.head())
    await send(
        {"type": "http.response.body", "body": reply.body[: min(cut_at, len(reply.body) - 1)], "more_body": True}
    )
    transport = _open.get(scope["client"])
    if transport is not None:
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass


async def send_dripping(scope: Scope, send: Send, reply: Reply, bytes_per_s: int) -> None:
    """Send the body so slowly that every read brings something and the whole takes long; stop when the caller left."""
    await send(reply.head())
    piece = max(1, round(bytes_per_s * _DRIP_PAUSE_S))
    pause = piece / max(bytes_per_s, 1)
    for start in range(0, len(reply.body), piece):
        await asyncio.sleep(pause)
        if scope["client"] not in _open:
            return
        await send({"type": "http.response.body", "body": reply.body[start : start + piece], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def send_whole(send: Send, reply: Reply) -> None:
    """Send the answer as it is."""
    await send(reply.head())
    await send({"type": "http.response.body", "body": reply.body})
