"""`hub run`, `hub serve`, `hub work`, `hub relay`, `hub migrate`: the processes of an installation.

All drain on SIGTERM and on Ctrl-C within 20 seconds and end with status 0; none minds SIGKILL.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Annotated

import typer

from hub.api.app import make_api
from hub.api.refusals import forget_old_refusals
from hub.app import Hub, build, on_duty, working
from hub.commands.agencies import simulated_agencies
from hub.commands.greeting import greet
from hub.commands.serving import Stop, listen, serving, url_of
from hub.commands.starting import console, ensure_schema, run_or_exit, settings_or_exit
from hub.settings import Settings
from hub.store.schema import migrate
from hub.telemetry import close_tracing, configure_tracing

_HOUR = 3600.0

SandboxFlag = Annotated[
    bool, typer.Option("--sandbox", help="With simulated agencies, well-known keys and sample traffic.")
]  # fmt: skip


def run(*, sandbox: SandboxFlag = False) -> None:
    """Everything in one process, on the embedded default. / Hər şey bir prosesdə."""
    _run(_run_all, settings_or_exit(sandbox=sandbox or None))


def serve() -> None:
    """The API alone, over a shared database. / Yalnız API."""
    _run(_serve, settings_or_exit())


def work() -> None:
    """A worker: delivers what is due. / Çatdırıcı."""
    _run(_work, settings_or_exit())


def relay() -> None:
    """Relay, sweeper and evidence sequencer; several may run, one leads. / Ötürücü."""
    _run(_relay, settings_or_exit())


def migrate_database() -> None:
    """Bring the database's schema up to date; harmless to repeat. / Bazanın sxemini yeniləyir."""
    revision = run_or_exit(migrate(settings_or_exit()))
    console.print(f"hub migrate: {revision}", highlight=False)


def _run(process: Callable[[Settings, Stop], Awaitable[None]], settings: Settings) -> None:
    async def whole() -> None:
        stop = Stop()
        await ensure_schema(settings)
        configure_tracing(settings.otlp_url)
        try:
            await process(settings, stop)
        finally:
            close_tracing()

    run_or_exit(whole())


async def _run_all(settings: Settings, stop: Stop) -> None:
    """Left in reverse: no more is accepted, what is in hand is finished, then the agencies may go."""
    listener = listen(settings)
    url = url_of(listener)
    agencies = simulated_agencies(settings, url) if settings.sandbox else nullcontext()
    async with build(settings) as hub, agencies, _leading(hub), working(hub), serving(make_api(hub), listener):
        greet(console, settings, url)
        _settle_memory()
        await stop.wait()


async def _serve(settings: Settings, stop: Stop) -> None:
    listener = listen(settings)
    async with build(settings) as hub, serving(make_api(hub), listener):
        _ready("serve", f"{url_of(listener)} ({hub.store.name})")
        await stop.wait()


async def _work(settings: Settings, stop: Stop) -> None:
    async with build(settings) as hub, working(hub):
        _ready("work", f"{len(hub.routes.destinations())} destinations ({hub.store.name})")
        await stop.wait()


async def _relay(settings: Settings, stop: Stop) -> None:
    async with build(settings) as hub, _leading(hub):
        _ready("relay", hub.store.name)
        await stop.wait()


@asynccontextmanager
async def _leading(hub: Hub) -> AsyncIterator[None]:
    hub.duties.extra.append((_HOUR, lambda: forget_old_refusals(hub.store)))
    async with on_duty(hub):
        yield


def _settle_memory() -> None:
    """What was built at the start stays: the collector need not look at it, nor come by every 700 objects.

    Samples of a busy API showed about a tenth of its time where the collector happened to run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _ready(command: str, where: str) -> None:
    _settle_memory()
    console.print(f"hub {command}: hazırdır / ready: {where}", highlight=False, markup=False)
