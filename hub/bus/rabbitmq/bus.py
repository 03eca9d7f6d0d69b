"""The Bus over RabbitMQ."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from aio_pika.abc import AbstractConnection

from hub.bus.errors import BusMisconfigured, BusUnreachable
from hub.bus.handlers import running_handlers
from hub.bus.port import BusHealth, Event, Features, Handler, WorkItem, checked
from hub.bus.rabbitmq.consuming import Consumption
from hub.bus.rabbitmq.link import BROKER_TROUBLE, Link
from hub.bus.rabbitmq.publishing import Post, Publishing
from hub.bus.rabbitmq.topology import ANSWER_S, Topology

REACH_S = 5.0
CHECK_EVERY_S = 5.0
SILENCE_S = 15.0
"""Work waits, a consumer has room, and nothing came for so long: the connection is rebuilt."""

_log = structlog.get_logger()


class RabbitBus:
    """One process's bus: at most one connection that publishes and one that consumes, each made when first needed."""

    features = Features(durable=True, competing_processes=True, events_leave=True)

    def __init__(self, url: str, *, prefix: str = "hub", grace: float = 20.0, silence: float = SILENCE_S) -> None:
        self._topology = Topology(prefix)
        self._grace = grace
        self._silence = silence
        self._declared: dict[str, None] = {}
        self._consumptions: list[Consumption] = []
        self._misconfigured: BusMisconfigured | None = None
        every = min(CHECK_EVERY_S, silence)
        self._publisher = Link(url, "publish", self._restore_publishing, self._check_publishing, every)
        self._consumer = Link(url, "consume", self._restore_consuming, self._check_consuming, every)
        self._publishing = Publishing(self._publisher)

    async def declare(self, destinations: Sequence[str]) -> None:
        """See Bus."""
        self._declared.update(dict.fromkeys(checked(destinations)))
        connection = await self._publisher.up(REACH_S)
        if connection is None:
            raise BusUnreachable(self._publisher.detail)
        try:
            await self._topology.declare(connection, destinations)
        except BROKER_TROUBLE as error:
            raise BusUnreachable(type(error).__name__) from error
        self._misconfigured = None

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        """See Bus. What no queue is bound for is False, and its queue is declared again if it ever was."""
        await self._publisher.up(0 if self._publisher.started else REACH_S)
        work = self._topology.work
        posted = await self._publishing.publish(
            [
                Post(work, item.destination, "\n".join(item.deliveries).encode("ascii"), "text/plain", mandatory=True)
                for item in items
            ]
        )
        if posted.unroutable:
            await self._declare_again([name for name in posted.unroutable if name in self._declared])
        return posted.taken

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        """See Bus. Persistent, to the events exchange, under the event's type."""
        await self._publisher.up(0 if self._publisher.started else REACH_S)
        exchange = self._topology.events
        posted = await self._publishing.publish(
            [
                Post(exchange, event.type, event.to_json(), "application/cloudevents+json", mandatory=False)
                for event in events
            ]
        )
        return posted.taken

    @asynccontextmanager
    async def consume(self, destinations: Sequence[str], handler: Handler, prefetch: int) -> AsyncIterator[None]:
        """See Bus. Declares the destinations; raises BusMisconfigured if the broker says so on entering."""
        names = tuple(dict.fromkeys(checked(destinations)))
        async with running_handlers(handler) as handlers:
            consumption = Consumption(self._topology, names, handlers, prefetch)
            try:
                await self._attach(consumption)
                yield
            finally:
                async with self._consumer.lock:
                    self._consumptions.remove(consumption)
                await consumption.leave(self._grace)

    async def _attach(self, consumption: Consumption) -> None:
        """Now if the broker is there, else as soon as it is."""
        self._consumptions.append(consumption)
        connection = await self._consumer.up(REACH_S)
        async with self._consumer.lock:
            if connection is None or connection is not self._consumer.connection:
                return
            try:
                await self._attach_to(connection, consumption)
            except BROKER_TROUBLE as error:
                self._consumer.rebuild(type(error).__name__)

    async def _attach_to(self, connection: AbstractConnection, consumption: Consumption) -> None:
        await self._topology.declare(connection, consumption.destinations)
        await consumption.attach(connection, self._consumer.rebuild)

    async def depth(self, destination: str) -> int | None:
        """See Bus. The broker counts what is ready, not what is in consumers' hands."""
        connection = self._consumer.connection or self._publisher.connection or await self._publisher.up(REACH_S)
        if connection is None:
            return None
        with suppress(*BROKER_TROUBLE):
            return (await self._look(connection, destination))[0]
        return None

    async def _look(self, connection: AbstractConnection, destination: str) -> tuple[int, int]:
        """Items ready and consumers, on a channel of its own: asking for a queue that is gone closes the channel."""
        async with await connection.channel(publisher_confirms=False) as channel:
            queue = await channel.declare_queue(self._topology.queue(destination), passive=True, timeout=ANSWER_S)
            found = queue.declaration_result
            return found.message_count or 0, found.consumer_count or 0

    def health(self) -> BusHealth:
        """See Bus."""
        if self._misconfigured is not None:
            return BusHealth(connected=False, detail=self._misconfigured.words.en)
        down = [link.detail for link in (self._publisher, self._consumer) if link.started and link.connection is None]
        if not (self._publisher.started or self._consumer.started):
            down = [self._publisher.detail]
        return BusHealth(connected=not down, detail="; ".join(down))

    async def rebuild(self) -> None:
        """Drop both connections and make them anew."""
        self._publisher.rebuild("asked for")
        self._consumer.rebuild("asked for")

    async def aclose(self) -> None:
        """See Bus."""
        await self._publisher.aclose()
        await self._consumer.aclose()

    async def _restore_publishing(self, connection: AbstractConnection) -> None:
        """A wrong queue does not keep the others from being published to; `health` and the log name it."""
        try:
            await self._topology.declare(connection, self._declared)
            self._misconfigured = None
        except BusMisconfigured as error:
            self._misconfigured = error
            _log.error("bus_misconfigured", name=error.name)
        await self._publishing.restore(connection)

    async def _declare_again(self, destinations: Sequence[str]) -> None:
        connection = self._publisher.connection
        if connection is None or not destinations:
            return
        try:
            await self._topology.declare(connection, destinations)
        except BusMisconfigured as error:
            self._misconfigured = error
        except BROKER_TROUBLE as error:
            self._publisher.rebuild(type(error).__name__)

    async def _check_publishing(self, _connection: AbstractConnection) -> str | None:
        """A publisher that is in trouble finds out by itself, by its timeouts."""
        return None

    async def _restore_consuming(self, connection: AbstractConnection) -> None:
        for consumption in self._consumptions:
            await self._attach_to(connection, consumption)

    async def _check_consuming(self, connection: AbstractConnection) -> str | None:
        """The watchdog: a queue that is gone, has lost its consumer, or holds work that nobody is given."""
        for consumption in list(self._consumptions):
            for destination in consumption.destinations:
                try:
                    ready, consumers = await self._look(connection, destination)
                except BROKER_TROUBLE as error:
                    return f"{destination}: {type(error).__name__}"
                if not consumers:
                    return f"{destination}: consumer gone"
                if ready and consumption.is_idle(destination, self._silence):
                    return f"{destination}: work waits and none was handed over"
        return None
