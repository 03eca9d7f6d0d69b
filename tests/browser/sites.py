"""Running hubs for the browser: everything in one process on SQLite, or the processes of a production installation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import HubProcesses
from tests.sandbox import RunningSandbox, free_port


@dataclass(frozen=True, slots=True)
class Site:
    """A hub that people can visit. `sandbox` are its agencies, whose knobs a test may turn if it turns them back."""

    processes: HubProcesses
    sandbox: RunningSandbox

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return self.processes.url


@contextmanager
def embedded(data: Path) -> Iterator[Site]:
    """`hub run --sandbox` with its sample traffic, as somebody sees it who has just installed it."""
    agencies = RunningSandbox(data / "agencies", free_port())
    with HubProcesses(data, agencies.url, more={"HUB_SANDBOX_PORT": str(agencies.port)}) as processes:
        processes.run("run --sandbox", "run")
        processes.ready()
        _healthy(agencies)
        yield Site(processes, agencies)


@contextmanager
def clustered(data: Path, database_url: str, broker_url: str, broker_prefix: str) -> Iterator[Site]:
    """`hub serve`, `hub relay` and `hub work` over PostgreSQL and RabbitMQ."""
    with (
        RunningSandbox.start(data / "agencies") as agencies,
        HubProcesses(data / "hub", agencies.url, database_url, broker_url, broker_prefix) as processes,
    ):
        processes.migrate()
        for name in ("serve", "relay", "work"):
            processes.run(name)
        processes.ready()
        yield Site(processes, agencies)


def _healthy(agencies: RunningSandbox, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            agencies.behaviour("meis")
        except (OSError, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
