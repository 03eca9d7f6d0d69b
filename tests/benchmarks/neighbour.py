"""(n): what a party waits for its receipts while another posts the dearest bodies that it can, from many connections.

The hostile one is a process of its own, `python -m tests.benchmarks.neighbour`, that stops when it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.benchmarks.flows import CIVIL_ACTS
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.meter import measured
from tests.benchmarks.places import fresh_place
from tests.benchmarks.processes import start_module
from tests.benchmarks.runs import Course
from tests.benchmarks.work import CIVIL_ACT

CONNECTIONS = 24
ELEMENTS = 199_000
CRAMMED = b"<r>" + b"<a/>" * ELEMENTS + b"</r>"
WARM_UP = 30
GOAL_MS = 250.0
GOAL_MB = 700.0
_HOSTILE = {"Authorization": "Bearer sandbox-azeriqaz", "Content-Type": "application/xml"}
_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class NeighbourFigures:
    """Milliseconds until a receipt, alone and beside the hostile one; the largest of the hub's processes."""

    messages: int
    alone: tuple[float, float]
    beside: tuple[float, float]
    largest: tuple[str, float]
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """What was promised and does not hold."""
        name, size, p95 = *self.largest, self.beside[1]
        found = {
            f"beside a hostile neighbour a receipt takes {p95:.0f} ms (p95); the goal is below {GOAL_MS:.0f}": p95
            >= GOAL_MS,
            f"{name} grows to {size:.0f} MB beside a hostile neighbour; the goal is below {GOAL_MB:.0f}": size
            >= GOAL_MB,
        }
        return [words for words, is_so in found.items() if is_so]


async def measure_neighbour(course: Course, messages: int) -> NeighbourFigures:
    """Post so many messages one after the other, then so many more while the other posts."""
    async with fresh_place(course.servers, "neighbour", course.folder) as place:
        hub = Hub(place.towards("http://127.0.0.1:9/"), CIVIL_ACTS)
        refused: dict[int, int] = {}
        try:
            await hub.start()
            async with aiohttp.ClientSession(headers=dict(hub.headers)) as client:
                await _waits(client, hub.url, range(messages * 2, messages * 2 + WARM_UP), refused)
                alone = await _waits(client, hub.url, range(messages), refused)
                hostile = await start_module(
                    "hostile", "tests.benchmarks.neighbour", ["--url", f"{hub.door}/v1/messages"], place.folder
                )
                try:
                    await _waits(client, hub.url, range(messages * 2 + WARM_UP, messages * 2 + 2 * WARM_UP), refused)
                    async with measured(hub.pids, {}) as usage:
                        beside = await _waits(client, hub.url, range(messages, messages * 2), refused)
                    hostile.check()
                finally:
                    await hostile.end()
        finally:
            await hub.stop()
    name, size = max(usage.peaks.items(), key=lambda peak: peak[1])
    defects = tuple(f"{count} answers with status {status}" for status, count in refused.items())
    return NeighbourFigures(messages, _cuts(alone), _cuts(beside), (name, size / 2**20), defects)


async def _waits(client: aiohttp.ClientSession, url: str, numbers: range, refused: dict[int, int]) -> list[float]:
    seconds = []
    for number in numbers:
        began = time.monotonic()
        async with client.post(url, data=CIVIL_ACT.body(number), headers=_headers(number)) as answer:
            await answer.read()
        seconds.append(time.monotonic() - began)
        if answer.status != 202:
            refused[answer.status] = refused.get(answer.status, 0) + 1
        await asyncio.sleep(_EVERY_S)
    return seconds


def _headers(number: int) -> Mapping[str, str]:
    return {"Content-Type": CIVIL_ACT.content_type, "Idempotency-Key": CIVIL_ACT.request_id(number)}


def _cuts(seconds: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[94] * 1000


async def _cram(url: str) -> None:
    """Each connection posts its next body as soon as the last was answered, whatever it was told."""
    async with aiohttp.ClientSession(headers=_HOSTILE, connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as client:
        await asyncio.gather(*(_post_for_ever(client, url) for _ in range(CONNECTIONS)))


async def _post_for_ever(client: aiohttp.ClientSession, url: str) -> Any:
    while True:
        try:
            async with client.post(url, data=CRAMMED) as answer:
                await answer.read()
        except aiohttp.ClientError:
            await asyncio.sleep(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    asyncio.run(_cram(f"{parser.parse_args().url}/azeriqaz.subscriber.v1"))
