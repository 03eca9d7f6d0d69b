"""(r): how long it takes until a copy serves: the copy is taken, restored beside the first, and a hub started over it.

What docs/how-to/back-up-and-restore.md does, on this machine: with a copy of a day the time to restore is this, and the
walk to the key.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from tests.benchmarks.filled import Filled
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.places import fresh_database
from tests.benchmarks.runs import Course
from tests.servers.postgres import installed_binaries

_JOBS = "--jobs=2"
_COUNT = "SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM evidence_leaves) AS leaves"


@dataclass(frozen=True, slots=True)
class RestoreFigures:
    """Seconds of each step, and the size of the copy in MB."""

    stored: int
    copy_mb: float
    copy_s: float
    restore_s: float
    ready_s: float
    verify_log_s: float
    defects: tuple[str, ...]

    @property
    def serves_after_s(self) -> float:
        """From the copy to a hub that says it is ready."""
        return self.restore_s + self.ready_s


async def measure_restore(filled: Filled, course: Course) -> RestoreFigures:
    """Copy what is stored, restore it into a database of its own, start a hub there and check its log."""
    programs = installed_binaries()
    if programs is None:
        raise FileNotFoundError("pg_dump and pg_restore are needed: apt-get install postgresql")
    place, dump = filled.place, filled.place.folder / "copy"
    shape = ("--format=directory", _JOBS, f"--file={dump}", place.database_url)
    copy_s = await _seconds(lambda: _run(programs / "pg_dump", *shape))
    size = sum(each.stat().st_size for each in dump.iterdir()) / 1_000_000
    async with fresh_database(course.servers, f"{place.name}_again") as url:
        restore_s = await _seconds(lambda: _run(programs / "pg_restore", _JOBS, f"--dbname={url}", dump))
        same = await _counts(url) == await _counts(place.database_url)  # a hub that starts adds leaves of its own
        hub = Hub(replace(place, database_url=url))
        try:
            ready_s = await _seconds(hub.start)
        finally:
            await hub.stop()
        verify_s = await _seconds(lambda: hub.command("verify", "log"))
    defects = () if same else ("the copy does not hold what was stored",)
    return RestoreFigures(filled.stored, size, copy_s, restore_s, ready_s, verify_s, defects)


async def _run(program: Path, *arguments: str | Path) -> None:
    process = await asyncio.create_subprocess_exec(program, *arguments)
    if status := await process.wait():
        raise RuntimeError(f"{program.name} ended with status {status}")


async def _counts(url: str) -> tuple[object, ...]:
    connection = await asyncpg.connect(url)
    try:
        return tuple(await connection.fetchrow(_COUNT))
    finally:
        await connection.close()


async def _seconds(step: Callable[[], Awaitable[object]]) -> float:
    began = time.monotonic()
    await step()
    return time.monotonic() - began
