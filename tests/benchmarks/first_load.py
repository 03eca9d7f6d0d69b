"""(l): the first load from four old bases, by two processes as on the committee's two cores."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psutil
from rich.console import Console

from hub.demo.bases import write_bases
from hub.exchange.loading.plan import latest_load
from hub.exchange.loading.report import MatchReport, match_report
from hub.store.postgres import PostgresStore
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.meter import measured, server_pids
from tests.benchmarks.places import fresh_place
from tests.benchmarks.processes import start_module
from tests.benchmarks.runs import Course

WHOLE_COUNTRY = 660_000
GOAL_S, MEMORY_GOAL_MB = 600.0, 1_000.0
PROCESSES = 2
SEED = 1
_BEGAN = "SELECT created_at AS at FROM loads ORDER BY id LIMIT 1"
_PEOPLE = "SELECT count(*) AS n FROM entities WHERE kind = 'person'"


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """Seconds in all and by stage, of a second run, processor seconds and the peak of memory by process."""

    people: int
    rows: int
    whole_s: float
    stages_s: Mapping[str, float]
    again_s: float
    cpu_s: Mapping[str, float]
    peaks_mb: Mapping[str, float]
    defects: tuple[str, ...]

    @property
    def country_s(self) -> float:
        """What all of the committee's people would take, as long as nothing grows faster than their number."""
        return self.whole_s * WHOLE_COUNTRY / self.people

    def shortfalls(self) -> list[str]:
        """Judged for all of the committee's people; memory as it was."""
        found = []
        if self.country_s > GOAL_S:
            found.append(f"{WHOLE_COUNTRY:,} persons would take {self.country_s:,.0f} s; the goal is {GOAL_S:,.0f}")
        if sum(self.peaks_mb.values()) >= MEMORY_GOAL_MB:
            found.append(f"the load takes {sum(self.peaks_mb.values()):,.0f} MB; the goal is {MEMORY_GOAL_MB:,.0f}")
        return found


async def measure_load(course: Course, people: int, say: Callable[[str], None]) -> LoadFigures:
    """Write the four files, load them by so many processes at once, and once more."""
    async with fresh_place(course.servers, "load", course.folder) as place:
        hub = Hub(place)
        await hub.migrate()
        files = await asyncio.to_thread(write_bases, place.folder / "bases", people, SEED)
        say(f"{people:,} persons in {len(files)} files")
        words, environment = ("register", "load", str(place.folder / "bases")), hub.flow.environment(place)
        began = time.monotonic()
        children = [
            await start_module(f"load-{number}", "hub.cli", words, place.folder, environment)
            for number in range(PROCESSES)
        ]
        spent = asyncio.create_task(_spent({c.name: c.pid for c in children}))
        async with measured({c.name: c.pid for c in children}, server_pids(course.servers)) as usage:
            for child in children:
                if await child.process.wait():
                    child.check()
            whole = time.monotonic() - began
            cpu = await spent
        began = time.monotonic()
        child = await start_module("again", "hub.cli", words, place.folder, environment)
        if await child.process.wait():
            child.check()
        again = time.monotonic() - began
        report, stages, stored = await _found(place.database_url)
    rows = sum(base.rows for base in report.bases)
    defects = () if stored == report.persons else (f"{stored} persons are stored, {report.persons} were linked",)
    peaks = {name: size / 2**20 for name, size in usage.peaks.items()}
    return LoadFigures(people, rows, whole, stages, again, {**usage.cpu_s, **cpu}, peaks, defects)


async def _spent(pids: Mapping[str, int]) -> dict[str, float]:
    """Processor seconds of processes that end by themselves, as they were last seen."""
    seen = dict.fromkeys(pids, 0.0)
    alive = {name: psutil.Process(pid) for name, pid in pids.items()}
    while alive:
        for name, process in list(alive.items()):
            try:
                times = process.cpu_times()
                ended = process.status() == psutil.STATUS_ZOMBIE
            except psutil.NoSuchProcess:
                ended = True
            else:
                seen[name] = max(seen[name], times.user + times.system)
            if ended:
                del alive[name]
        await asyncio.sleep(0.1)
    return seen


async def _found(url: str) -> tuple[MatchReport, dict[str, float], int]:
    store = await PostgresStore.open(url)
    try:
        async with store.read() as tx:
            latest = await latest_load(tx)
            assert latest is not None
            report = await match_report(tx, latest[0])
            first = (await tx.fetch("SELECT min(id::text)::uuid AS id FROM loads"))[0]["id"]
            ended = await tx.fetch(
                "SELECT stage, max(done_at) AS ended FROM load_chunks WHERE load_id = :id GROUP BY stage", {"id": first}
            )
            began = (await tx.fetch(_BEGAN))[0]["at"]
            stored = (await tx.fetch(_PEOPLE))[0]["n"]
    finally:
        await store.aclose()
    stages: dict[str, float] = {}
    for row in sorted(ended, key=lambda each: each["ended"]):
        stages[row["stage"]] = (row["ended"] - began) / 1_000_000 - sum(stages.values())
    return report, stages, stored


def show_load(console: Console, found: LoadFigures) -> None:
    """Print what was measured."""
    console.print(
        f"{found.people:,} persons in {found.rows:,} rows: {found.whole_s:.1f} s, again {found.again_s:.1f} s;"
        f" {WHOLE_COUNTRY:,} would take {found.country_s:,.0f} s",
        style="bold",
    )
    console.print("  " + ", ".join(f"{stage} {took:.1f} s" for stage, took in found.stages_s.items()), highlight=False)
    console.print("  processor " + ", ".join(f"{n} {s:.1f} s" for n, s in found.cpu_s.items()), highlight=False)
    console.print("  memory " + ", ".join(f"{n} {s:.0f} MB" for n, s in found.peaks_mb.items()), highlight=False)
