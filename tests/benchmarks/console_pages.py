"""(k): the console among a million messages and a hundred thousand failures, and what its readers cost the exchange.

Pages are asked for as a browser does, with an operator's session; a group of REPAIRED failures is then retried.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from tests.benchmarks.comparison import Comparison, Contender, compare
from tests.benchmarks.filled import FIRST_STORED, Filled, filled_place
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.looking import LookedAt
from tests.benchmarks.persons import fin
from tests.benchmarks.receivers import Sink
from tests.benchmarks.runs import Course

ASKED, WARM_UP = 60, 5
PAGE_GOAL_MS, FIRST_RESULT_GOAL_S, COST_GOAL = 200.0, 2.0, 0.10
GROUPS = 10
OPERATOR = {"hub_session": "sandbox-ramil"}
ALONE, LOOKED_AT = "nobody looks", "five look"
_FAIL = """
WITH chosen AS (SELECT id, message_id, row_number() OVER (ORDER BY id) AS n FROM
  (SELECT id, message_id FROM deliveries ORDER BY id DESC LIMIT {count}) AS last),
 failed AS (UPDATE deliveries d SET state = 'failed', reference = NULL,
  error_code = 'agency.http_422', error_detail = 'refused', fingerprint = 'be9c' || lpad((n % {groups})::text, 12, '0')
  FROM chosen c WHERE c.id = d.id RETURNING d.id, d.message_id, d.destination),
 seen AS (UPDATE messages m SET state = 'completed_with_failures', bad_count = 1, done_count = 0 FROM failed f
  WHERE f.message_id = m.id RETURNING m.id),
 tried AS (UPDATE attempts a SET outcome = 'rejected', code = 'agency.http_422', http_status = 422 FROM failed f
  WHERE f.id = a.delivery_id RETURNING a.delivery_id)
INSERT INTO lane_entries (destination, key_hash, number, delivery_id)
SELECT f.destination, l.key_hash, 1, f.id FROM failed f JOIN message_keys k ON k.message_id = f.message_id
JOIN lanes l ON l.destination = f.destination AND l.key_hash = k.key_hash
"""


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Milliseconds of ASKED loads of one page, and its size in kB."""

    page: str
    p50_ms: float
    p95_ms: float
    kilobytes: float


@dataclass(frozen=True, slots=True)
class ConsoleFigures:
    """What operators wait for, and what their looking costs."""

    messages: int
    failures: int
    pages: tuple[PageTimes, ...]
    repaired: int
    first_result_s: float
    last_result_s: float
    cost: float
    comparison: Comparison
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """Pages by their p95, the repair by its first result, the cost by the medians of alternating rounds."""
        found = [
            f"the page {each.page} takes {each.p95_ms:.0f} ms (p95); the goal is below {PAGE_GOAL_MS:.0f} ms"
            for each in self.pages
            if each.p95_ms >= PAGE_GOAL_MS
        ]
        found += [
            f"{each.page} is {each.kilobytes:.0f} kB; the goal is 100" for each in self.pages if each.kilobytes > 100
        ]
        if self.first_result_s >= FIRST_RESULT_GOAL_S:
            found.append(
                f"the first result of a group's repair comes after {self.first_result_s:.1f} s; the goal is 2 s"
            )
        if self.cost > COST_GOAL:
            found.append(f"five operators cost the exchange {self.cost:.0%} of its throughput; the goal is 10 %")
        return found


