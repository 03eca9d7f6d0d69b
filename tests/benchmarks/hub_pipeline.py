"""Starts the hub for a run: API, relay and workers as processes of their own over the run's database and broker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aio_pika
import asyncpg

from tests.benchmarks.flows import PERSONS, Flow
from tests.benchmarks.pipeline import Place
from tests.benchmarks.processes import Child, start_module, wait_until_ready


class Hub:
    """The hub as a Pipeline, with evidence on and its own durability, as it runs over two servers."""

    def __init__(self, place: Place, flow: Flow = PERSONS, workers: int = 1) -> None:
        self.place = place
        self.flow = flow
        self._workers = workers
        self._children: list[Child] = []

    @property
    def door(self) -> str:
        return f"http://127.0.0.1:{self.place.door_port}"

    @property
    def url(self) -> str:
        return f"{self.door}/v1/messages/{self.flow.format}"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.flow.party_key}"}

    @property
    def pids(self) -> Mapping[str, int]:
        return {child.name: child.pid for child in self._children}

    async def start(self) -> None:
        await self.migrate()
        serve = await self._run("serve")
        self._children.append(serve)
        await wait_until_ready(serve, f"{self.door}/health/ready")
        self._children.append(await self._run("relay"))
        for number in range(1, self._workers + 1):
            self._children.append(await self._run("work", name=f"work-{number}"))

    async def migrate(self) -> None:
        await self.command("migrate")

    async def command(self, *words: str) -> None:
        """Run one of the hub's commands to its end; ProcessEnded if it does not end well."""
        child = await self._run(*words, name="-".join(words))
        if await child.process.wait():
            child.check()

    def check(self) -> None:
        """Raise ProcessEnded if one of its processes is gone."""
        for child in self._children:
            child.check()

    async def count(self, statement: str) -> int:
        """Ask its database for one number."""
        return int(await self.value(statement))

    async def value(self, statement: str) -> Any:
        """Ask its database for one value."""
        connection = await asyncpg.connect(self.place.database_url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    async def settled(self) -> int:
        self.check()
        return await self.count(self.flow.settled)

    async def stop(self) -> None:
        await self.end_processes()
        await self._clear_broker()

    async def end_processes(self) -> None:
        while self._children:
            await self._children.pop().end()

    async def _clear_broker(self) -> None:
        """Take away what the hub has declared, on a broker that may be somebody's."""
        prefix = self.place.name
        broker = await aio_pika.connect(self.place.broker_url)
        async with broker:
            channel = await broker.channel()
            for queue in (f"{prefix}.dead", *(f"{prefix}.work.{name}" for name in self.flow.destinations())):
                await channel.queue_delete(queue)
            for exchange in ("work", "events", "dead"):
                await channel.exchange_delete(f"{prefix}.{exchange}")

    async def _run(self, *words: str, name: str | None = None) -> Child:
        environment = self.flow.environment(self.place)
        return await start_module(name or words[0], "hub.cli", words, self.place.folder, environment)
