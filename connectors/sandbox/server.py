"""The sandbox's process: ledger, agencies, server; stops cleanly on SIGINT and SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from connectors.agencies import BY_NAME
from connectors.manifest import Agency
from connectors.sandbox.app import Sandbox
from connectors.sandbox.authority.store import AuthorityStore
from connectors.sandbox.authority.twin import Authority
from connectors.sandbox.behaviour import Knobs
from connectors.sandbox.dropbox import FILES, serve_files
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.office.working import Office
from connectors.sandbox.traffic.sender import Traffic
from connectors.sandbox.twins import simulations
from connectors.sandbox.twins.receivers import Webhooks
from connectors.sandbox.twins.security_server import BehindXroad
from connectors.sandbox.twins.twin import Dependencies, Twin
from connectors.sandbox.wire import WireProtocol

_PARENT_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Options:
    """`hub_url` is where agencies that answer write to; `traffic` asks for sample messages beside."""

    host: str
    port: int
    data: Path
    hub_url: str | None
    traffic: bool
    seed: int
    with_parent: bool


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, which end the process by the signal instead of status 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the caller."""
        yield


async def serve(options: Options) -> None:
    """Run until a signal; whoever started the process waits for `/_sandbox/health`."""
    ledger = Ledger(options.data / "sandbox.sqlite")
    traffic = _traffic(options)
    address = f"http://{options.host}:{options.port}/authority"
    authority = AuthorityStore(options.data / "authority.sqlite", datetime.now(UTC), address)
    knobs = Knobs()
    made = Dependencies(ledger, knobs, authority, options.data, options.hub_url or "", letters=options.traffic)
    agencies = (_reached(BY_NAME[name], agency.twin(made)) for name, agency in simulations().items())
    app = Sandbox(ledger, (*agencies, Authority(authority), Webhooks(ledger)), knobs, traffic)
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        http=WireProtocol,
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)

    def stop() -> None:
        # A call that a knob holds up is cut off; uvicorn would print a traceback for each.
        logging.getLogger("uvicorn.error").disabled = True
        server.should_exit = True

    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, stop)
    try:
        async with asyncio.TaskGroup() as tasks:
            beside = [tasks.create_task(each) for each in _beside(made, traffic, options)]
            if options.with_parent:
                beside.append(tasks.create_task(_end_with_parent(stop)))
            await server.serve()
            for task in beside:
                task.cancel()
    finally:
        ledger.close()
        authority.close()


def _reached(agency: Agency, twin: Twin) -> Twin:
    """By X-Road where the manifest says so."""
    return BehindXroad(twin, agency) if agency.xroad else twin


def _beside(made: Dependencies, traffic: Traffic | None, options: Options) -> Iterator[Coroutine[None, None, None]]:
    """What writes to the hub unasked, or answers what came from it."""
    if traffic is not None:
        yield traffic.run()
        yield Office(made.hub_url, made.ledger.legal, f"http://{options.host}:{options.port}").run()
    if made.hub_url:
        yield serve_files(made.data / FILES, options.host)
        yield made.ledger.legal.follow(made.hub_url)
        yield from (agency.beside(made) for agency in simulations().values() if agency.beside)


async def _end_with_parent(stop: Callable[[], None]) -> None:
    """A parent that was killed cannot say so: its children get another one (POSIX)."""
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells a process that its parent has ended
        await asyncio.sleep(_PARENT_LOOK_S)
    stop()


def _traffic(options: Options) -> Traffic | None:
    if options.hub_url is None or not options.traffic:
        return None
    return Traffic(options.hub_url, options.data, options.seed)
