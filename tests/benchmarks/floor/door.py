"""The floor's first process: HTTP in, one insert, one confirmed publish, 202."""

from __future__ import annotations

import argparse
import asyncio

import aio_pika
import asyncpg
import uvloop
from aio_pika.abc import AbstractExchange
from aiohttp import web

from tests.benchmarks.floor import queue, table

CONNECTIONS = 16
PUBLISH_TIMEOUT_S = 5.0


class Door:
    """Answers 202 only after the row is committed and the broker has confirmed."""

    def __init__(self, pool: asyncpg.Pool, exchange: AbstractExchange, queue_name: str) -> None:
        self._pool = pool
        self._exchange = exchange
        self._queue_name = queue_name

    async def accept(self, request: web.Request) -> web.Response:
        key = request.headers["Idempotency-Key"]
        body = await request.read()
        await self._pool.execute(table.ACCEPT, key, body)
        # Published even if the row was there: the first try may have died between its insert and its publish.
        message = aio_pika.Message(body, message_id=key, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await self._exchange.publish(message, self._queue_name, timeout=PUBLISH_TIMEOUT_S)
        return web.json_response({"message_id": key}, status=202)

    async def ready(self, request: web.Request) -> web.Response:
        return web.json_response({"ready": True})


async def serve(port: int, database_url: str, broker_url: str, queue_name: str) -> None:
    """Serve on loopback until the process is told to stop."""
    pool = await table.open_pool(database_url, CONNECTIONS)
    await pool.execute(table.CREATE)
    broker = await aio_pika.connect_robust(broker_url, heartbeat=5)
    channel = await broker.channel(publisher_confirms=True, on_return_raises=True)
    await queue.declare(channel, queue_name)
    door = Door(pool, channel.default_exchange, queue_name)
    app = web.Application()
    app.router.add_post("/messages", door.accept)
    app.router.add_get("/health/ready", door.ready)
    runner = web.AppRunner(app, access_log=None, handle_signals=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        await broker.close()
        await pool.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--broker-url", required=True)
    parser.add_argument("--queue", required=True)
    given = parser.parse_args()
    uvloop.run(serve(given.port, given.database_url, given.broker_url, given.queue))


if __name__ == "__main__":
    main()
