"""What the processes of an installation share: `hub run`, `hub serve`, `hub work` and `hub relay`.

All drain on SIGTERM and on Ctrl-C within 20 seconds and end with status 0; none minds SIGKILL.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from hub.app import Hub, build
from hub.commands.servers.running import ensure_schema, run_or_exit, when_the_database_answers
from hub.commands.servers.starting import console, spoken
from hub.commands.servers.stopping import Stop
from hub.errors import Words
from hub.settings import Settings
from hub.telemetry import close_tracing, configure_tracing

_READY = Words("hazırdır", "ready")
_LOOP_WAITS_S = 0.0005
"""How long the loop waits for a thread that reads a large body to let go of the interpreter, each time that it wakes:
some ten times a small message. Python's own five milliseconds would make seven of them fifty.
"""


def run_process(process: Callable[[Settings, Stop], Awaitable[None]], settings: Settings) -> None:
    """Run it until its work ends; it may build the hub, for the schema is there."""

    async def whole() -> None:
        stop = Stop()
        await when_the_database_answers(settings, lambda: ensure_schema(settings), pause=stop.pause)
        configure_tracing(settings.otlp_url)
        try:
            await process(settings, stop)
        finally:
            close_tracing()

    run_or_exit(whole())


@asynccontextmanager
async def built(settings: Settings, stop: Stop) -> AsyncIterator[Hub]:
    """The hub. A database that is lost between the check of the schema and here is waited for as it is there."""
    async with AsyncExitStack() as stack:
        yield await when_the_database_answers(
            settings, lambda: stack.enter_async_context(build(settings)), pause=stop.pause
        )


def settle_memory() -> None:
    """What was built at the start stays: the collector need not look at it, nor come by every 700 objects.

    Samples of a busy API showed about a tenth of its time where the collector happened to run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    sys.setswitchinterval(_LOOP_WAITS_S)


def ready(command: str, where: str) -> None:
    """Say that the process is up."""
    settle_memory()
    console.print(f"hub {command}: {spoken(_READY)}: {where}", highlight=False, markup=False)
