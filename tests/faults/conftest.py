"""One hub of processes for each test, over the shared servers, a database and a broker of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.open import open_store
from hub.store.store import Store
from tests.faults.checker import check, invariants
from tests.faults.traffic import Sent, send
from tests.hubs import HASH_KEY, eventually
from tests.processes import ROOT, HubProcesses
from tests.sandbox import RunningSandbox

FLOW = {"HUB_FORMATS": str(ROOT / "tests" / "benchmarks" / "formats"), "HUB_ROUTES": "tests.faults.routes"}
_WORKING = "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
_UNMERGED = "SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


class System:
    """The processes, their agencies, and what must hold in the end."""

    def __init__(self, hub: HubProcesses, sandbox: RunningSandbox) -> None:
        self.hub = hub
        self.sandbox = sandbox

    def start(self, workers: int = 1, **extra: str) -> None:
        """Migrate, then run API, relay and workers; `extra` settings go to all."""
        self.hub.more |= extra
        self.hub.migrate()
        self.hub.run("serve")
        self.hub.run("relay")
        for number in range(1, workers + 1):
            self.hub.run("work", f"work-{number}")
        self.hub.ready()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """The database, looked at from outside."""
        settings = Settings(data=self.hub.data, database_url=self.hub.database_url, hash_key=HASH_KEY)
        store = await open_store(settings, SystemClock())
        try:
            yield store
        finally:
            await store.aclose()

    async def send(self, persons: int = 8, each: int = 10, *, pause: float = 0.0, seconds: float = 120.0) -> Sent:
        return await send(self.hub.url, range(1, persons + 1), each, pause=pause, seconds=seconds)

    async def during(self, sending: Awaitable[Sent], trouble: Callable[[], Awaitable[None]]) -> Sent:
        """Make trouble while messages are being sent."""
        task = asyncio.ensure_future(sending)
        await trouble()
        return await task

    async def all_is_well(self, sent: Sent, seconds: float = 60.0) -> None:
        """Everything promised was applied once and in order, and the database agrees with itself."""
        async with self.store() as store:

            async def at_rest() -> bool:
                async with store.read() as tx:
                    counts = [(await tx.fetch(sql))[0]["n"] for sql in (_WORKING, _UNMERGED)]
                return counts == [0, 0]

            try:
                await eventually(at_rest, seconds, "rest")
            except AssertionError as restless:
                raise AssertionError(f"{restless}\n{self.logs()}") from restless
            verdict = check(sent, self.sandbox.ledger("meis"))
            assert verdict.good(), f"{verdict}\n{self.logs()}"
            assert await invariants(store) == []

    def logs(self) -> str:
        """The tails of all processes' logs."""
        tails = (f"--- {r.name} (alive: {r.alive})\n{r.log.read_text()[-2500:]}" for r in self.hub.running.values())
        return "\n".join(tails)


@pytest.fixture
def system(
    tmp_path: Path, sandbox: RunningSandbox, postgres_url: str, broker_url: str, broker_prefix: str
) -> Iterator[System]:
    """A hub over the shared PostgreSQL and RabbitMQ."""
    with HubProcesses(tmp_path / "hub", sandbox.url, postgres_url, broker_url, broker_prefix, dict(FLOW)) as processes:
        yield System(processes, sandbox)


@pytest.fixture
def embedded(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[System]:
    """A hub on the embedded default; start it by `hub.run("run")`."""
    with HubProcesses(tmp_path / "hub", sandbox.url, more=dict(FLOW)) as processes:
        yield System(processes, sandbox)
