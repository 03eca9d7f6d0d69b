"""(c): a meter file of many rows through the real door into the register."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks.flows import METER_FILES
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.meter import Usage, measured, server_pids
from tests.benchmarks.meter_file import MeterFile, write_meter_file
from tests.benchmarks.places import fresh_place
from tests.benchmarks.runs import STALL_S, Course, Stalled

ROWS_GOAL = 5_000.0
MEMORY_GOAL_MB = 400.0
LOOK_EVERY_S = 0.2
PART = 1024 * 1024
ACCOUNTS = "SELECT count(*) FROM entities WHERE kind = 'utility_account'"


@dataclass(frozen=True, slots=True)
class BulkFigures:
    """`upload_s` runs to the 202, `whole_s` from the first byte until every row is done. MB are 2^20 bytes resident."""

    rows: int
    upload_s: float
    whole_s: float
    peak_mb: float
    peaks_mb: Mapping[str, float]
    cpu_s: Mapping[str, float]
    defects: tuple[str, ...]

    @property
    def rows_per_s(self) -> float:
        return self.rows / self.whole_s

    @property
    def largest(self) -> tuple[str, float]:
        """The process that was the largest at its own peak."""
        return max(self.peaks_mb.items(), key=lambda peak: peak[1])

    def shortfalls(self) -> list[str]:
        """Name what falls short of the goals; memory is judged by the hub's processes together."""
        found = []
        if self.rows_per_s < ROWS_GOAL:
            found.append(f"the register takes {self.rows_per_s:,.0f} rows a second; the goal is {ROWS_GOAL:,.0f}")
        if self.peak_mb >= MEMORY_GOAL_MB:
            name, size = self.largest
            found.append(
                f"the hub's {len(self.peaks_mb)} processes take {self.peak_mb:.0f} MB at a file's peak (the largest,"
                f" {name}, {size:.0f} MB); the goal is below {MEMORY_GOAL_MB:.0f} MB"
            )
        return found


async def measure_file(course: Course, rows: int) -> BulkFigures:
    """Write the file, hand it over as the agency does, and wait until all its rows are in the register."""
    async with fresh_place(course.servers, "file", course.folder) as place:
        file = await asyncio.to_thread(write_meter_file, place.folder, rows)
        hub = Hub(place, METER_FILES)
        try:
            await hub.start()
            async with aiohttp.ClientSession(hub.door, headers=dict(hub.headers)) as client:
                figures = await _upload_and_follow(hub, client, file, course)
        finally:
            await hub.stop()
            file.path.unlink()
    return figures


async def _upload_and_follow(hub: Hub, client: aiohttp.ClientSession, file: MeterFile, course: Course) -> BulkFigures:
    async with measured(hub.pids, server_pids(course.servers)) as usage:
        began = time.monotonic()
        message = await _upload(client, file)
        uploaded = time.monotonic()
        view = await _until_done(hub, client, message)
        ended = time.monotonic()
    defects = _defects(file, view, await hub.count(ACCOUNTS))
    return _figures(file, (uploaded - began, ended - began), usage, defects)


async def _upload(client: aiohttp.ClientSession, file: MeterFile) -> str:
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    headers = {"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "text/csv"}
    path = f"/v1/files/{METER_FILES.format}"
    async with client.post(path, params={"name": file.path.name}, headers=headers, data=_parts(file.path)) as answer:
        body = await answer.json(content_type=None)
        if answer.status != 202:
            raise Stalled(f"the file was answered with {answer.status}: {body.get('code')}")
        message: str = body["message_id"]
        return message


async def _parts(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as source:
        while part := await asyncio.to_thread(source.read, PART):
            yield part


async def _until_done(hub: Hub, client: aiohttp.ClientSession, message: str) -> dict[str, Any]:
    """Follow the file as its sender would."""
    done, changed_at = -1.0, time.monotonic()
    while True:
        async with client.get(f"/v1/files/{message}") as answer:
            view: dict[str, Any] = await answer.json()
        if view["state"] not in ("splitting", "in_progress") and view["rows_waiting"] == 0:
            return view
        if view["percent"] > done:
            done, changed_at = view["percent"], time.monotonic()
        hub.check()
        if time.monotonic() - changed_at > STALL_S:
            raise Stalled(f"the file stands at {view['percent']} % in state {view['state']}")
        await asyncio.sleep(LOOK_EVERY_S)


def _defects(file: MeterFile, view: Mapping[str, Any], accounts: int) -> tuple[str, ...]:
    found = []
    if view["state"] != "completed":
        found.append(f"the file ended {view['state']}")
    if (view["rows_total"], view["rows_bad"]) != (file.rows, file.bad_rows):
        found.append(f"of {file.rows} rows {view['rows_total']} were seen and {view['rows_bad']} refused")
    if accounts != file.rows - file.bad_rows:
        found.append(f"{accounts} accounts are in the register for {file.rows - file.bad_rows} good rows")
    return tuple(found)


def _figures(file: MeterFile, seconds: tuple[float, float], usage: Usage, defects: tuple[str, ...]) -> BulkFigures:
    return BulkFigures(
        rows=file.rows,
        upload_s=seconds[0],
        whole_s=seconds[1],
        peak_mb=usage.peak_bytes / 2**20,
        peaks_mb={name: size / 2**20 for name, size in usage.peaks.items()},
        cpu_s=usage.cpu_s,
        defects=defects,
    )
