"""(m): two allowance months of many persons, from the run to issued lists, beside the same month written by hand."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

import psutil
from rich.console import Console

from document_flow.hands import Command
from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from hub.app import Hub, build
from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore, blank
from hub.register.things import THINGS_OF
from hub.store.ids import new_id
from tests.benchmarks import month_by_hand
from tests.benchmarks.hub_pipeline import Hub as Processes
from tests.benchmarks.persons import fin
from tests.benchmarks.places import fresh_place
from tests.benchmarks.runs import Course
from tests.hubs import settings_for
from tests.integration.lists.month import OFFICER, PARTIES, RUNS, opened, run

COUNTRY, GOAL_S, MEMORY_GOAL_MB = 500_000, 600.0, 1_000.0
BATCH = 2_000
_MESSAGE = "0" * 32
_ORIGINS = ("Ağdam", "Cəbrayıl", "Füzuli", "Kəlbəcər", "Laçın", "Qubadlı", "Şuşa", "Zəngilan", "Xocalı", "Xocavənd")
_SETTLED = tuple(f"Rayon {number}" for number in range(60))
PERIODS = ("2026-02", "2026-03")


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Seconds of each month by part, of the same by hand, and the peak of memory in MB above that of an idle hub."""

    people: int
    lists: int
    stored_per_s: float
    parts_s: dict[str, dict[str, float]]
    cpu_s: dict[str, float]
    by_hand_s: dict[str, float]
    peak_mb: float
    defects: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """The second month beside the same by hand."""
        return sum(self.parts_s[PERIODS[1]].values()) / self.by_hand_s[PERIODS[1]]

    @property
    def country_s(self) -> float:
        """The second month for the whole country, as long as nothing grows faster than the number."""
        return sum(self.parts_s[PERIODS[1]].values()) * COUNTRY / self.people

    def shortfalls(self) -> list[str]:
        """Judged for the whole country; memory as it was."""
        found = []
        if self.country_s > GOAL_S:
            found.append(f"a month of {COUNTRY:,} would take {self.country_s:,.0f} s; the goal is {GOAL_S:,.0f}")
        if self.peak_mb >= MEMORY_GOAL_MB:
            found.append(f"a month takes {self.peak_mb:,.0f} MB; the goal is {MEMORY_GOAL_MB:,.0f}")
        return found


async def measure_month(course: Course, people: int, say: Callable[[str], None]) -> MonthFigures:
    """Store so many persons with a right each, then two months; after the first some rights end by a decision."""
    async with fresh_place(course.servers, "month", course.folder) as place:
        await Processes(place).migrate()
        settings = settings_for(place.folder / "hub", database_url=place.database_url)
        async with build(settings) as hub:
            began = time.monotonic()
            made = [each async for each in _stored(hub, people)]
            stored = people / (time.monotonic() - began)
            await month_by_hand.fill(place.database_url, _hand_people(made), _hand_rights(made))
            say(f"{people:,} persons stored")
            parts: dict[str, dict[str, float]] = {}
            cpu: dict[str, float] = {}
            by_hand: dict[str, float] = {}
            defects: list[str] = []
            async with _peak() as peak:
                for number, period in enumerate(PERIODS):
                    before = time.process_time()
                    parts[period], name = await _month(hub, period)
                    cpu[period] = time.process_time() - before
                    head = await run(hub, name)
                    say(f"{period}: " + ", ".join(f"{part} {took:.1f} s" for part, took in parts[period].items()))
                    lines = await _lines(hub, name)
                    last = PERIODS[number - 1] if number else ""
                    by_hand[period], expected = await month_by_hand.month(
                        place.database_url, date.fromisoformat(f"{period}-01"), period, last
                    )
                    if lines != expected:
                        defects.append(f"{period}: {lines} lines, by hand {expected}")
            return MonthFigures(
                people, sum(head.lists.values()), stored, parts, cpu, by_hand, peak[0] / 2**20, tuple(defects)
            )


@dataclass(frozen=True, slots=True)
class _Made:
    person: str
    right: str
    fin: str
    origin: str
    settlement: str
    qepik: int


async def _stored(hub: Hub, people: int) -> AsyncIterator[_Made]:
    register = RegisterStore(hub.sealer, hub.hash)
    for first in range(0, people, BATCH):
        batch = [_made(register, number) for number in range(first, min(first + BATCH, people))]
        async with hub.store.write() as tx:
            await register.save(tx, [change for changes, _ in batch for change in changes], 1)
        for _, made in batch:
            yield made
    async with hub.store.write() as tx:
        await tx.execute("ANALYZE entities")
        await tx.execute("ANALYZE entity_keys")


