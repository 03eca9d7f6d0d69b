"""Options, markers and servers that all tests share."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from hub.access import people
from hub.store.schema import create_all
from hub.telemetry import logs
from tests import servers
from tests.campaigns import ON_POSTGRES, examples, first_fault_seed, left_out, seed_of_this_run
from tests.costs import Costs
from tests.servers import Lender, Loan, PostgresServer, RabbitServer, ServerMissing, borrow_postgres, borrow_rabbitmq
from tests.servers.wanting import WANTING, skip_or_fail

S = TypeVar("S", bound=PostgresServer | RabbitServer)

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SEEDS = 3
TWICE = tuple(
    ROOT / "tests" / "integration" / room
    for room in (
        "api",
        "ask",
        "citizen",
        "console",
        "counting",
        "desks",
        "documents",
        "evidence",
        "files",
        "hard_cases",
        "killed",
        "lists",
        "loading",
        "money",
        "programmes",
        "repair",
        "returns",
        "soap",
        "surveys",
        "utilities",
        "visits",
    )
)
"""Rooms so large that `make test` runs them on SQLite alone; `make test-slow` runs a share of them on PostgreSQL."""
PURE = ("document_flow", "mappings", "routes")
"""Whose unit tests hold every branch of the pure parts (`.ci/family.py`)."""
NEED_POSTGRES = {"postgres_server", "postgres_url", "empty_postgres_url"}
NEED_BROKER = {"broker_server", "broker_url"}

# Two shared cores make any deadline a guess.
settings.register_profile(
    "hub", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, max_examples=examples(100)
)

_shared: pytest.StashKey[_Shared] = pytest.StashKey()
_lender: pytest.StashKey[Lender] = pytest.StashKey()
_schema: pytest.StashKey[str] = pytest.StashKey()


# Options and selection -----------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("faults")
    group.addoption("--fault", type=int, action="append", help="only the tests of this fault's number; may be repeated")
    group.addoption(
        "--seeds", default="1", help="seeds for each fault test: a number, or `all` for the number each test names"
    )
    group.addoption(
        "--first-seed", type=int, help="the first seed, to repeat a run that failed; by default the commit's"
    )
    parser.getgroup("campaigns").addoption(
        "--campaign-seed", type=int, help="chooses the sample of every campaign; by default the commit's"
    )
    parser.getgroup("golden").addoption(
        "--renew-golden", action="store_true", help="write the golden files anew instead of comparing with them"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Workers get the controller's options, so all of them have its seed."""
    if config.option.campaign_seed is None:
        config.option.campaign_seed = seed_of_this_run()
    if config.option.first_seed is None:
        config.option.first_seed = first_fault_seed(config.option.campaign_seed)
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(config.option.campaign_seed)
    settings.load_profile("hub")
    for name in [name for name in os.environ if name.startswith("HUB_") and not name.startswith("HUB_TEST_")]:
        del os.environ[name]  # a developer's own settings are not the tests' business
    # Hundreds of processes come, which would each compile the whole project where the machine forbids to keep that.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ["PIP_COMPILE"] = "0"  # environments that tests make compile what they use of them
    people.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a fifth of a second each, else
    logs.CACHE_LOGGERS = False  # one that a test made would write past what the next one listens to
    gc.set_threshold(50_000, 20, 50)  # as a hub that serves: what is imported and collected stays till the end
    config.pluginmanager.register(Costs())
    if config.pluginmanager.hasplugin("dsession"):
        config.pluginmanager.register(_ToWorkers())


