"""A process that works the hub of its environment until it is killed."""

from __future__ import annotations

import asyncio

from hub.app import build, on_duty, working
from hub.settings import load_settings


async def work() -> None:
    """For a minute at most."""
    settings, _ = load_settings()
    async with build(settings) as hub, on_duty(hub), working(hub):
        await asyncio.sleep(60)


def main() -> None:
    asyncio.run(work())