def _made(register: RegisterStore, number: int) -> tuple[tuple[Change, Change], _Made]:
    dice, who = random.Random(number), fin(number)
    origin, settlement, qepik = dice.choice(_ORIGINS), dice.choice(_SETTLED), dice.choice((3300, 6000))
    born = f"{dice.randrange(1935, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    person = _learnt(
        "person",
        fin=who,
        surname="Məmmədov",
        given_name="Əli",
        birth_date=born,
        origin_residence={"place": origin},
        temporary_settlement={"place": settlement},
    )
    decision = f"VM-T-2026/{number:06}"
    right = _learnt(
        "right",
        right_id=decision,
        fin=who,
        programme="allowance",
        benefit="money",
        amount_qepik=qepik,
        valid_from="2026-01-01",
        state="in_force",
        decision_no=decision,
    )
    changes = (
        Change(blank("person"), person, (register.hash("fin", who),)),
        Change(blank("right"), right, (register.hash("right", decision),), (register.hash(THINGS_OF, who),)),
    )
    return changes, _Made(person.id, right.id, who, origin, settlement, qepik)


def _learnt(kind: str, **values: object) -> Entity:
    return learn(blank(kind), values, Source(_MESSAGE, "committee", 1))


def _hand_people(made: list[_Made]) -> Iterator[tuple[object, ...]]:
    return ((each.fin, uuid.UUID(each.person), each.origin, each.settlement, None) for each in made)


def _hand_rights(made: list[_Made]) -> Iterator[tuple[object, ...]]:
    since = date(2026, 1, 1)
    return ((uuid.UUID(e.right), e.fin, e.qepik, since, None, "in_force", e.right[:8]) for e in made)


async def _month(hub: Hub, period: str) -> tuple[dict[str, float], str]:
    parts: dict[str, float] = {}
    name = await opened(hub, period)
    began = time.monotonic()
    while (await run(hub, name)).phase == "asked":
        await hub.aggregates.step()
    parts["cut"] = time.monotonic() - began
    parts["compare"] = await _driven(hub, name, "compared")
    parts["freeze"] = await _asked(hub, name, FreezeAll(by=OFFICER), "frozen")
    root = (await run(hub, name)).root
    parts["approve"] = 0.0
    for number, (party, by) in enumerate(PARTIES, 1):
        approval = ApproveAll(by=by, party=party, root=root, document=f"S-{party}")
        parts["approve"] += await _asked(hub, name, approval, "approved" if number == len(PARTIES) else "frozen")
    parts["issue"] = await _asked(hub, name, IssueAll(by=OFFICER), "issued")
    began = time.monotonic()
    while await _not_owed(hub, name):
        await hub.aggregates.step()
    parts["owe"] = time.monotonic() - began
    return parts, name


async def _not_owed(hub: Hub, name: str) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT 1 AS n FROM aggregates a JOIN list_chunks c ON c.list_id = a.id"
            " WHERE a.within = :run AND c.owed = 0 LIMIT 1",
            {"run": name},
        )
    return bool(rows)


async def _asked(hub: Hub, name: str, command: Command, phase: str) -> float:
    await hub.aggregates.act(RUNS, name, command, new_id())
    return await _driven(hub, name, phase)


async def _driven(hub: Hub, name: str, phase: str) -> float:
    """Seconds until the run is there and nothing is asked of its lists."""
    began = time.monotonic()
    while True:
        done = await hub.aggregates.step()
        head = await run(hub, name)
        if head.phase == phase and head.order is None:
            return time.monotonic() - began
        if not done:
            await asyncio.sleep(0.05)


async def _lines(hub: Hub, name: str) -> int:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT sum(c.entries) AS n FROM aggregates a JOIN list_chunks c ON c.list_id = a.id WHERE a.within = :run",
            {"run": name},
        )
    return int(rows[0]["n"] or 0)


@asynccontextmanager
async def _peak() -> AsyncIterator[list[int]]:
    """The most memory that this process takes while the context is open, in bytes."""
    process, peak = psutil.Process(), [0]

    async def look() -> None:
        while True:
            peak[0] = max(peak[0], process.memory_info().rss)
            await asyncio.sleep(0.2)

    task = asyncio.create_task(look())
    try:
        yield peak
    finally:
        task.cancel()


def show_month(console: Console, found: MonthFigures) -> None:
    """Print what was measured."""
    console.print(
        f"{found.people:,} rights on {found.lists:,} lists, stored {found.stored_per_s:,.0f} a second;"
        f" {COUNTRY:,} would take {found.country_s:,.0f} s",
        style="bold",
    )
    for period, parts in found.parts_s.items():
        shown = ", ".join(f"{part} {took:.1f} s" for part, took in parts.items())
        shown += f"; processor {found.cpu_s[period]:.1f} s"
        console.print(f"  {period}: {shown}; by hand {found.by_hand_s[period]:.1f} s", highlight=False)
    console.print(f"  ratio {found.ratio:.1f}, memory {found.peak_mb:,.0f} MB", highlight=False)
