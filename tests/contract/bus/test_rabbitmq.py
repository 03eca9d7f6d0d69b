"""What RabbitMQ brings beyond the common suite: wrong queues, queues that vanish, bodies that nobody can read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel
from structlog.testing import capture_logs

from hub.bus.errors import BusMisconfigured, BusRefused, BusUnreachable, VirtualHostClosed
from hub.bus.rabbitmq import RabbitBus, Topology
from hub.store.ids import new_id
from tests.contract.bus.harness import DESTINATIONS, FIRST, SECOND, Collector, ids_of, items
from tests.contract.bus.proxy import proxied
from tests.servers import RabbitServer


@pytest.fixture
async def channel(broker_url: str, broker_prefix: str) -> AsyncIterator[AbstractChannel]:
    """An administrator's channel beside the bus; clears up what the test made."""
    async with await aio_pika.connect(broker_url) as connection:
        yield await connection.channel()
        await Topology(broker_prefix).delete(connection, DESTINATIONS)


@pytest.fixture
async def bus(broker_url: str, broker_prefix: str, channel: AbstractChannel) -> AsyncIterator[RabbitBus]:
    made = RabbitBus(broker_url, prefix=broker_prefix, grace=0.5, silence=1.0)
    yield made
    await made.aclose()


@pytest.mark.parametrize(
    "arguments",
    [{"x-queue-type": "classic"}, {"x-queue-type": "quorum"}, {"x-queue-type": "quorum", "x-delivery-limit": 20}],
    ids=["classic", "no delivery limit", "delivery limit 20"],
)
async def test_a_queue_with_a_wrong_policy_is_refused_by_name(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str, arguments: dict[str, str | int]
) -> None:
    name = f"{broker_prefix}.work.{FIRST}"
    await channel.declare_queue(name, durable=True, arguments=dict(arguments))

    with pytest.raises(BusMisconfigured, match="delete_queue") as declared:
        await bus.declare([FIRST])
    with pytest.raises(BusMisconfigured, match=FIRST):
        async with bus.consume([FIRST], Collector(), prefetch=1):
            pass

    assert declared.value.name == name
    assert name in declared.value.words.en
    assert name in declared.value.words.az
    assert "inequivalent arg" in declared.value.words.en


async def test_a_wrong_exchange_is_refused_by_name(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str
) -> None:
    await channel.declare_exchange(f"{broker_prefix}.work", aio_pika.ExchangeType.DIRECT, durable=True)

    with pytest.raises(BusMisconfigured) as caught:
        await bus.declare([FIRST])

    assert caught.value.name == f"{broker_prefix}.work"


async def test_a_broker_that_knows_another_password_is_told_from_one_that_is_away(broker_url: str) -> None:
    parts = urlsplit(broker_url)
    place = parts.netloc.rpartition("@")[2]
    bus = RabbitBus(urlunsplit(parts._replace(netloc=f"guest:geheim-7@{place}")), grace=0.5)
    try:
        with pytest.raises(BusRefused) as refused:
            await bus.declare([FIRST])
    finally:
        await bus.aclose()

    assert "geheim-7" not in refused.value.words.en


async def test_a_virtual_host_that_is_not_there_is_named_with_what_to_do(broker_url: str) -> None:
    bus = RabbitBus(urlunsplit(urlsplit(broker_url)._replace(path="/no%20such")), grace=0.5)
    with capture_logs() as lines:
        try:
            with pytest.raises(VirtualHostClosed) as closed:
                await bus.declare([FIRST])
            detail = bus.health().detail
        finally:
            await bus.aclose()

    for words in (closed.value.words.az, closed.value.words.en):
        assert "“no such”" in words
        assert "rabbitmqctl add_vhost 'no such'" in words
    assert "“no such”" in detail
    assert [(each["event"], each["log_level"]) for each in lines] == [("bus_refused", "error")]


