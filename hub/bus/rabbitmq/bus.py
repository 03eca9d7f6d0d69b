"""The Bus over RabbitMQ."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Container, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from aio_pika.abc import AbstractConnection

from hub.bus.errors import BusMisconfigured, BusUnreachable
from hub.bus.handlers import running_handlers
from hub.bus.port import BusHealth, Event, Features, Handler, WorkItem, checked
from hub.bus.rabbitmq.consuming import Tap
from hub.bus.rabbitmq.link import BROKER_TROUBLE, Link
from hub.bus.rabbitmq.publishing import Post, Publishing
from hub.bus.rabbitmq.topology import Topology

REACH_S = 5.0
CHECK_EVERY_S = 5.0
SILENCE_S = 15.0
"""Work waits, a consumer has room, and nothing came for so long: the connection is rebuilt."""

_log = structlog.get_logger()


class RabbitBus:
    """One process's bus: at most one connection that publishes and one that consumes, each made when first needed."""

    features = Features(durable=True, events_leave=True)

    def __init__(self, url: str, *, prefix: str = "hub", grace: float = 20.0, silence: float = SILENCE_S) -> None:
        self._topology = Topology(prefix)
        self._grace = grace
        self._silence = silence
        self._declared: dict[str, None] = {}
        self._taps: list[Tap] = []
        self._faults: dict[str, str] = {}
        every = min(CHECK_EVERY_S, silence)
        self._publisher = Link(url, "publish", self._restore_publishing, self._check_publishing, every)
        self._consumer = Link(url, "consume", self._restore_consuming, self._check_consuming, every)
        self._publishing = Publishing(self._publisher)

    async def declare(self, destinations: Sequence[str]) -> None:
        """See Bus."""
        self._declared.update(dict.fromkeys(checked(destinations)))
        connection = await self._publisher.up(REACH_S)
        if connection is None:
            raise self._publisher.refused or BusUnreachable(self._publisher.detail)
        try:
            await self._topology.declare(connection, destinations)
        except BROKER_TROUBLE as error:
            raise BusUnreachable(type(error).__name__) from error
        for destination in destinations:
            self._faults.pop(destination, None)

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        """See Bus. What no queue is bound for is False, and its queue is declared again if it ever was."""
        await self._publisher.tried()
        work = self._topology.work
        posted = await self._publishing.publish(
            [
                Post(work, item.destination, "\n".join(item.deliveries).encode("ascii"), "text/plain", mandatory=True)
                for item in items
            ]
        )
        if missing := [name for name in posted.unroutable if name in self._declared]:
            await self._declare_each(missing)
        return posted.taken

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        """See Bus. Persistent, to the events exchange, under the event's type.

        The first of each type learns whether anybody is bound to it; later events of a type that nobody hears are not
        sent at all.
        """
        await self._publisher.tried()
        heard: set[str] = set()
        unheard: frozenset[str] = frozenset()
        taken: list[bool] = []
        while len(taken) < len(events):
            part = _up_to_a_new_type(events[len(taken) :], heard | unheard)
            sent = [event for event in part if event.type not in unheard]
            posted = await self._publishing.publish([self._event_post(event) for event in sent])
            refused = {
                event.id
                for event, is_taken in zip(sent, posted.taken, strict=True)
                if not (is_taken or event.type in posted.unroutable)
            }
            taken += [event.id not in refused for event in part]
            heard.update(event.type for event in part)
            unheard |= posted.unroutable
        return taken

    def _event_post(self, event: Event) -> Post:
        body = event.to_json()
        return Post(self._topology.events, event.type, body, "application/cloudevents+json", mandatory=True)

    @asynccontextmanager
    async def consume(self, destinations: Sequence[str], handler: Handler, prefetch: int) -> AsyncIterator[None]:
        """See Bus. Declares the destinations; raises BusMisconfigured if the broker says so on entering."""
        names = tuple(dict.fromkeys(checked(destinations)))
        if connection := await self._consumer.tried():
            with suppress(*BROKER_TROUBLE):
                await self._topology.declare(connection, names)
        async with running_handlers(handler) as handlers:
            taps = [Tap(self._topology, name, handlers, prefetch, self._consumer.check_now) for name in names]
            self._taps += taps
            try:
                await self._attach_new(taps)
                yield
            finally:
                self._taps = [tap for tap in self._taps if tap not in taps]
                try:
                    await asyncio.gather(*(tap.stop() for tap in taps))
                    await handlers.finish(self._grace)
                finally:
                    await asyncio.gather(*(tap.detach() for tap in taps))

    async def depth(self, destination: str) -> int | None:
        """See Bus. The broker counts what is ready, not what is in consumers' hands."""
        connection = self._consumer.connection or await self._publisher.tried()
        if connection is None:
            return None
        with suppress(*BROKER_TROUBLE):
            return (await self._topology.look(connection, destination))[0]
        return None

    def health(self) -> BusHealth:
        """See Bus."""
        links = [link for link in (self._publisher, self._consumer) if link.started] or [self._publisher]
        troubles = {link.detail for link in links if link.connection is None} | set(self._faults.values())
        return BusHealth(connected=not troubles, detail="; ".join(sorted(troubles)))

    async def rebuild(self) -> None:
        """Drop both connections and make them anew."""
        self._publisher.rebuild("asked for")
        self._consumer.rebuild("asked for")

    async def aclose(self) -> None:
        """See Bus."""
        await self._publisher.aclose()
        await self._consumer.aclose()

    # What belongs on a connection, and how it comes back ------------------------------------------------------------

    async def _restore_publishing(self, connection: AbstractConnection) -> None:
        await self._publishing.restore(connection)
        for destination in self._declared:
            await self._declare_one(connection, destination)

    async def _declare_each(self, destinations: Sequence[str]) -> None:
        for destination in destinations:
            if connection := self._publisher.connection:
                await self._declare_one(connection, destination)

    async def _declare_one(self, connection: AbstractConnection, destination: str) -> None:
        """A queue that is wrong, or answers nothing, does not keep the others from work; `health` names it."""
        try:
            await self._topology.declare(connection, [destination])
        except BusMisconfigured as error:
            self._fault(destination, error.words.en)
        except BROKER_TROUBLE as error:
            self._no_answer(destination, error)
        else:
            self._faults.pop(destination, None)

    def _fault(self, destination: str, detail: str) -> None:
        if self._faults.get(destination) != detail:
            _log.error("bus_queue_faulty", destination=destination, detail=detail)
        self._faults[destination] = detail

    def _no_answer(self, destination: str, error: BaseException) -> None:
        """Of a line that broke the link tells, once, not each queue behind it; of a silent queue `health` does."""
        self._faults[destination] = f"{self._topology.queue(destination)}: {type(error).__name__}"

    async def _check_publishing(self, _connection: AbstractConnection) -> str | None:
        """A publisher that is in trouble finds out by itself, by its timeouts."""
        return None

    async def _restore_consuming(self, connection: AbstractConnection) -> None:
        await asyncio.gather(*(self._attach(tap, connection) for tap in self._taps))

    async def _attach_new(self, taps: Sequence[Tap]) -> None:
        """Now if the broker is there; else the link does it as soon as it is."""
        async with self._consumer.lock:
            if connection := self._consumer.connection:
                await asyncio.gather(*(self._attach(tap, connection) for tap in taps))

    async def _attach(self, tap: Tap, connection: AbstractConnection) -> None:
        """What cannot be attached now is tried again at every check."""
        try:
            await tap.attach(connection)
        except BusMisconfigured as error:
            self._fault(tap.destination, error.words.en)
        except BROKER_TROUBLE as error:
            self._no_answer(tap.destination, error)
        else:
            self._faults.pop(tap.destination, None)

    async def _check_consuming(self, connection: AbstractConnection) -> str | None:
        """The watchdog: attach what is not, and ask after what is."""
        async with self._consumer.lock:
            loose = [tap for tap in self._taps if not tap.is_attached(connection)]
            await asyncio.gather(*(self._attach(tap, connection) for tap in loose))
        for tap in [tap for tap in self._taps if tap not in loose]:
            try:
                ready, consumers = await self._topology.look(connection, tap.destination)
            except BROKER_TROUBLE as error:
                return f"{tap.destination}: {type(error).__name__}"
            if not consumers:
                return f"{tap.destination}: consumer gone"
            if ready and tap.is_idle(self._silence):
                return f"{tap.destination}: work waits and none was handed over"
        return None


def _up_to_a_new_type(events: Sequence[Event], known: Container[str]) -> Sequence[Event]:
    """The beginning of the events, up to and with the first of a type that is not known."""
    for number, event in enumerate(events, 1):
        if event.type not in known:
            return events[:number]
    return events
