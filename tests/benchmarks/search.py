"""(d): how long it takes to find one person's message among many by a key that people know."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass

import aiohttp

from tests.benchmarks.filled import FIRST_STORED, Filled
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.persons import fin

SEARCHES = 200
WARM_UP = 5
GOAL_MS = 200.0
WAYS = ("POST search", "GET by key", "both")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one of WAYS."""

    way: str
    p50_ms: float
    p95_ms: float
    worst_ms: float


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """How long SEARCHES for random persons took."""

    stored: int
    times: tuple[Times, ...]
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """Judged by the p95 of both steps together: that is what a person waits for."""
        p95 = self.times[-1].p95_ms
        return [f"a search takes {p95:.0f} ms (p95); the goal is below {GOAL_MS:.0f} ms"] if p95 >= GOAL_MS else []


async def measure_search(filled: Filled) -> SearchFigures:
    """Search one after the other, each for another person: a token for the FIN, then the messages of the token."""
    hub = Hub(filled.place.towards("http://127.0.0.1:9/"))
    picked = random.Random(1).sample(range(FIRST_STORED, FIRST_STORED + filled.stored), SEARCHES + WARM_UP)
    taken: list[tuple[float, float]] = []
    wrong = 0
    try:
        await hub.start()
        async with aiohttp.ClientSession(hub.door, headers=dict(hub.headers)) as client:
            for number in picked:
                seconds, found = await _search(client, fin(number))
                taken.append(seconds)
                wrong += found != 1
    finally:
        await hub.stop()
    taken = taken[WARM_UP:]
    columns = zip(*((post, get, post + get) for post, get in taken), strict=True)
    times = tuple(_times(way, list(column)) for way, column in zip(WAYS, columns, strict=True))
    defects = (f"{wrong} searches did not find exactly one message",) if wrong else ()
    return SearchFigures(filled.stored, times, defects)


async def _search(client: aiohttp.ClientSession, value: str) -> tuple[tuple[float, float], int]:
    """Seconds of each step, and how many messages were found; -1 for an answer other than 200."""
    began = time.monotonic()
    async with client.post("/v1/messages/search", json={"fin": value}) as answer:
        token = (await answer.json()).get("token", "")
    between = time.monotonic()
    async with client.get("/v1/messages", params={"key": token}) as answer:
        found = len((await answer.json())["items"]) if answer.status == 200 else -1
    return (between - began, time.monotonic() - between), found


def _times(way: str, seconds: list[float]) -> Times:
    cuts = statistics.quantiles(seconds, n=100)
    return Times(way, cuts[49] * 1000, cuts[94] * 1000, max(seconds) * 1000)
