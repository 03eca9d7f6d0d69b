"""Events are thin CloudEvents 1.0."""

from __future__ import annotations

import json
from dataclasses import replace

import aio_pika

from hub.bus.port import Event
from hub.bus.rabbitmq import RabbitBus, Topology

EVENT = Event(
    id="019a0000000070008000000000000001",
    type="az.hub.message.completed",
    time=1_790_000_000_123_456,
    source="/hub",
    dataref="/v1/messages/019a0000000070008000000000000001",
    subject="k_3f",
)


def test_an_event_is_structured_json_without_data() -> None:
    assert json.loads(EVENT.to_json()) == {
        "specversion": "1.0",
        "id": EVENT.id,
        "type": EVENT.type,
        "source": "/hub",
        "subject": "k_3f",
        "time": "2026-09-21T14:13:20.123Z",
        "dataref": EVENT.dataref,
    }


async def test_a_subscriber_gets_what_it_bound_to(broker_url: str, broker_prefix: str) -> None:
    bus = RabbitBus(broker_url, prefix=broker_prefix)
    await bus.declare([])

    async with await aio_pika.connect(broker_url) as connection:
        topology = Topology(broker_prefix)
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(f"{broker_prefix}.events", "az.hub.message.#")
        assert await bus.publish_events([EVENT]) == [True]
        message = await queue.get(timeout=5)
        await topology.delete(connection, [])

    assert message.body == EVENT.to_json()
    assert message.content_type == "application/cloudevents+json"
    assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
    await bus.aclose()


async def test_types_without_a_listener_are_taken_and_those_with_one_arrive_in_order(
    broker_url: str, broker_prefix: str
) -> None:
    bus = RabbitBus(broker_url, prefix=broker_prefix)
    await bus.declare([])
    heard = [replace(EVENT, id=f"{number:032x}") for number in range(50)]
    unheard = [replace(EVENT, id=f"{number:032x}", type="az.hub.delivery.delivered") for number in range(100, 150)]
    mixed = [event for pair in zip(heard, unheard, strict=True) for event in pair]

    async with await aio_pika.connect(broker_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(f"{broker_prefix}.events", "az.hub.message.#")
        assert await bus.publish_events(mixed) == [True] * 100
        found = [json.loads((await queue.get(timeout=5)).body)["id"] for _ in heard]
        await Topology(broker_prefix).delete(connection, [])

    assert found == [event.id for event in heard]
    await bus.aclose()


async def test_events_are_not_taken_while_the_broker_is_away(broker_url: str, broker_prefix: str) -> None:
    bus = RabbitBus(broker_url.replace("localhost", "127.0.0.1").rsplit(":", 1)[0] + ":1/", prefix=broker_prefix)

    assert await bus.publish_events([EVENT, replace(EVENT, id="f" * 32)]) == [False, False]
    await bus.aclose()
