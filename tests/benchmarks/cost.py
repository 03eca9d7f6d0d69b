"""(e): what a message costs while ever more are stored, and while many wait to be delivered.

At each size the same number of messages is accepted and delivered. Cost is processor time of the hub's processes and
of the database, over the messages; for a backlog over the mean of what was accepted and what was delivered, since the
oldest go first.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.benchmarks.filled import Filled, filled_place
from tests.benchmarks.flows import PERSONS
from tests.benchmarks.generator import answer_defects, send
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.load import Tally
from tests.benchmarks.meter import Usage, measured, server_pids
from tests.benchmarks.receivers import Sink
from tests.benchmarks.runs import LOOK_EVERY_S, STALL_S, WARM_UP_FIRST, WARM_UP_MESSAGES, Course, Stalled, set_defects

MESSAGES_APART = 20_000
OPEN = "SELECT count(*) FROM deliveries WHERE state IN ('due', 'retrying', 'delivering', 'blocked')"
PATIENT = replace(PERSONS, more={"HUB_MAX_OPEN_DELIVERIES": "1000000"})
"""A hub that turns nobody away for the backlog that is measured."""
SERVERS = ("postgresql", "rabbitmq")


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor milliseconds a message, and what was settled a second."""

    stored: int
    backlog: int
    messages: int
    settled_per_s: float
    hub_ms: float
    database_ms: float
    broker_ms: float
    defects: tuple[str, ...]

    @property
    def ms(self) -> float:
        """Hub and database."""
        return self.hub_ms + self.database_ms


async def costs_while_growing(
    filled: Filled, course: Course, sizes: Sequence[int], tell: Callable[[str], None]
) -> list[Cost]:
    """Measure at each size, smallest first; what is measured at one size is still there at the next."""
    found = []
    for number, size in enumerate(sizes):
        began = time.monotonic()
        await filled.grow_to(size)
        tell(f"{size:,} messages stored after {time.monotonic() - began:.0f} s")
        found.append(await _measure(filled, course, number, 0))
    return found


async def cost_with_backlog(course: Course, backlog: int, tell: Callable[[str], None]) -> Cost:
    """Measure while so many deliveries are due, on a place of its own."""
    async with filled_place(course, "backlog") as filled:
        await filled.grow_to(backlog, due=True)
        tell(f"{backlog:,} deliveries are due")
        return await _measure(filled, course, 0, backlog)


async def _measure(filled: Filled, course: Course, number: int, backlog: int) -> Cost:
    receiver = Sink(course.work, filled.place.folder)
    hub = Hub(filled.place.towards(receiver.url), PATIENT)
    try:
        await receiver.start()
        await hub.start()
        cost = await _warm_and_measure(hub, receiver, course, number, backlog)
        await _until_merged(filled)
    finally:
        await hub.stop()
        await receiver.stop()
    return replace(cost, stored=filled.stored)


async def _warm_and_measure(hub: Hub, receiver: Sink, course: Course, number: int, backlog: int) -> Cost:
    warm_first, first = WARM_UP_FIRST + number * WARM_UP_MESSAGES, number * MESSAGES_APART
    warm_up = range(warm_first, warm_first + WARM_UP_MESSAGES)
    numbers = range(first, first + course.messages)
    warm = await send(hub.url, hub.headers, course.work, warm_up)
    before = await _until_settled(hub, receiver, warm.accepted, backlog)
    async with measured(hub.pids, server_pids(course.servers)) as usage:
        sent = await send(hub.url, hub.headers, course.work, numbers)
        after = await _until_settled(hub, receiver, before + sent.accepted, backlog)
        seconds = time.monotonic() - sent.started_at
    counts = await receiver.counts()
    if backlog:
        twice = sum(count > 1 for count in counts.values())
        sets = [f"{twice} delivered more than once"] if twice else []
        if not await hub.count(OPEN):
            sets.append("the backlog was gone before the end: its cost is not what was measured")
    else:
        sets = set_defects(course.work, [*warm_up, *numbers], {*warm.refused, *sent.refused}, counts)
    defects = (*answer_defects(warm), *answer_defects(sent), *sets)
    return _cost(sent, after - before, seconds, usage, backlog, defects)


def _cost(sent: Tally, settled: int, seconds: float, usage: Usage, backlog: int, defects: tuple[str, ...]) -> Cost:
    cpu: Mapping[str, float] = usage.cpu_s
    handled = (sent.accepted + settled) / 2
    own = sum(spent for name, spent in cpu.items() if name not in SERVERS)
    database, broker = (cpu.get(name, 0.0) for name in SERVERS)
    return Cost(
        stored=0,
        backlog=backlog,
        messages=sent.accepted,
        settled_per_s=settled / seconds,
        hub_ms=own * 1000 / handled,
        database_ms=database * 1000 / handled,
        broker_ms=broker * 1000 / handled,
        defects=defects,
    )


async def _until_settled(hub: Hub, receiver: Sink, expected: int, backlog: int) -> int:
    """Wait until so many have reached the agency and, without a backlog, nothing is open; how many have."""
    arrived, changed_at = -1, time.monotonic()
    while True:
        found = await receiver.arrived()
        if found >= expected and (backlog or await hub.count(OPEN) == 0):
            return found
        if found > arrived:
            arrived, changed_at = found, time.monotonic()
        hub.check()
        if time.monotonic() - changed_at > STALL_S:
            raise Stalled(f"of {expected} messages {found} reached the agency; open: {await hub.count(OPEN)}")
        await asyncio.sleep(LOOK_EVERY_S)


async def _until_merged(filled: Filled) -> None:
    """The next fill goes on where the log ends, so nothing may wait for its number."""
    async with asyncio.timeout(STALL_S):
        while await filled.unmerged():
            await asyncio.sleep(0.2)
