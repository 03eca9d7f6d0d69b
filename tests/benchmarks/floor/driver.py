"""Starts the floor for a run."""

from __future__ import annotations

from collections.abc import Mapping

import aio_pika
import asyncpg

from tests.benchmarks.floor import table
from tests.benchmarks.pipeline import Place
from tests.benchmarks.processes import Child, start_module, wait_until_ready


class Floor:
    """The floor as a Pipeline: a door and a worker."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._children: list[Child] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._place.door_port}/messages"

    @property
    def headers(self) -> Mapping[str, str]:
        return {}

    @property
    def pids(self) -> Mapping[str, int]:
        return {child.name: child.pid for child in self._children}

    async def start(self) -> None:
        place = self._place
        shared = ["--database-url", place.database_url, "--broker-url", place.broker_url, "--queue", place.name]
        door = await start_module(
            "door", "tests.benchmarks.floor.door", [*shared, "--port", str(place.door_port)], place.folder
        )
        self._children.append(door)
        await wait_until_ready(door, f"http://127.0.0.1:{place.door_port}/health/ready")
        worker_arguments = [*shared, "--agency-url", place.agency_url]
        self._children.append(
            await start_module("worker", "tests.benchmarks.floor.worker", worker_arguments, place.folder)
        )

    async def settled(self) -> int:
        for child in self._children:
            child.check()
        connection = await asyncpg.connect(self._place.database_url)
        try:
            return int(await connection.fetchval(table.COUNT_SETTLED))
        finally:
            await connection.close()

    async def stop(self) -> None:
        for child in self._children:
            await child.end()
        broker = await aio_pika.connect(self._place.broker_url)
        async with broker:
            channel = await broker.channel()
            await channel.queue_delete(self._place.name)
