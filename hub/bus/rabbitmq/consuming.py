"""Consuming: items from queues into handlers, and their acknowledgement back, over one connection after another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from aio_pika.abc import AbstractConnection
from aiormq.abc import AbstractChannel, DeliveredMessage

from hub.bus.handlers import Handlers
from hub.bus.port import WorkItem
from hub.bus.rabbitmq.link import BROKER_TROUBLE, CLOSE_S
from hub.bus.rabbitmq.topology import ANSWER_S, Topology

ID = 32
"""Characters of a delivery id; ids in a body are joined by line feeds."""


@dataclass(slots=True)
class _Tap:
    """One destination's consumer on one channel; a new connection brings new taps, so late acks hit nobody else's."""

    channel: AbstractChannel
    in_hands: int = 0
    last_handed: float = field(default_factory=lambda: asyncio.get_running_loop().time())


@dataclass(slots=True)
class _Delivered:
    """An item in our hands (Handed)."""

    item: WorkItem
    redelivered: bool
    _tap: _Tap
    _tag: int
    _finished: bool = False

    async def ack(self) -> None:
        await self._finish(partial(self._tap.channel.basic_ack, self._tag, wait=False))

    async def put_back(self) -> None:
        await self._finish(partial(self._tap.channel.basic_nack, self._tag, requeue=True, wait=False))

    async def _finish(self, answer: Callable[[], Awaitable[None]]) -> None:
        """After a reconnect the channel is gone and the broker hands the item over again: nothing to do here."""
        if self._finished:
            return
        self._finished = True
        self._tap.in_hands -= 1
        with suppress(*BROKER_TROUBLE):
            async with asyncio.timeout(ANSWER_S):
                await answer()


class Consumption:
    """One `consume` of the bus: its destinations, its handlers, and where they are attached just now."""

    def __init__(self, topology: Topology, destinations: tuple[str, ...], handlers: Handlers, prefetch: int) -> None:
        self.destinations = destinations
        self._topology = topology
        self._handlers = handlers
        self._prefetch = prefetch
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._tags: list[str] = []
        self._taps: dict[str, _Tap] = {}

    async def attach(self, connection: AbstractConnection, lost: Callable[[str], None]) -> None:
        """Consume over this connection; `lost` is called when the broker ends a consumer or the channel."""
        if self._connection is connection:
            return
        opened = await connection.channel(publisher_confirms=False)
        opened.close_callbacks.add(lambda *_: lost("channel closed") if self._handlers.open else None)
        channel = await opened.get_underlay_channel()
        channel.on_consumer_cancel_callbacks.add(lambda _frame: lost("consumer cancelled, its queue is gone"))
        await channel.basic_qos(prefetch_count=self._prefetch, timeout=ANSWER_S)
        self._channel, self._tags = channel, []
        for destination in self.destinations:
            tap = self._taps[destination] = _Tap(channel)
            consumer = partial(self._take, destination, tap)
            consuming = await channel.basic_consume(self._topology.queue(destination), consumer, timeout=ANSWER_S)
            self._tags.append(str(consuming.consumer_tag))
        self._connection = connection

    async def _take(self, destination: str, tap: _Tap, message: DeliveredMessage) -> None:
        """Runs in a task of the channel, which dies with it; the handler gets a task of its own that does not."""
        if not self._handlers.open:
            return  # comes back when the channel closes
        tag = message.delivery_tag or 0
        body = message.body
        if len(body) % (ID + 1) != ID or not body.isascii():
            await tap.channel.basic_reject(tag, requeue=False, wait=False)
            return
        tap.in_hands += 1
        tap.last_handed = asyncio.get_running_loop().time()
        item = WorkItem(destination, tuple(body.decode("ascii").split("\n")))
        self._handlers.start(_Delivered(item, bool(message.redelivered), tap, tag))

    def is_idle(self, destination: str, seconds: float) -> bool:
        """True if there was room and nothing came for so long."""
        tap = self._taps[destination]
        idle = asyncio.get_running_loop().time() - tap.last_handed
        return tap.in_hands < self._prefetch and idle > seconds

    async def leave(self, grace: float) -> None:
        """Stop consuming, let handlers end, then close the channel: what is unfinished goes back to its queue."""
        try:
            await self._quietly(self._cancel())
            await self._handlers.finish(grace)
        finally:
            if self._channel is not None:
                await self._quietly(self._channel.close())

    async def _cancel(self) -> None:
        if self._channel is not None and not self._channel.is_closed:
            for tag in self._tags:
                await self._channel.basic_cancel(tag, timeout=CLOSE_S)

    @staticmethod
    async def _quietly(closing: Awaitable[None]) -> None:
        with suppress(*BROKER_TROUBLE):
            async with asyncio.timeout(CLOSE_S):
                await closing
