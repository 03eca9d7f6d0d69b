"""(t): from an application for a certificate of status to its paper, while every agency takes half a second to answer.

Applications come from the portal one after another, as citizens ask: each is a message at the door, a case, asks to
five sources, a decision, a paper that is printed and sealed. The hub is a whole one in this process on real servers;
the agencies are a process beside it, on the same cores.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from connectors.agencies import AGENCIES
from hub.app import build, on_duty, working
from hub.commands.programmes.certificate_story import FORMAT, PORTAL, request, status
from hub.commands.programmes.story import Story
from hub.demo.registers import people
from hub.settings import Settings
from hub.store.schema import migrate
from hub.telemetry.logs import configure_logging
from tests.benchmarks.places import Servers, fresh_place
from tests.sandbox import RunningSandbox

GOAL_S: Final = 3.0
LATENCY_MS: Final = 500
EVERY_S: Final = 1.0
WARM_UP: Final = 3


@dataclass(frozen=True, slots=True)
class ApplicationFigures:
    """Seconds from the door to the paper, of all but the first few."""

    applications: int
    p50_s: float
    p95_s: float
    worst_s: float
    load: float
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """What is above the goal."""
        if self.p95_s <= GOAL_S:
            return []
        return [f"95 % of certificates are there within {self.p95_s:.1f} s; the goal is {GOAL_S:.0f} s"]


async def measure_applications(
    servers: Servers, folder: Path, applications: int, tell: Callable[[str], None]
) -> ApplicationFigures:
    """Tell the register of everybody, slow the agencies down, and let one apply every second."""
    load = os.getloadavg()[0]
    configure_logging("ERROR")
    async with fresh_place(servers, "applications", folder) as place:
        with RunningSandbox.start(place.folder / "agencies") as agencies:
            settings = Settings(
                data=place.folder / "data", database_url=place.database_url, broker_url=place.broker_url,
                broker_prefix=place.name, sandbox=True, sandbox_url=agencies.url, hash_key="bench-hash-key-" * 3,
            )  # fmt: skip
            await migrate(settings)
            async with build(settings) as hub, on_duty(hub), working(hub):
                story = Story(hub, applications + WARM_UP, Console(quiet=True))
                fins = [each.fin for each in people(story.persons, seed=1)]
                await story.told(*(status(fin, "idp") for fin in fins))
                for agency in AGENCIES:
                    agencies.behave(agency.name, latency_ms=LATENCY_MS)
                tell(f"{applications} applications, one every {EVERY_S:.0f} s; agencies take {LATENCY_MS} ms")
                under_way = []
                for number, fin in enumerate(fins):
                    under_way.append(asyncio.create_task(_one(story, f"bench-{number:04}", fin)))
                    await asyncio.sleep(EVERY_S)
                found = (await asyncio.gather(*under_way))[WARM_UP:]
    took = sorted(seconds for seconds, _ in found)
    refused = sum(outcome != "granted" for _, outcome in found)
    defects = (f"{refused} were not granted",) if refused else ()
    return ApplicationFigures(
        len(took), took[len(took) // 2], took[int(len(took) * 0.95)], took[-1], load, defects
    )  # fmt: skip


async def _one(story: Story, reference: str, fin: str) -> tuple[float, str]:
    began = time.monotonic()
    await story.records(PORTAL, FORMAT, request(reference, fin))
    reached = await story.reached(PORTAL, [reference], "in_effect")
    return time.monotonic() - began, str(reached[0].case.outcome)


def show_applications(console: Console, found: ApplicationFigures) -> None:
    """Print what was measured."""
    console.print(
        f"{found.applications} certificates, from the door to the paper: median {found.p50_s:.2f} s,"
        f" 95 % within {found.p95_s:.2f} s, the longest {found.worst_s:.2f} s; load {found.load:.1f} before",
        style="bold",
    )
