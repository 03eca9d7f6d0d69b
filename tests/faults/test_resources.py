"""Fault 26: the API runs out of file descriptors, and comes back."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from tests.faults.conftest import System


@pytest.mark.fault(26)
async def test_an_api_without_file_descriptors_comes_back(system: System, seed: int) -> None:
    # Given an API that may open 64 files
    system.hub.migrate()
    system.hub.run("serve", open_files=64)
    system.hub.run("relay")
    system.hub.run("work", "work-1")
    system.hub.ready()

    # When a hundred clients connect and say nothing
    async def hold() -> asyncio.StreamWriter | None:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(3):
                _, writer = await asyncio.open_connection("127.0.0.1", system.hub.port)
                return writer
        return None

    held = [writer for writer in await asyncio.gather(*(hold() for _ in range(100 + seed))) if writer]
    await asyncio.sleep(1)
    for writer in held:
        writer.close()

    # Then it answers again, and what it promises holds
    sent = await system.send(each=3)
    await system.all_is_well(sent)
