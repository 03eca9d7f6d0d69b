"""A runner of the writer waits for company, and on as long as company comes; a lone command waits once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from hub.store.store import Store
from hub.store.writer import Writer

LINGER_S = 0.04


class Nowhere:
    """A store that keeps nothing."""

    writers = 2

    @asynccontextmanager
    async def write(self) -> AsyncIterator[None]:
        yield


class Sizes:
    """Answers with the number of the commands that ran together."""

    name = "sizes"
    linger = LINGER_S

    async def run(self, _tx: Any, commands: Sequence[int]) -> Sequence[int]:
        return [len(commands)] * len(commands)

    async def read_back(self, _tx: Any, _command: int) -> None:
        raise NotImplementedError


async def together(count: int) -> list[int]:
    """Submit so many, each half a linger after the one before it."""
    batch = Sizes()
    async with Writer(cast("Store", Nowhere()), [batch]) as writer:
        submitted = []
        for number in range(count):
            submitted.append(asyncio.create_task(writer.submit(batch, number)))
            await asyncio.sleep(LINGER_S / 2)
        return await asyncio.gather(*submitted)


async def test_those_who_come_one_after_another_run_together() -> None:
    assert await together(6) == [6] * 6


async def test_a_lone_command_runs_alone() -> None:
    assert await together(1) == [1]
