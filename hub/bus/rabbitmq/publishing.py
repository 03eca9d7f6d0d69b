"""Publishing with confirms: the answer is True only where the broker has said that it has the message on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import DeliveryError, PublishError
from aiormq.channel import Channel
from pamqp.commands import Basic

from hub.bus.rabbitmq.link import Link, in_time

WINDOW = 200
"""Confirms outstanding at a time: enough to hide the broker's disk, few enough to be of unknown fate at a loss."""

CONFIRM_S = 5.0
_PERSISTENT = 2


@dataclass(frozen=True, slots=True)
class Post:
    """One message on its way: where, under which key, and what."""

    exchange: str
    key: str
    body: bytes
    content_type: str
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """`taken` for each message in order; `unroutable` are the keys that no queue was bound to."""

    taken: list[bool]
    unroutable: frozenset[str]


class Publishing:
    """The publishing channel of one connection after another.

    aio-pika's own `publish` costs a third more, so the channel beneath it is used, which aio-pika offers for it.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._channel: Channel | None = None

    async def restore(self, connection: AbstractConnection) -> None:
        """Open the channel on a fresh connection."""
        self._channel = await in_time(_opened(connection), CONFIRM_S)

    async def publish(self, posts: Sequence[Post]) -> Posted:
        """Publish in windows. Where one queue does not confirm, only its own rest is False at once; else all of it."""
        taken = [False] * len(posts)
        unroutable: set[str] = set()
        mute: set[str] = set()
        for start in range(0, len(posts), WINDOW):
            channel = self._channel
            if self._link.connection is None or channel is None or channel.is_closed:
                break
            window = [
                number for number in range(start, min(start + WINDOW, len(posts))) if posts[number].key not in mute
            ]
            sending = (_publish(channel, posts[number]) for number in window)
            results = dict(zip(window, await asyncio.gather(*sending, return_exceptions=True), strict=True))
            for number, result in results.items():
                taken[number] = isinstance(result, Basic.Ack)
                if isinstance(result, PublishError):
                    unroutable.add(posts[number].key)
                elif isinstance(result, TimeoutError):
                    mute.add(posts[number].key)
            if reason := _trouble(results.values()):
                self._link.rebuild(reason)
                break
        return Posted(taken, frozenset(unroutable))


async def _opened(connection: AbstractConnection) -> Channel:
    opened = await connection.channel(publisher_confirms=True, on_return_raises=True)
    return cast(Channel, await opened.get_underlay_channel())


async def _publish(channel: Channel, post: Post) -> object:
    """Without the timeout a paused broker, or one in an alarm, would hold the caller for ever."""
    return await channel.basic_publish(
        post.body,
        exchange=post.exchange,
        routing_key=post.key,
        properties=Basic.Properties(delivery_mode=_PERSISTENT, content_type=post.content_type),
        mandatory=post.mandatory,
        timeout=CONFIRM_S,
        wait=False,
    )


def _trouble(results: Iterable[object]) -> str | None:
    """What is wrong with the connection. An ack, a nack or a return (DeliveryError) is an answer, so it lives."""
    reason = None
    for result in results:
        if isinstance(result, (Basic.Ack, DeliveryError)):
            return None
        reason = "no confirm in time" if isinstance(result, TimeoutError) else type(result).__name__
    return reason