def pytest_report_header(config: pytest.Config) -> str:
    chosen = config.option
    return f"campaigns: to repeat, --campaign-seed {chosen.campaign_seed} --first-seed {chosen.first_seed}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `seed` runs once a seed."""
    if "seed" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("seeds")
        mark = metafunc.definition.get_closest_marker("fault")
        own = mark.kwargs.get("seeds", DEFAULT_SEEDS) if mark else DEFAULT_SEEDS
        first = metafunc.config.getoption("first_seed")
        seeds = range(first, first + (own if wanted == "all" else int(wanted)))
        metafunc.parametrize("seed", seeds, ids=[f"seed{seed}" for seed in seeds])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by folder, then keep what `--fault` asks for, and a sample of every campaign; what may be long begins first.

    A worker that comes to a long test last lets the others stand idle meanwhile.
    """
    for item in items:
        for mark in _marks_of(item.path):
            item.add_marker(mark)
        if "postgresql" in item.name and _is_twice(item.path):
            item.add_marker("slow")
            item.add_marker(ON_POSTGRES)
    out = left_out(items, config.option.campaign_seed)
    if wanted := set(config.getoption("fault") or ()):
        out |= {item for item in items if not any(mark.args[0] in wanted for mark in item.iter_markers("fault"))}
    if out:
        config.hook.pytest_deselected(items=[item for item in items if item in out])
        items[:] = [item for item in items if item not in out]
    items.sort(key=_patience, reverse=True)


@cache
def _marks_of(file: Path) -> tuple[str, ...]:
    """What all tests of a file are marked with for where it lies."""
    tests = ROOT / "tests"
    marks = ["faults"] if file.is_relative_to(tests / "faults") else []
    if any(file.is_relative_to(tests / "unit" / room) for room in PURE):
        marks.append("pure")
    if file.is_relative_to(tests / "browser"):
        marks += ["browser", "slow"]
    return tuple(marks)


@cache
def _is_twice(file: Path) -> bool:
    return any(file.is_relative_to(place) for place in TWICE)


def _patience(item: pytest.Item) -> float:
    """The seconds that a test asks for beyond what every test has; 0 of most."""
    asked = item.get_closest_marker("timeout")
    return max(0.0, asked.args[0] - float(item.config.getini("timeout"))) if asked else 0.0


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What was made to find the tests stays to the end: the collector need not look at it again and again."""
    gc.freeze()


# Servers -------------------------------------------------------------------------------------------------------------


class _Lazy(Generic[S]):
    """A server started at most once, in a thread, so that it boots while other tests run."""

    def __init__(self, start: Callable[[], S], pool: ThreadPoolExecutor) -> None:
        self._start = start
        self._pool = pool
        self._future: Future[S] | None = None

    def begin(self) -> None:
        if self._future is None:
            self._future = self._pool.submit(self._start)

    def get(self) -> S:
        self.begin()
        assert self._future is not None
        return self._future.result()

    def end(self) -> None:
        if self._future and self._future.done() and not self._future.exception() and self.get().private:
            self.get().kill()


class _Shared:
    """The session's servers: two that tests share by databases and virtual hosts, two that tests may break.

    Parallel workers borrow the first two from the controller.
    """

    def __init__(self, say: Callable[[str], None], loan: Loan | None = None) -> None:
        pool = ThreadPoolExecutor(thread_name_prefix="server")
        self.postgres = _Lazy(lambda: borrow_postgres(loan) if loan else servers.shared_postgres(say), pool)
        self.broker = _Lazy(lambda: borrow_rabbitmq(loan) if loan else servers.shared_rabbitmq(say), pool)
        self.killable_postgres = _Lazy(lambda: servers.private_postgres(say), pool)
        self.killable_broker = _Lazy(lambda: servers.private_rabbitmq(say), pool)
        self._borrowed = loan is not None

    def end(self) -> None:
        """End what is ours and wait for it, so that what it used of the processor is this run's."""
        for server in (self.killable_postgres, self.killable_broker):
            server.end()
        if not self._borrowed:
            self.postgres.end()
            self.broker.end()

    def begin(self, fixtures: set[str]) -> None:
        """Start what the collected tests will ask for."""
        if fixtures & NEED_POSTGRES:
            self.postgres.begin()
        if fixtures & NEED_BROKER:
            self.broker.begin()
        if "killable_postgres" in fixtures:
            self.killable_postgres.begin()
        if "killable_broker" in fixtures:
            self.killable_broker.begin()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before parallel workers start: install what they need where that can be seen, and be ready to lend it."""
    if getattr(session.config.option, "numprocesses", None):
        say = _speaker(session.config)
        servers.install_missing(say)
        shared = session.config.stash[_shared] = _Shared(say)
        session.config.stash[_lender] = Lender(shared.postgres.get, shared.broker.get)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _lender in session.config.stash:
        session.config.stash[_lender].close()
    if _shared in session.config.stash:
        session.config.stash[_shared].end()


class _ToWorkers:
    """Registered only where pytest-xdist is, whose hook it is."""

    @staticmethod
    def pytest_configure_node(node: Any) -> None:
        node.workerinput["loan"] = node.config.stash[_lender].loan


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Begin to start the servers before the first test."""
    if not session.config.option.collectonly and _lender not in session.config.stash:
        lent = getattr(session.config, "workerinput", {}).get("loan")
        session.config.stash[_shared] = _Shared(_speaker(session.config), lent)
        wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
        session.config.stash[_shared].begin(wanted)


