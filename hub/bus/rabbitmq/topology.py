"""What the hub needs on the broker, in one place, and how a difference is refused.

    <prefix>.work    topic, durable   -> one quorum queue <prefix>.work.<destination> each, bound by the destination
    <prefix>.events  topic, durable   -> queues of subscribers, bound by event type
    <prefix>.dead    topic, durable   -> the quorum queue <prefix>.dead: what could not be read; a net, never the way

Work queues: delivery limit unlimited (attempts are counted in SQL; the default of 20 drops messages), dead-lettering at
least once, which the broker does only together with overflow reject-publish.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPChannelError, ChannelPreconditionFailed
from aiormq.exceptions import ChannelLockedResource

from hub.bus.errors import BusMisconfigured
from hub.bus.rabbitmq.link import in_time

T = TypeVar("T")

ANSWER_S = 5.0
"""How long the broker may take for what belongs to one queue."""


@dataclass(frozen=True, slots=True)
class Topology:
    """Names under one prefix; test runs and benches have prefixes of their own."""

    prefix: str = "hub"

    @property
    def work(self) -> str:
        return f"{self.prefix}.work"

    @property
    def events(self) -> str:
        return f"{self.prefix}.events"

    @property
    def dead(self) -> str:
        return f"{self.prefix}.dead"

    def queue(self, destination: str) -> str:
        """The queue of a destination."""
        return f"{self.work}.{destination}"

    async def declare(self, connection: AbstractConnection, destinations: Iterable[str]) -> None:
        """Declare everything. Raises BusMisconfigured; TimeoutError if the broker does not answer in time."""
        names = list(destinations)
        await in_time(self._declare(connection, names), ANSWER_S * max(1, len(names)))

    async def _declare(self, connection: AbstractConnection, destinations: Iterable[str]) -> None:
        """On a channel of its own, since a refusal closes the channel."""
        async with await connection.channel(publisher_confirms=False) as channel:
            for exchange in (self.work, self.events, self.dead):
                declaring = channel.declare_exchange(exchange, ExchangeType.TOPIC, durable=True)
                await _named("exchange", exchange, declaring)
            await self._declare_queue(channel, self.dead, self.dead, "#", {})
            for destination in destinations:
                arguments: dict[str, str | int] = {
                    "x-overflow": "reject-publish",
                    "x-dead-letter-exchange": self.dead,
                    "x-dead-letter-strategy": "at-least-once",
                }
                await self._declare_queue(channel, self.queue(destination), self.work, destination, arguments)

    async def _declare_queue(
        self, channel: AbstractChannel, name: str, exchange: str, key: str, arguments: dict[str, str | int]
    ) -> None:
        declaring = channel.declare_queue(
            name,
            durable=True,
            arguments={"x-queue-type": "quorum", "x-delivery-limit": -1, **arguments},
        )
        queue = await _named("queue", name, declaring)
        await queue.bind(exchange, key)

    async def look(self, connection: AbstractConnection, destination: str) -> tuple[int, int]:
        """Items ready and consumers, on a channel of its own: asking for a queue that is gone closes the channel."""
        return await in_time(self._look(connection, destination), ANSWER_S)

    async def _look(self, connection: AbstractConnection, destination: str) -> tuple[int, int]:
        async with await connection.channel(publisher_confirms=False) as channel:
            queue = await channel.declare_queue(self.queue(destination), passive=True)
            found = queue.declaration_result
            return found.message_count or 0, found.consumer_count or 0

    async def delete(self, connection: AbstractConnection, destinations: Iterable[str]) -> None:
        """Remove what `declare` made, with all that waits in it: for tests and benches that clear up."""
        async with await connection.channel(publisher_confirms=False) as channel:
            for queue in (*map(self.queue, destinations), self.dead):
                await channel.queue_delete(queue, timeout=ANSWER_S)
            for exchange in (self.work, self.events, self.dead):
                await channel.exchange_delete(exchange, timeout=ANSWER_S)


async def _named(kind: str, name: str, declaring: Awaitable[T]) -> T:
    """Give a refused declaration the name of what it declared."""
    try:
        return await declaring
    except (ChannelPreconditionFailed, ChannelLockedResource) as error:
        raise BusMisconfigured(kind, name, said_by(error)) from error


def said_by(error: AMQPChannelError) -> str:
    """The broker's words, without our prefix and address."""
    return str(error.args[-1] if error.args else error).strip()
