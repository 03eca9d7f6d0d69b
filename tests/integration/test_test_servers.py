"""The servers that tests break keep what was committed and confirmed, or no fault test means anything."""

from __future__ import annotations

import asyncio
import random

import aio_pika
import asyncpg
import pytest

from tests.servers import PostgresServer, RabbitServer
from tests.servers.instance import BELOW_EPHEMERAL, free_port
from tests.servers.rabbitmq import SETTLED


def test_a_port_is_given_once_though_nobody_listens_on_it_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = random.sample(BELOW_EPHEMERAL, 20)
    monkeypatch.setattr(random, "sample", lambda *_: drawn)

    assert free_port() != free_port()


async def test_each_test_gets_a_database_with_the_schema_and_nothing_in_it(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)

    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    filled = [name for (name,) in tables if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{name}")')]
    await connection.close()

    assert "messages" in {name for (name,) in tables}
    assert filled == ["alembic_version"]


async def test_a_test_may_have_a_database_without_even_a_schema(empty_postgres_url: str) -> None:
    connection = await asyncpg.connect(empty_postgres_url)

    tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()

    assert tables == 0


async def test_each_test_gets_a_broker_it_can_publish_to(broker_url: str, broker_prefix: str) -> None:
    async with await aio_pika.connect(broker_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(broker_prefix, durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(aio_pika.Message(b"once"), broker_prefix, timeout=5)

        message = await queue.get(timeout=5)
        assert message is not None
        await message.ack()
        await queue.delete(if_unused=False, if_empty=False)

    assert message.body == b"once"


async def test_two_virtual_hosts_do_not_see_each_other(broker_server: RabbitServer) -> None:
    if not broker_server.private:
        pytest.skip("a named broker has one virtual host for all tests")

    first, second = broker_server.create_vhost(), broker_server.create_vhost()
    async with await aio_pika.connect(first) as connection:
        channel = await connection.channel()
        await channel.declare_queue("mine", durable=True)

    assert broker_server.queues(first) == {"mine": 0}
    assert broker_server.queues(second) == {}


async def test_committed_rows_outlive_a_kill_of_postgres(killable_postgres: PostgresServer) -> None:
    url = killable_postgres.url(killable_postgres.create_database())
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept (id integer)")
    await connection.execute("INSERT INTO kept VALUES (1)")

    await asyncio.to_thread(killable_postgres.kill)
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        await connection.execute("INSERT INTO kept VALUES (2)")
    await asyncio.to_thread(killable_postgres.start)
    connection = await asyncpg.connect(url)

    assert await connection.fetchval("SELECT array_agg(id) FROM kept") == [1]
    await connection.close()


async def test_an_immediate_stop_of_postgres_keeps_committed_rows(killable_postgres: PostgresServer) -> None:
    url = killable_postgres.url(killable_postgres.create_database())
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 1 AS id")

    await asyncio.to_thread(lambda: killable_postgres.stop(immediate=True))
    await asyncio.to_thread(killable_postgres.start)
    connection = await asyncpg.connect(url)

    assert await connection.fetchval("SELECT count(*) FROM kept") == 1
    await connection.close()


async def test_a_paused_postgres_answers_only_after_it_is_resumed(killable_postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(killable_postgres.url())

    killable_postgres.pause()
    asked = asyncio.create_task(connection.fetchval("SELECT 7"))
    done, _ = await asyncio.wait([asked], timeout=0.5)
    killable_postgres.resume()

    assert not done
    assert await asked == 7
    await connection.close()


async def test_confirmed_messages_outlive_a_kill_of_rabbitmq(killable_broker: RabbitServer) -> None:
    url = await asyncio.to_thread(killable_broker.create_vhost)
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("kept", durable=True, arguments={"x-queue-type": "quorum"})
        await asyncio.sleep(SETTLED)
        message = aio_pika.Message(b"confirmed", delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, "kept", timeout=5)
        await asyncio.to_thread(killable_broker.kill)

    await asyncio.to_thread(killable_broker.start)
    async with await aio_pika.connect(url) as connection:
        queue = await (await connection.channel()).get_queue("kept")
        received = await _first(queue)

    assert received == b"confirmed"


async def test_a_paused_rabbitmq_confirms_only_after_it_is_resumed(killable_broker: RabbitServer) -> None:
    url = await asyncio.to_thread(killable_broker.create_vhost)
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("q", durable=True)

        killable_broker.pause()
        publish = asyncio.create_task(channel.default_exchange.publish(aio_pika.Message(b"x"), "q", timeout=20))
        done, _ = await asyncio.wait([publish], timeout=0.5)
        killable_broker.resume()

        assert not done
        await publish


async def _first(queue: aio_pika.abc.AbstractQueue) -> bytes:
    """The first message. By consuming: a quorum queue without a leader yet never answers a basic.get."""
    async with asyncio.timeout(30), queue.iterator(no_ack=True) as messages:
        return (await anext(messages)).body
