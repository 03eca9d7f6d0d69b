"""TLS handshakes that are under way, counted by address: who begins many and ends none leaves room for the others.

Connections are accepted here, one by one, and counted before TLS begins; asyncio's own server lets anybody begin any
number of them, and tells no address before they are done.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog

log = structlog.get_logger("hub.access")

MOST: Final = 400
MOST_FROM_ONE: Final = 100
"""Of one address, a proxy's too."""
_PAUSE_S: Final = 0.5
"""Before the next is accepted, where the machine gives no more sockets."""


class Handshakes:
    """A listening server over TLS; `after` makes the protocol that serves once a handshake is done."""

    def __init__(self, tls: ssl.SSLContext, seconds: float, after: Callable[[], asyncio.Protocol]) -> None:
        self._tls, self._seconds, self._after = tls, seconds, after
        self._under_way: Counter[str] = Counter()

    async def accept(self, listener: socket.socket) -> None:
        """Until cancelled, which lets go of all that are not done; what is being served goes on."""
        loop = asyncio.get_running_loop()
        listener.setblocking(False)  # noqa: FBT003  # the socket's own method
        async with asyncio.TaskGroup() as tasks:
            while True:
                try:
                    accepted, peer = await loop.sock_accept(listener)
                except OSError as none_left:
                    log.warning("accepting_failed", error=type(none_left).__name__)
                    await asyncio.sleep(_PAUSE_S)
                    continue
                address = str(peer[0])
                if self._under_way[address] >= MOST_FROM_ONE or self._under_way.total() >= MOST:
                    log.warning("security_event", kind="handshakes", reason="too many are under way")
                    accepted.close()
                    continue
                self._under_way[address] += 1
                tasks.create_task(self._shake(accepted, address))

    async def _shake(self, accepted: socket.socket, address: str) -> None:
        try:
            # What ends a handshake is the client's, and told by the context (`tls.py`).
            with suppress(OSError, EOFError):
                await asyncio.get_running_loop().connect_accepted_socket(
                    self._after, accepted, ssl=self._tls, ssl_handshake_timeout=self._seconds
                )
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]
