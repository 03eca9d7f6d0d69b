"""The floor's one quorum queue."""

from __future__ import annotations

from aio_pika.abc import AbstractChannel, AbstractQueue


async def declare(channel: AbstractChannel, name: str) -> AbstractQueue:
    """Declare a durable quorum queue that never drops a message for being delivered too often."""
    return await channel.declare_queue(name, durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": -1})