def _speaker(config: pytest.Config) -> Callable[[str], None]:
    """Says a line on the terminal in the middle of a run."""
    capture = config.pluginmanager.getplugin("capturemanager")
    reporter = config.pluginmanager.getplugin("terminalreporter")

    def say(line: str) -> None:
        if reporter and capture:
            with capture.global_and_fixture_disabled():
                reporter.ensure_newline()
                reporter.write_line(line)

    return say


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each reason to skip, and a single one for all that want a server."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    wanting = [reason for reason in reasons if reason.startswith(WANTING)]
    for reason in reasons.keys() - set(wanting):
        terminalreporter.write_line(f"{reasons[reason]} skipped: {reason}")
    if wanting:
        count = sum(reasons[reason] for reason in wanting)
        how = "; ".join(reason.removeprefix(WANTING) for reason in wanting)
        terminalreporter.write_line(f"{count} skipped for want of a server or a browser. {how}.")


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def _get(request: pytest.FixtureRequest, server: Callable[[_Shared], _Lazy[S]]) -> S:
    """The server; without a source the test is skipped, in CI it fails."""
    try:
        return server(request.config.stash[_shared]).get()
    except ServerMissing as missing:
        skip_or_fail(missing)


@pytest.fixture(scope="session")
def say(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Says a line on the terminal in the middle of a run."""
    return _speaker(pytestconfig)


@pytest.fixture
def postgres_server(request: pytest.FixtureRequest) -> PostgresServer:
    """The session's PostgreSQL, named or private; tests share it, each in databases of its own."""
    return _get(request, lambda shared: shared.postgres)


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh database with the schema and nothing in it, copied from the first; dropped afterwards."""
    stash = request.config.stash
    if _schema not in stash:
        first = postgres_server.create_database()
        with ThreadPoolExecutor(1) as beside:  # an async fixture may ask, whose loop runs in this thread
            beside.submit(asyncio.run, create_all(postgres_server.url(first))).result()
        stash[_schema] = first
    name = postgres_server.create_database(stash[_schema])
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh database without even a schema; dropped afterwards."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def broker_server(request: pytest.FixtureRequest) -> RabbitServer:
    """The session's RabbitMQ; a private one is shared by virtual hosts, one for each test."""
    return _get(request, lambda shared: shared.broker)


@pytest.fixture
def broker_url(broker_server: RabbitServer) -> str:
    """A fresh virtual host's URL. A named broker's is used as it is: give names `broker_prefix` there."""
    return broker_server.create_vhost() if broker_server.private else broker_server.url


_prefixes = itertools.count(1)


@pytest.fixture
def broker_prefix() -> str:
    """A name no other test or run uses, for queues and exchanges."""
    return f"test-{os.getpid()}-{next(_prefixes)}"


@pytest.fixture
def killable_postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A running private PostgreSQL that the test may kill, pause and stop; it is mended before the next test."""
    server = _get(request, lambda shared: shared.killable_postgres)
    server.start()
    yield server
    server.resume()
    server.start()


@pytest.fixture
def killable_broker(request: pytest.FixtureRequest) -> Iterator[RabbitServer]:
    """A running private RabbitMQ that the test may kill, pause and stop; it is mended before the next test."""
    server = _get(request, lambda shared: shared.killable_broker)
    server.start()
    yield server
    server.resume()
    server.start()
