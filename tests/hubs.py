"""A running hub in the test's own process, on either pair of servers, with the sandbox beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub.app import Hub, build, on_duty, working
from hub.settings import Settings
from hub.store.key_file import new_key, write_key_file
from hub.store.sealing import Sealer
from tests.schemas import create_all

HASH_KEY = "test-hash-key-" * 3

NOBODY = "http://127.0.0.1:9"
"""Where nothing listens (RFC 863's port, which no system serves any more)."""


def settings_for(data: Path, **more: Any) -> Settings:
    """Settings of a test's hub; the embedded default unless urls are given. Outside a sandbox they name a key file.

    Unless told otherwise no agency answers, also where somebody's `make run` listens on this machine.
    """
    given = {"data": data, "hash_key": HASH_KEY, "sandbox": True, "min_free_bytes": 0, "lang": "en", **more}
    given.setdefault("sandbox_url", NOBODY)
    if not given["sandbox"]:
        given.setdefault("data_key_file", made_key(data))
    return Settings(**given)


def made_key(data: Path) -> Path:
    """The key file of a data folder: the one that a sandbox makes there, or made now."""
    path = data / "data.key"
    if not path.exists():
        write_key_file(path, (new_key(),))
    return path


@asynccontextmanager
async def running_hub(settings: Settings, *, works: bool = True, sealer: Sealer | None = None) -> AsyncIterator[Hub]:
    """Schema, hub, duties and a worker; with the sealer of the settings unless another is given."""
    await create_all(settings)
    async with build(settings, sealer) as hub:
        if not works:
            yield hub
            return
        async with on_duty(hub), working(hub):
            yield hub


async def eventually(check: Callable[[], Awaitable[bool]], seconds: float = 30.0, what: str = "it") -> None:
    """Wait until the check holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await check():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {seconds} s")


async def all_settled(hub: Hub) -> bool:
    """No delivery is on its way any more."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
        )
    return bool(rows[0]["n"] == 0)
