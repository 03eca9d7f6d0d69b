"""Consuming: items from one queue into handlers, and their acknowledgement back, over one connection after another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from aio_pika.abc import AbstractConnection
from aiormq.abc import AbstractChannel, DeliveredMessage

from hub.bus.handlers import Handlers
from hub.bus.port import WorkItem
from hub.bus.rabbitmq.link import BROKER_TROUBLE, CLOSE_S, in_time
from hub.bus.rabbitmq.topology import ANSWER_S, Topology

ID = 32
"""Characters of a delivery id; ids in a body are joined by line feeds."""


@dataclass(slots=True, eq=False)
class _ChannelConsumer:
    """A consumer on one channel. A new channel has another one, so a late answer reaches nobody else's items."""

    connection: AbstractConnection
    channel: AbstractChannel
    last_handed: float
    in_hands: int = 0
    broken: bool = False


@dataclass(slots=True)
class _Delivered:
    """An item in our hands (Handed)."""

    item: WorkItem
    redelivered: bool
    _line: _ChannelConsumer
    _tag: int
    _finished: bool = False

    async def ack(self) -> None:
        await self._finish(partial(self._line.channel.basic_ack, self._tag, wait=False))

    async def put_back(self) -> None:
        await self._finish(partial(self._line.channel.basic_nack, self._tag, requeue=True, wait=False))

    async def _finish(self, answer: Callable[[], Awaitable[None]]) -> None:
        """After a reconnect the channel is gone and the broker hands the item over again: nothing to do here."""
        if self._finished:
            return
        self._finished = True
        self._line.in_hands -= 1
        with suppress(*BROKER_TROUBLE):
            async with asyncio.timeout(ANSWER_S):
                await answer()


class Tap:
    """Hands one destination's items to handlers. It has a channel of its own, so its trouble stays its own."""

    def __init__(
        self, topology: Topology, destination: str, handlers: Handlers, prefetch: int, broken: Callable[[], None]
    ) -> None:
        self.destination = destination
        self._topology = topology
        self._handlers = handlers
        self._prefetch = prefetch
        self._broken = broken
        self._line: _ChannelConsumer | None = None
        self._tag = ""

    def is_attached(self, connection: AbstractConnection) -> bool:
        """True if it consumes over this connection, as far as is known here."""
        line = self._line
        return line is not None and line.connection is connection and not line.broken and not line.channel.is_closed

    async def attach(self, connection: AbstractConnection) -> None:
        """Declare the queue and consume it over this connection. `broken` is called if the broker ends that."""
        await self.detach()
        await self._topology.declare(connection, [self.destination])
        await in_time(self._consume(connection), ANSWER_S)

    async def _consume(self, connection: AbstractConnection) -> None:
        opened = await connection.channel(publisher_confirms=False)
        channel = await opened.get_underlay_channel()
        line = self._line = _ChannelConsumer(connection, channel, asyncio.get_running_loop().time())
        opened.close_callbacks.add(lambda *_: self._lost(line))
        channel.on_consumer_cancel_callbacks.add(lambda _frame: self._lost(line))
        await channel.basic_qos(prefetch_count=self._prefetch)
        queue = self._topology.queue(self.destination)
        consuming = await channel.basic_consume(queue, partial(self._take, line))
        self._tag = str(consuming.consumer_tag)

    def _lost(self, line: _ChannelConsumer) -> None:
        line.broken = True
        if self._handlers.open and line is self._line:
            self._broken()

    async def _take(self, line: _ChannelConsumer, message: DeliveredMessage) -> None:
        """Runs in a task of the channel, which dies with it; the handler gets a task of its own that does not."""
        if not self._handlers.open:
            return  # comes back when the channel closes
        tag = message.delivery_tag or 0
        body = message.body
        if len(body) % (ID + 1) != ID or not body.isascii():
            await line.channel.basic_reject(tag, requeue=False, wait=False)
            return
        line.in_hands += 1
        line.last_handed = asyncio.get_running_loop().time()
        item = WorkItem(self.destination, tuple(body.decode("ascii").split("\n")))
        self._handlers.start(_Delivered(item, bool(message.redelivered), line, tag))

    def is_idle(self, seconds: float) -> bool:
        """True if there was room and nothing came for so long."""
        line = self._line
        if line is None or line.in_hands >= self._prefetch:
            return False
        return asyncio.get_running_loop().time() - line.last_handed > seconds

    async def stop(self) -> None:
        """Have the broker hand over no more; what is in hands stays there."""
        line = self._line
        if line is not None and not line.broken and not line.channel.is_closed:
            with suppress(*BROKER_TROUBLE):
                await in_time(line.channel.basic_cancel(self._tag), CLOSE_S)

    async def detach(self) -> None:
        """Close the channel: what is unfinished goes back to its queue."""
        line, self._line = self._line, None
        if line is not None and not line.channel.is_closed:
            with suppress(*BROKER_TROUBLE):
                await in_time(line.channel.close(), CLOSE_S)
