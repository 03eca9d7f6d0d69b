"""Starts the hub for a run: API, relay and workers as processes of their own over the run's database and broker.

Everything that the benches assume about the hub's settings, commands and tables for (b) stands in this file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import aio_pika
import asyncpg

from tests.benchmarks.pipeline import Place
from tests.benchmarks.processes import Child, start_module, wait_until_ready

FORMAT = "bench.person-xml.v1"
FORMATS = Path(__file__).with_name("formats")
ROUTES = "tests.benchmarks.routes"
AGENCY = "bench"
DESTINATION = "bench.person.put"
PARTY_KEY = "sandbox-committee"
HASH_KEY = "bench" * 8
COUNT_SETTLED = "SELECT count(*) FROM messages WHERE state = 'completed'"


class Hub:
    """The hub as a Pipeline, with evidence on and its own durability, as it runs over two servers."""

    def __init__(self, place: Place, workers: int = 1) -> None:
        self._place = place
        self._workers = workers
        self._children: list[Child] = []

    @property
    def url(self) -> str:
        return f"{self._door}/v1/messages/{FORMAT}"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {PARTY_KEY}"}

    @property
    def pids(self) -> Mapping[str, int]:
        return {child.name: child.pid for child in self._children}

    async def start(self) -> None:
        migration = await self._run("migrate")
        await migration.process.wait()
        if migration.process.returncode:
            migration.check()
        serve = await self._run("serve")
        self._children.append(serve)
        await wait_until_ready(serve, f"{self._door}/health/ready")
        self._children.append(await self._run("relay"))
        for number in range(1, self._workers + 1):
            self._children.append(await self._run("work", f"work-{number}"))

    async def settled(self) -> int:
        for child in self._children:
            child.check()
        connection = await asyncpg.connect(self._place.database_url)
        try:
            return int(await connection.fetchval(COUNT_SETTLED))
        finally:
            await connection.close()

    async def stop(self) -> None:
        for child in reversed(self._children):
            await child.end()
        broker = await aio_pika.connect(self._place.broker_url)
        async with broker:
            channel = await broker.channel()
            await channel.queue_delete(f"{self._place.name}.work.{DESTINATION}")

    def _agency(self) -> dict[str, object]:
        """One plain REST service, with as many calls at once as the floor makes."""
        return {
            "url": self._place.agency_url,
            "operations": {DESTINATION: ""},
            "limits": {DESTINATION: {"parallel": None}},
        }

    @property
    def _door(self) -> str:
        return f"http://127.0.0.1:{self._place.door_port}"

    async def _run(self, command: str, name: str | None = None) -> Child:
        return await start_module(name or command, "hub.cli", [command], self._place.folder, self._environment())

    def _environment(self) -> dict[str, str]:
        """Set what the run needs, and nothing that the developer happens to have set."""
        place = self._place
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        return inherited | {
            "HUB_DATABASE_URL": place.database_url,
            "HUB_BROKER_URL": place.broker_url,
            "HUB_BROKER_PREFIX": place.name,
            "HUB_DATA": str(place.folder),
            "HUB_PORT": str(place.door_port),
            "HUB_HASH_KEY": HASH_KEY,
            "HUB_SANDBOX": "true",
            "HUB_FORMATS": str(FORMATS),
            "HUB_ROUTES": ROUTES,
            "HUB_AGENCIES": json.dumps({AGENCY: self._agency()}),
            "HUB_MIN_FREE_BYTES": "0",
            "HUB_LOG_LEVEL": "WARNING",
        }