async def measure_console(
    course: Course, messages: int, failures: int, rounds: int, tell: Callable[[str], None]
) -> ConsoleFigures:
    """Fill, look, repair; then the exchange with and without readers, in turn."""
    async with filled_place(course, "console") as filled:
        began = time.monotonic()
        await filled.grow_to(messages)
        await _fail(filled, failures)
        tell(f"{messages:,} messages stored, {failures:,} of them failed, after {time.monotonic() - began:.0f} s")
        receiver = Sink(course.work, filled.place.folder)
        hub = Hub(filled.place.towards(receiver.url))
        try:
            await receiver.start()
            await hub.start()
            pages, defects = await _look(hub, messages)
            repaired, first, last = await _repair(hub, failures // GROUPS)
        finally:
            await hub.stop()
            await receiver.stop()
    contenders = {ALONE: Contender(Hub, course), LOOKED_AT: Contender(LookedAt, course)}
    found = await compare(contenders, rounds, tell)
    ratio = found.ratio(LOOKED_AT, ALONE) or 0.0
    return ConsoleFigures(
        messages,
        failures,
        tuple(pages),
        repaired,
        first,
        last,
        max(0.0, 1 - ratio),
        found,
        (*defects, *found.defects()),
    )


async def _fail(filled: Filled, count: int) -> None:
    async with filled.store.write() as tx:
        await tx.execute("SET LOCAL statement_timeout = 0")
        await tx.execute(_FAIL.format(count=count, groups=GROUPS))


async def _look(hub: Hub, messages: int) -> tuple[list[PageTimes], list[str]]:
    """Each page ASKED times, one after the other."""
    message = await hub.value("SELECT m.id::text FROM messages m WHERE m.state = 'completed_with_failures' LIMIT 1")
    somebody = fin(FIRST_STORED + messages // 2)
    async with aiohttp.ClientSession(hub.door, cookies=OPERATOR) as browser:
        proof = await _proof(browser)
        pages: dict[str, Callable[[], Awaitable[aiohttp.ClientResponse]]] = {
            "overview": lambda: browser.get("/console/overview"),
            "messages": lambda: browser.get("/console/messages"),
            "search by key": lambda: browser.post("/console/search", data={"q": f"fin:{somebody}", "csrf": proof}),
            "failures": lambda: browser.get("/console/failures"),
            "one group": lambda: browser.get(f"/console/failures/be9c{'0' * 12}"),
            "one message": lambda: browser.get(f"/console/messages/{message}"),
        }
        found, defects = [], []
        for name, ask in pages.items():
            times, size, statuses = await _asked(ask)
            cuts = statistics.quantiles(times, n=100)
            found.append(PageTimes(name, cuts[49] * 1000, cuts[94] * 1000, size / 1000))
            if statuses != {200}:
                defects.append(f"{name} answered {sorted(statuses)}")
    return found, defects


async def _asked(ask: Callable[[], Awaitable[aiohttp.ClientResponse]]) -> tuple[list[float], int, set[int]]:
    times, size, statuses = [], 0, set()
    for _ in range(ASKED + WARM_UP):
        began = time.monotonic()
        answer = await ask()
        size = len(await answer.read())
        times.append(time.monotonic() - began)
        statuses.add(answer.status)
    return times[WARM_UP:], size, statuses


async def _proof(browser: aiohttp.ClientSession) -> str:
    """What forms carry."""
    async with browser.get("/console/overview") as answer:
        return (await answer.text()).partition('name="csrf" value="')[2].partition('"')[0]


async def _repair(hub: Hub, count: int) -> tuple[int, float, float]:
    """Retry one whole group step by step: how many there were, seconds to the first result and to the last."""
    began, first = time.monotonic(), 0.0
    order = {"action": "retry", "selection": {"group": f"be9c{'0' * 12}"}, "reason": "bench"}
    async with aiohttp.ClientSession(hub.door, headers={"Authorization": "Bearer sandbox-committee"}) as client:
        async with client.post("/v1/repairs", json=order) as answer:
            made = await answer.json()
        while time.monotonic() - began < 120:
            async with client.get(f"/v1/repairs/{made['id']}") as answer:
                shown = await answer.json()
            ended = sum(number for state, number in shown["progress"].items() if state not in ("waiting", "sent"))
            first = first or (time.monotonic() - began if ended else 0.0)
            if ended >= count or shown["finished_at"]:
                break
            await asyncio.sleep(0.05)
    return made["items_total"], first, time.monotonic() - began