async def test_a_virtual_host_that_is_made_is_entered(broker_server: RabbitServer) -> None:
    if not broker_server.private:
        pytest.skip("a named broker has one virtual host for all tests")
    name = f"later-{new_id()}"
    bus = RabbitBus(urlunsplit(urlsplit(broker_server.url)._replace(path=f"/{name}")), grace=0.5)
    try:
        with pytest.raises(VirtualHostClosed):
            await bus.declare([FIRST])
        await asyncio.to_thread(broker_server.rabbitmqctl, "add_vhost", name)
        await asyncio.to_thread(broker_server.rabbitmqctl, "set_permissions", "-p", name, "guest", ".*", ".*", ".*")
        async with asyncio.timeout(20):
            while not bus.health().connected:
                await asyncio.sleep(0.1)
        await bus.declare([FIRST])
        assert await bus.publish(items(1)) == [True]
    finally:
        await bus.aclose()


async def test_one_wrong_queue_does_not_stop_the_others(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str
) -> None:
    await bus.declare([SECOND])
    await channel.declare_queue(f"{broker_prefix}.work.{FIRST}", durable=True)
    with pytest.raises(BusMisconfigured):
        await bus.declare([FIRST])

    await bus.rebuild()
    async with asyncio.timeout(10):
        while await bus.publish(items(1, SECOND)) != [True]:
            await asyncio.sleep(0.1)

    assert not bus.health().connected
    assert f"{broker_prefix}.work.{FIRST}" in bus.health().detail


async def test_a_consumer_begins_when_its_wrong_queue_is_mended(
    broker_url: str, broker_prefix: str, channel: AbstractChannel
) -> None:
    async with proxied(broker_url) as (proxy, url):
        bus = RabbitBus(url, prefix=broker_prefix, grace=0.5, silence=1.0)
        collector = Collector()
        async with bus.consume([FIRST], collector, prefetch=1):
            proxy.freeze()
            await channel.queue_delete(f"{broker_prefix}.work.{FIRST}")
            await channel.declare_queue(f"{broker_prefix}.work.{FIRST}", durable=True)
            async with asyncio.timeout(20):
                while bus.health().connected:
                    await asyncio.sleep(0.1)
            await channel.queue_delete(f"{broker_prefix}.work.{FIRST}")
            await bus.declare([FIRST])
            await bus.publish(items(1))
            await collector.has(ids_of(items(1)))
            async with asyncio.timeout(20):  # a look that fell between the two queues is put right by the next one
                while not bus.health().connected:
                    await asyncio.sleep(0.1)
        await bus.aclose()


async def test_a_deleted_queue_is_made_again(bus: RabbitBus, channel: AbstractChannel, broker_prefix: str) -> None:
    await bus.declare([FIRST])
    await channel.queue_delete(f"{broker_prefix}.work.{FIRST}")

    assert await bus.publish(items(2)) == [False, False]
    assert await bus.publish(items(2)) == [True, True]


async def test_a_consumer_survives_the_deletion_of_its_queue(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str
) -> None:
    await bus.declare(DESTINATIONS)
    collector = Collector()

    async with bus.consume(DESTINATIONS, collector, prefetch=10):
        await bus.publish(items(5))
        await collector.has(ids_of(items(5)))
        await channel.queue_delete(f"{broker_prefix}.work.{FIRST}")
        async with asyncio.timeout(10):
            while await bus.publish(items(5, start=5)) != [True] * 5:
                await asyncio.sleep(0.2)
        await collector.has(ids_of(items(10)))


async def test_a_body_that_nobody_can_read_goes_to_the_dead(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str
) -> None:
    await bus.declare([FIRST])
    collector = Collector()
    work = await channel.get_exchange(f"{broker_prefix}.work")
    unreadable = aio_pika.Message(b'{"delivery": 1}', delivery_mode=aio_pika.DeliveryMode.PERSISTENT)

    async with bus.consume([FIRST], collector, prefetch=1):
        await work.publish(unreadable, FIRST)
        await bus.publish(items(1))
        await collector.has(ids_of(items(1)))
        dead = await channel.get_queue(f"{broker_prefix}.dead")
        async with asyncio.timeout(20):
            while (message := await dead.get(fail=False)) is None:
                await asyncio.sleep(0.1)

    assert message.body == b'{"delivery": 1}'
    assert len(collector.handed) == 1


