"""The simulated agencies of `hub run --sandbox`: a process of their own, started again if it ends by itself."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from hub.settings import Settings

log = structlog.get_logger("hub")

_AGAIN_S = 1.0
_LONGEST_AGAIN_S = 30.0
_HEALTHY_S = 10.0
_GRACE_S = 5.0


@asynccontextmanager
async def simulated_agencies(settings: Settings, hub_url: str, *, traffic: bool = True) -> AsyncIterator[None]:
    """Keep the sandbox's process running, and its sample traffic coming if wanted, while the context is open."""
    task = asyncio.create_task(_keep_running(settings, hub_url, traffic=traffic), name="sandbox")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep_running(settings: Settings, hub_url: str, *, traffic: bool) -> None:
    wait = _AGAIN_S
    while True:
        process = await _start(settings, hub_url, traffic=traffic)
        began = asyncio.get_running_loop().time()
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        wait = _AGAIN_S if asyncio.get_running_loop().time() - began > _HEALTHY_S else min(2 * wait, _LONGEST_AGAIN_S)
        log.warning("sandbox_ended", status=status, again_in_s=wait)
        await asyncio.sleep(wait)


async def _start(settings: Settings, hub_url: str, *, traffic: bool) -> Process:
    """In a session of its own: Ctrl-C goes to the hub alone, which drains before it lets the agencies go."""
    data = settings.data / "sandbox"
    data.mkdir(parents=True, exist_ok=True)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hub.commands.servers.tethered",
        "connectors.sandbox",
        "--port",
        str(settings.sandbox_port),
        "--data",
        str(data),
        "--hub-url",
        hub_url,
        *(["--traffic"] if traffic else []),
        start_new_session=True,
    )


async def _end(process: Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
