"""(u): how long a utility waits for the answer whether a subscriber counts as displaced, with a register of many.

The question goes through the whole hub by SOAP, access history and evidence included, one client after the other.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp
from rich.console import Console

from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore, blank
from tests.benchmarks.by_name import Names
from tests.benchmarks.filled import Filled, filled_place
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.persons import fin
from tests.benchmarks.runs import Course
from tests.integration.soap.people import about, envelope

ASKED, WARM_UP, BATCH = 400, 20, 2_000
GOAL_MS = 50.0
_MESSAGE = "0" * 32
_HEADERS = {"Authorization": "Bearer sandbox-committee", "Content-Type": "text/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class EntitlementFigures:
    """Milliseconds of ASKED answers, with so many subscribers in the register; every second one counts as displaced."""

    subscribers: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    yes: int
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """Judged at p95."""
        if self.p95_ms < GOAL_MS:
            return []
        return [f"a utility's question takes {self.p95_ms:.0f} ms (p95); the goal is below {GOAL_MS:.0f} ms"]


async def measure_entitlement(course: Course, subscribers: int, tell: Callable[[str], None]) -> EntitlementFigures:
    """Fill the register, then ask about some of them."""
    async with filled_place(course, "entitlement") as filled:
        await _fill(filled, subscribers)
        tell(f"{subscribers:,} subscribers stored")
        hub = Hub(filled.place)
        try:
            await hub.start()
            return await _ask(hub, subscribers)
        finally:
            await hub.stop()


async def _fill(filled: Filled, subscribers: int) -> None:
    names, register = Names.made(), RegisterStore(filled.sealer, filled.hash)
    for first in range(0, subscribers, BATCH):
        numbers = range(first, min(first + BATCH, subscribers))
        changes = [change for number in numbers for change in _changes(register, names, number)]
        async with filled.store.write() as tx:
            await register.save(tx, changes, 1)


def _changes(register: RegisterStore, names: Names, number: int) -> Iterator[Change]:
    """A person, the status of every second one, and the account."""
    who, code, source = fin(number), f"{number:013d}", Source(_MESSAGE, "azerishiq", 1)
    account: dict[str, Any] = {
        "provider": "azerishiq",
        "subscriber_code": code,
        "fin": who,
        "idp_group": True,
        "persons_registered": 4,
    }
    status = {"fin": who, "category": "idp", "valid_from": "1993-11-01"}
    made: list[tuple[str, dict[str, Any], str, tuple[str, ...]]] = [
        ("person", {**names.of(number)}, register.hash("fin", who), ()),
        (
            "utility_account",
            account,
            register.hash("account", f"azerishiq:{code}"),
            (register.hash("accounts-of", who),),
        ),
    ]
    if number % 2 == 0:
        made.append(("idp_status", status, register.hash("idp", who), ()))
    for kind, values, key, links in made:
        before = blank(kind)
        yield Change(before, learn(before, values, source), (key,), links)


async def _ask(hub: Hub, subscribers: int) -> EntitlementFigures:
    chance, taken, yes, wrong = Random(1), [], 0, 0
    async with aiohttp.ClientSession(hub.door, headers=_HEADERS) as client:
        for turn in range(WARM_UP + ASKED):
            number = chance.randrange(subscribers)
            question = about(fin(number), "getEntitlement", "utility-entitlement", "<t:provider>azerishiq</t:provider>")
            began = time.monotonic()
            async with client.post("/soap/utility-entitlement", data=envelope(question)) as answer:
                told = await answer.text()
            if turn >= WARM_UP:
                taken.append((time.monotonic() - began) * 1000)
            expected = "yes" if number % 2 == 0 else "not_held"
            wrong += f">{expected}<" not in told
            yes += ">yes<" in told
    defects = (f"{wrong} answers are wrong",) if wrong else ()
    cuts = statistics.quantiles(taken, n=20)
    return EntitlementFigures(subscribers, statistics.median(taken), cuts[18], max(taken), yes, defects)


def show_entitlement(console: Console, found: EntitlementFigures) -> None:
    """Print what was measured."""
    console.print(f"{found.subscribers:,} subscribers, one question after the other", style="bold")
    times = f"{found.median_ms:.1f} ms, {found.p95_ms:.1f} at p95, {found.worst_ms:.1f} at worst"
    console.print(f"  is this subscriber displaced: {times}", highlight=False)