async def test_work_messages_are_persistent_and_hold_ids_only(
    bus: RabbitBus, channel: AbstractChannel, broker_prefix: str
) -> None:
    await bus.declare([FIRST])
    await bus.publish(items(1))

    message = await (await channel.get_queue(f"{broker_prefix}.work.{FIRST}")).get(timeout=5)

    assert message is not None
    assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
    assert message.body == b"0" * 32
    await message.ack()


async def test_after_a_rebuild_unfinished_items_come_again_and_late_answers_do_no_harm(bus: RabbitBus) -> None:
    await bus.declare([FIRST])
    collector = Collector(lambda handed: handed.redelivered)

    async with bus.consume([FIRST], collector, prefetch=3):
        await bus.publish(items(3))
        await collector.has(ids_of(items(3)))
        early = list(collector.handed)
        await bus.rebuild()
        async with asyncio.timeout(10):
            while len(collector.handed) < 6:
                await asyncio.sleep(0.05)
        for handed in early:
            await handed.ack()
        await bus.publish(items(3, start=3))
        await collector.has(ids_of(items(6)))

    assert all(handed.redelivered for handed in collector.handed[3:6])


async def test_a_half_open_connection_is_noticed_and_replaced(
    bus: RabbitBus, broker_url: str, broker_prefix: str
) -> None:
    await bus.declare([FIRST])
    collector = Collector()

    async with proxied(broker_url) as (proxy, url):
        behind = RabbitBus(url, prefix=broker_prefix, grace=0.5, silence=1.0)
        async with behind.consume([FIRST], collector, prefetch=5):
            await bus.publish(items(5))
            await collector.has(ids_of(items(5)))
            proxy.freeze()
            await bus.publish(items(5, start=5))
            await collector.has(ids_of(items(10)), seconds=25)
        await behind.aclose()


async def test_a_publisher_behind_a_frozen_line_gets_no_for_an_answer_and_recovers(
    broker_url: str, broker_prefix: str, channel: AbstractChannel
) -> None:
    async with proxied(broker_url) as (proxy, url):
        bus = RabbitBus(url, prefix=broker_prefix)
        await bus.declare([FIRST])
        proxy.freeze()
        async with asyncio.timeout(8):
            assert await bus.publish(items(300)) == [False] * 300
        async with asyncio.timeout(15):
            while await bus.publish(items(1)) != [True]:
                await asyncio.sleep(0.2)
        await bus.aclose()


async def test_a_line_that_breaks_while_queues_are_declared_is_no_fault_of_theirs(
    bus: RabbitBus, broker_url: str
) -> None:
    broken = await aio_pika.connect(broker_url)
    await broken.close()

    with capture_logs() as lines:
        await bus._declare_one(broken, FIRST)
        await bus._declare_one(broken, SECOND)

    assert [line["event"] for line in lines if line["log_level"] == "error"] == []
    assert FIRST in bus.health().detail


async def test_a_broker_that_is_not_there_is_named_and_nothing_raises_but_declare() -> None:
    bus = RabbitBus("amqp://guest:guest@127.0.0.1:1/")

    with pytest.raises(BusUnreachable):
        await bus.declare([FIRST])
    assert await bus.publish(items(3)) == [False] * 3
    assert await bus.depth(FIRST) is None
    assert not bus.health().connected
    assert bus.health().detail
    assert "guest" not in bus.health().detail
    async with asyncio.timeout(10), bus.consume([FIRST], Collector(), prefetch=1):
        pass
    await bus.aclose()
