"""(i): a person's inbox and the due timers, among as many documents as a body has in decades.

Every document waits for somebody: nine of ten for one of OFFICIALS, one of ten for the registry's pool. The inbox is
asked for over HTTP, by a real server in this process; the timers by the very query of the clock's duty.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from document_flow.documents.state import DOCUMENTS, Document
from hub.app import Hub, build
from hub.commands.servers.serving import listen, serving, url_of
from hub.documents.acting.timekeeping import due
from hub.serving import make_api
from hub.settings import Settings
from hub.store.legal_time import NO_DUE
from hub.store.schema import migrate
from hub.store.sealing import Sealer
from tests.benchmarks.places import Servers, fresh_database
from tests.benchmarks.stored_messages import id_at

OFFICIALS = 1_000
DUE = 10_000
INBOX_GOAL_MS, TIMERS_GOAL_MS = 100.0, 20.0
ASKED, WARM_UP = 60, 5
READERS = {"an adviser": "rauf", "the registry": "sevinc"}
_A_COPY = 50_000
_LONG_AGO = 1_700_000_000_000_000


@dataclass(frozen=True, slots=True)
class AskedTimes:
    """Milliseconds of ASKED questions, and how many rows there were to find."""

    what: str
    waiting: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The inbox of each of READERS, then the timers."""

    documents: int
    inboxes: tuple[AskedTimes, ...]
    timers: AskedTimes
    load: float
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """Judged by the median of each: there is one question at a time."""
        found = [
            f"the inbox of {each.what} takes {each.p50_ms:.0f} ms; the goal is below {INBOX_GOAL_MS:.0f} ms"
            for each in self.inboxes
            if each.p50_ms >= INBOX_GOAL_MS
        ]
        if self.timers.p50_ms >= TIMERS_GOAL_MS:
            found.append(
                f"{DUE:,} due timers are found in {self.timers.p50_ms:.0f} ms; the goal is {TIMERS_GOAL_MS:.0f} ms"
            )
        return found


async def measure_desks(servers: Servers, folder: Path, documents: int, tell: Callable[[str], None]) -> DeskFigures:
    """Fill a database by COPY and ask."""
    load = os.getloadavg()[0]
    async with fresh_database(servers, "bench_desks") as url:
        settings = Settings(
            data=folder / "desks", database_url=url, hash_key="bench-hash-key-" * 3, sandbox=True, port=0
        )
        await migrate(settings)
        async with build(settings) as hub:
            began = time.monotonic()
            await _fill(url, documents, hub.sealer)
            tell(f"{documents:,} documents stored in {time.monotonic() - began:.0f} s")
            inboxes = [await _inbox(hub, settings, what, login) for what, login in READERS.items()]
            timers = await _timers(hub)
    found = [each for each, _ in inboxes]
    defects = [defect for _, defect in inboxes if defect]
    if timers.waiting != DUE:
        defects.append(f"{timers.waiting:,} timers were found, not {DUE:,}")
    return DeskFigures(documents, tuple(found), timers, load, tuple(defects))


async def _inbox(hub: Hub, settings: Settings, what: str, login: str) -> tuple[AskedTimes, str]:
    """Ask for the first page, as a person does who comes to work."""
    async with _client(hub, settings) as client:
        taken: list[float] = []
        for _ in range(ASKED + WARM_UP):
            began = time.monotonic()
            answer = await client.get("/v1/inbox", headers={"authorization": f"Bearer sandbox-{login}"})
            taken.append(time.monotonic() - began)
            answer.raise_for_status()
        page = answer.json()
    defect = "" if len(page["tasks"]) == 50 else f"the inbox of {what} shows {len(page['tasks'])} tasks"
    return _asked(f"inbox of {what}", page["total"], taken[WARM_UP:]), defect


@asynccontextmanager
async def _client(hub: Hub, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    listener = listen(settings)
    async with (
        serving(make_api(hub), listener),
        httpx.AsyncClient(base_url=url_of(listener), trust_env=False, timeout=30) as client,
    ):
        yield client


async def _timers(hub: Hub) -> AskedTimes:
    taken: list[float] = []
    for _ in range(ASKED + WARM_UP):
        async with hub.store.read() as tx:
            began = time.monotonic()
            rows = await due(tx, DUE + 1)
            taken.append(time.monotonic() - began)
    return _asked(f"{DUE:,} due timers", len(rows), taken[WARM_UP:])


def _asked(what: str, waiting: int, seconds: Sequence[float]) -> AskedTimes:
    cuts = statistics.quantiles(seconds, n=100)
    return AskedTimes(what, waiting, cuts[49] * 1000, cuts[94] * 1000)


_DOCUMENTS = "id kind status access version author unit chain_hash state_sealed created_at changed_at"


async def _fill(url: str, count: int, sealer: Sealer) -> None:
    """Documents, their tasks, and a timer each, of which DUE are due; then VACUUM ANALYZE."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off")
        for first in range(0, count, _A_COPY):
            numbers = range(first, min(first + _A_COPY, count))
            for table, columns, rows in _rows(numbers, count, sealer):
                await connection.copy_records_to_table(table, records=rows, columns=columns.split())
        await connection.execute("VACUUM ANALYZE documents, inbox, document_timers")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _rows(numbers: range, count: int, sealer: Sealer) -> list[tuple[str, str, list[tuple[object, ...]]]]:
    plain = DOCUMENTS.dump_json(Document(title="Əmr", author="rauf", length=1))
    documents: list[tuple[object, ...]] = []
    inbox: list[tuple[object, ...]] = []
    timers: list[tuple[object, ...]] = []
    for number in numbers:
        at = _LONG_AGO + number * 1_000
        name = id_at(at, number)
        state = sealer.seal("documents.state", name, plain, 1)
        documents.append((name, "internal", "draft", "open", 1, "rauf", "qayidis", "0" * 64, state, at, at))
        official = number % OFFICIALS
        login = "@clerk" if number % 10 == 0 else "rauf" if official == 1 else f"person-{official}"
        inbox.append((login, name, "draft", NO_DUE, at))
        later = 4_000_000_000_000_000
        timers.append((name, "path:1/viza/due", at if number % (count // DUE) == 0 else later + number))
    return [
        ("documents", _DOCUMENTS, documents),
        ("inbox", "login document_id task due since", inbox),
        ("document_timers", "document_id timer at", timers),
    ]
