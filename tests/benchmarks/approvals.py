"""(h): approval steps a second: eight people at once give visas on documents that nine must approve.

Through the whole service (rules, events in their chain, snapshot, inbox, timers, people, idempotency key, evidence
leaf, log line), against `ByHand`: the same row lock, event, snapshot, inbox, key, leaf and commit, written out in
asyncpg with no rules in between. Both on PostgreSQL with its own durability, in alternating runs.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.facts import FileRef, content_hash
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.submit import Submit
from hub.app import build
from hub.documents.acting.acting import Acted
from hub.documents.acting.path_repository import save_path
from hub.documents.acting.service import Documents, Given
from hub.settings import Settings
from hub.store.schema import migrate
from hub.telemetry.logs import Output, configure_logging
from tests.benchmarks.by_hand import ByHand
from tests.benchmarks.places import Servers, fresh_database
from tests.document_checker import broken

PATH = Path(__file__).parent / "paths" / "nine.yaml"
NINE = ("fuad", "elcin", "nigar", "aysel", "uzv-1", "uzv-2", "uzv-3", "uzv-4", "uzv-5")
CALLERS = 8
GOAL_PER_S = 500.0
HASH_KEY = "bench-hash-key-" * 3
Step = Callable[[str, str], Awaitable[None]]
"""Gives one person's visa on one document."""


@dataclass(frozen=True, slots=True)
class ApprovalFigures:
    """Steps a second of each round, the service's and those by hand; `load` of the machine before."""

    steps: int
    service_per_s: tuple[float, ...]
    by_hand_per_s: tuple[float, ...]
    load: float
    defects: tuple[str, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.service_per_s)

    @property
    def ratio(self) -> float:
        """Median of each round's ratio."""
        pairs = zip(self.service_per_s, self.by_hand_per_s, strict=True)
        return statistics.median(one / other for one, other in pairs)

    def shortfalls(self) -> list[str]:
        if self.median >= GOAL_PER_S:
            return []
        return [f"the service takes {self.median:.0f} approval steps a second; the goal is {GOAL_PER_S:.0f}"]


async def measure_approvals(
    servers: Servers, folder: Path, documents: int, rounds: int, tell: Callable[[str], None]
) -> ApprovalFigures:
    """`documents` for each round and side, each with nine steps."""
    load = os.getloadavg()[0]
    service: list[float] = []
    by_hand: list[float] = []
    defects: list[str] = []
    async with fresh_database(servers, "bench_approvals") as url, _service(url, folder) as office:
        async with ByHand.over(servers, NINE, CALLERS) as other:
            for number in range(1, rounds + 1):
                service.append(await _run(await _waiting(office, documents), _visa(office)))
                by_hand.append(await _run(await other.waiting(documents), other.visa))
                tell(f"round {number}/{rounds}: {service[-1]:.0f} steps a second, by hand {by_hand[-1]:.0f}")
            defects += await other.defects()
        defects += await broken(office.store, office.sealer)
        defects += await _unfinished(office)
    return ApprovalFigures(documents * len(NINE), tuple(service), tuple(by_hand), load, tuple(defects))


async def _run(documents: Sequence[str], visa: Step) -> float:
    """Each caller takes its share of the documents, one after the other; steps a second of all."""

    async def caller(number: int) -> None:
        for document in documents[number::CALLERS]:
            for login in NINE:
                await visa(document, login)

    began = time.monotonic()
    async with asyncio.TaskGroup() as callers:
        for number in range(CALLERS):
            callers.create_task(caller(number))
    return len(documents) * len(NINE) / (time.monotonic() - began)


@asynccontextmanager
async def _service(url: str, folder: Path) -> AsyncIterator[Documents]:
    """The documents of a hub in this process, with the sandbox's people; its log goes to a file."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    settings = Settings(data=folder / "approvals", database_url=url, hash_key=HASH_KEY, sandbox=True)
    await migrate(settings)
    log = (folder / "approvals.log").open("w", encoding="utf-8")
    atexit.register(log.close)  # loggers keep where they write to, and the next bench logs in this process too
    configure_logging("INFO", Output(lambda line: print(line, file=log)))
    async with build(settings) as hub:
        async with hub.store.write() as tx:
            await save_path(tx, hub.sealer, PATH.read_text(encoding="utf-8"), "sevinc")
        yield hub.office.documents


FILE = FileRef("emr.txt", "text/plain", 5, "5" * 64, main=True)
CONTENT = content_hash("Əmr", [FILE])


async def _waiting(office: Documents, count: int) -> list[str]:
    """New documents that wait for their nine visas."""

    async def one() -> str:
        begun = await office.create(
            "rauf", Create(by="rauf", document="internal", title="Əmr", unit="qayidis", files=(FILE,)), Given(_key())
        )
        step = Submit(by="rauf", content_hash=begun.state.content_hash)
        await office.act("rauf", begun.document, ApprovalStep(command=step, path="bench-nine"), Given(_key()))
        return begun.document

    return list(await asyncio.gather(*(one() for _ in range(count))))


def _key() -> str:
    return os.urandom(8).hex()


def _visa(office: Documents) -> Step:
    known: dict[str, Acted] = {}

    async def visa(document: str, login: str) -> None:
        before = known.get(document)
        expected = before.version if before else None
        step = Approve(by=login, content_hash=CONTENT)
        known[document] = await office.act(login, document, ApprovalStep(command=step), Given(_key(), expected))

    return visa


async def _unfinished(office: Documents) -> list[str]:
    async with office.store.read() as tx:
        rows = await tx.fetch("SELECT status, count(*) AS n FROM documents WHERE status <> 'approved' GROUP BY status")
    return [f"{row['n']} documents are {row['status']}" for row in rows]
