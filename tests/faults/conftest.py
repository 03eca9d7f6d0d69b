"""One hub of processes for each test, over the shared servers, a database and a broker of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.evidence.audit import audit_log
from hub.evidence.note import trusted
from hub.evidence.receipt import log_key
from hub.settings import Settings
from hub.store.open import installation_id, open_store
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from tests.faults.checker import check, invariants
from tests.faults.traffic import Sent, send
from tests.hubs import HASH_KEY, eventually
from tests.processes import ROOT, HubProcesses
from tests.sandbox import RunningSandbox
from tests.servers import PostgresServer, RabbitServer

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
        self._persons = 0
        self._applied = 0

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
        first = self._persons + 1
        self._persons += persons
        return await send(self.hub.url, range(first, first + persons), each, pause=pause, seconds=seconds)

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
            ledger = self.sandbox.ledger("meis", self._applied)
            self._applied = max((entry["seq"] for entry in ledger.entries), default=self._applied)
            verdict = check(sent, ledger)
            assert verdict.good(), f"{verdict}\n{self.logs()}"
            assert await invariants(store) == []
            assert await self._audited(store) is None

    async def _audited(self, store: Store) -> int | None:
        """The first leaf of the log that is not what its tree and heads say."""
        own = log_key(KeyedHash(HASH_KEY.encode()), await installation_id(store)).public
        return (await audit_log(store, trusted([own]))).index

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


class Reused:
    """One hub for many seeds: only what a seed killed is started again. A seed that failed spoils it for the next."""

    def __init__(self) -> None:
        self.system: System | None = None
        self._open = contextlib.ExitStack()

    def close(self) -> None:
        self._open.close()
        self.system = None

    def open(self, folder: Path, postgres: PostgresServer, broker: RabbitServer, prefix: str) -> System:
        sandbox = self._open.enter_context(RunningSandbox.start(folder / "sandbox"))
        database = postgres.url(postgres.create_database())
        queue = broker.create_vhost() if broker.private else broker.url
        more = FLOW | {"HUB_LEASE_SECONDS": "3"}
        hub = self._open.enter_context(HubProcesses(folder / "hub", sandbox.url, database, queue, prefix, more))
        self.system = System(hub, sandbox)
        self.system.start(workers=2)
        return self.system


@pytest.fixture(scope="module")
def _reused() -> Iterator[Reused]:
    reused = Reused()
    yield reused
    reused.close()


@pytest.fixture
def reused(
    _reused: Reused,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: PostgresServer,
    broker_server: RabbitServer,
    broker_prefix: str,
) -> Iterator[System]:
    """A running hub with two workers, shared by the seeds of a module."""
    system = _reused.system or _reused.open(
        tmp_path_factory.mktemp("reused"), postgres_server, broker_server, broker_prefix
    )
    failed_before = request.session.testsfailed
    yield system
    if request.session.testsfailed > failed_before or not system.hub.all_alive():
        _reused.close()


@pytest.fixture
def embedded(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[System]:
    """A hub on the embedded default; start it by `hub.run("run")`."""
    with HubProcesses(tmp_path / "hub", sandbox.url, more=dict(FLOW)) as processes:
        yield System(processes, sandbox)
