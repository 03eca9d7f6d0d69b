"""A hub at which five operators look all the time: each loads the next page every two seconds.

Run as a program it is the five: `python -m tests.benchmarks.looking http://127.0.0.1:8080`.
"""

from __future__ import annotations

import asyncio
import itertools
import sys

import aiohttp

from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.processes import Child, start_module

OPERATORS, EVERY_S = 5, 2.0
PAGES = ("/console/overview", "/console/messages", "/console/failures", "/console/repairs", "/console/agencies")


class LookedAt(Hub):
    """The hub with its readers beside it."""

    readers: Child | None = None

    async def start(self) -> None:
        await super().start()
        self.readers = await start_module("readers", "tests.benchmarks.looking", [self.door], self.place.folder)

    def check(self) -> None:
        super().check()
        if self.readers is not None:
            self.readers.check()

    async def end_processes(self) -> None:
        if self.readers is not None:
            await self.readers.end()
            self.readers = None
        await super().end_processes()


async def look(door: str, number: int) -> None:
    """One operator, until the process ends."""
    async with aiohttp.ClientSession(door, cookies={"hub_session": "sandbox-ramil"}) as browser:
        await asyncio.sleep(number * EVERY_S / OPERATORS)
        for page in itertools.islice(itertools.cycle(PAGES), number, None):
            async with browser.get(page) as answer:
                if answer.status != 200:
                    raise SystemExit(f"{page} answered {answer.status}")
                await answer.read()
            await asyncio.sleep(EVERY_S)


async def look_all(door: str) -> None:
    """All of them."""
    async with asyncio.TaskGroup() as people:
        for number in range(OPERATORS):
            people.create_task(look(door, number))


if __name__ == "__main__":
    asyncio.run(look_all(sys.argv[1]))
