"""A RabbitMQ that is killed, paused or in an alarm: nothing confirmed is lost, and work flows again by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from hub.bus.rabbitmq import RabbitBus
from tests.contract.bus.harness import FIRST, Collector, ids_of, items
from tests.servers import RabbitServer

REGISTERED_S = 1.0
"""RabbitMQ writes a new quorum queue's name to disk within half a second. Killed before that (seen on 4.0.5), it boots
with a queue that has no leader and answers neither publish, consume nor delete until the broker starts once more."""


@pytest.fixture
async def bus(killable_broker: RabbitServer, broker_prefix: str) -> AsyncIterator[RabbitBus]:
    made = RabbitBus(killable_broker.url, prefix=broker_prefix, grace=0.5, silence=2.0)
    await made.declare([FIRST])
    await asyncio.sleep(REGISTERED_S)
    yield made
    await made.aclose()


async def published_at_last(bus: RabbitBus, start: int, count: int = 10) -> set[str]:
    """Publish until the broker has confirmed, as the relay does."""
    wanted = items(count, start=start)
    async with asyncio.timeout(30):
        while not all(await bus.publish(wanted)):
            await asyncio.sleep(0.2)
    return ids_of(wanted)


@pytest.mark.parametrize("kills", [1, 3])
async def test_work_survives_kills_of_the_broker(bus: RabbitBus, killable_broker: RabbitServer, kills: int) -> None:
    confirmed: set[str] = set()
    collector = Collector()
    stop = asyncio.Event()

    async def publish_on() -> None:
        start = 0
        while not stop.is_set():
            batch = items(50, start=start)
            answers = await bus.publish(batch)
            confirmed.update(ids_of([item for item, taken in zip(batch, answers, strict=True) if taken]))
            start += 50
            await asyncio.sleep(0.05)

    async with bus.consume([FIRST], collector, prefetch=20), asyncio.TaskGroup() as group:
        group.create_task(publish_on())
        for _ in range(kills):
            await asyncio.sleep(1)
            await asyncio.to_thread(killable_broker.kill)
            started = time.monotonic()
            assert not all(await bus.publish(items(5, start=10**6)))
            assert time.monotonic() - started < 7
            await asyncio.to_thread(killable_broker.start)
            await collector.has(await published_at_last(bus, start=2 * 10**6), seconds=30)
        stop.set()
        await collector.has(confirmed, seconds=30)

    assert len(confirmed) > 50


async def test_confirmed_items_outlive_a_kill_with_nobody_consuming(
    bus: RabbitBus, killable_broker: RabbitServer
) -> None:
    confirmed = await published_at_last(bus, start=0, count=500)

    await asyncio.to_thread(killable_broker.kill)
    await asyncio.to_thread(killable_broker.start)

    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=50):
        await collector.has(confirmed, seconds=30)


async def a_pause(bus: RabbitBus, broker: RabbitServer, seconds: float) -> None:
    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=10):
        await collector.has(await published_at_last(bus, start=0))
        await asyncio.to_thread(broker.pause)
        resume_at = time.monotonic() + seconds
        async with asyncio.timeout(7):
            assert not any(await bus.publish(items(300, start=10)))
        await asyncio.sleep(max(0.0, resume_at - time.monotonic()))
        await asyncio.to_thread(broker.resume)
        await collector.has(await published_at_last(bus, start=1000), seconds=30)


async def test_work_flows_again_after_a_short_pause(bus: RabbitBus, killable_broker: RabbitServer) -> None:
    await a_pause(bus, killable_broker, 3)


@pytest.mark.slow
async def test_work_flows_again_after_a_pause_of_a_minute(bus: RabbitBus, killable_broker: RabbitServer) -> None:
    await a_pause(bus, killable_broker, 60)


async def test_an_alarm_stops_publishing_with_an_answer_and_consuming_not_at_all(
    bus: RabbitBus, killable_broker: RabbitServer
) -> None:
    waiting = await published_at_last(bus, start=0, count=100)
    collector = Collector()

    await asyncio.to_thread(killable_broker.rabbitmqctl, "set_disk_free_limit", "100000GB")
    try:
        await asyncio.sleep(0.5)
        async with asyncio.timeout(7):
            assert not any(await bus.publish(items(10, start=1000)))
        async with bus.consume([FIRST], collector, prefetch=10):
            await collector.has(waiting)
    finally:
        await asyncio.to_thread(killable_broker.rabbitmqctl, "set_disk_free_limit", "50MB")

    async with bus.consume([FIRST], collector, prefetch=10):
        await collector.has(await published_at_last(bus, start=2000), seconds=30)
