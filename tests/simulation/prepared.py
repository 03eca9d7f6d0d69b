"""A database that worlds begin with, furnished by the hub's own acts in the days before them: a seed rules it too."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

from hub.app import Hub, build
from hub.clock import SECOND
from hub.machine import Machine
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from tests.schemas import empty_database
from tests.servers.instance import servers_folder
from tests.simulation.bus import Broker, SimulatedBus
from tests.simulation.database import Database
from tests.simulation.faults import Faults
from tests.simulation.loop import Process, SimulatedLoop
from tests.simulation.seeded import SimulatedClock, WorldTime, seeded

DAY_S = 86_400.0
_BEFORE_S = 20 * DAY_S
_MOST_STEPS = 1_000_000
_MONTHS, _MONTH_S = 6, 30 * DAY_S
"""Data keys are there for so many, since weeks pass in a moment in which nobody looks every hour."""
_KEY = "simulated-hash-key-" * 2
FILE = "hub.sqlite3"


def furnished(folder: Path, begins_with: Path) -> None:
    """The folder of an installation of worlds, with a copy of that database and the key of all their databases."""
    shutil.copyfile(begins_with, folder / FILE)
    (folder / "data.key").write_text("ab" * 32 + "\n")
    (folder / "data.key").chmod(0o600)


def settings_in(folder: Path, **more: Any) -> Settings:
    """Of a hub in that folder."""
    given = {"data": folder, "hash_key": _KEY, "data_key_file": folder / "data.key", "min_free_bytes": 0, **more}
    return Settings(**given)


Passes = Callable[[float], None]
"""So many seconds pass in which nobody does anything."""


def prepared(furnish: Callable[[Hub, Passes], Awaitable[None]]) -> Path:
    """The file of a hub that was built on an empty database and furnished, with nothing going wrong."""
    folder = Path(tempfile.mkdtemp(prefix="prepared-", dir=servers_folder()))
    furnished(folder, empty_database())
    loop, process = SimulatedLoop(Random("prepared"), _MOST_STEPS), Process("prepares")
    with seeded(loop, 0) as shown:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(loop.spawn(process, _furnish(folder, process, shown, loop, furnish), "prepares"))
        asyncio.set_event_loop(None)
        for left in asyncio.all_tasks(loop):
            left._log_destroy_pending = False  # type: ignore[attr-defined]
    return folder / FILE


async def _furnish(
    folder: Path,
    process: Process,
    shown: WorldTime,
    loop: SimulatedLoop,
    furnish: Callable[[Hub, Passes], Awaitable[None]],
) -> None:
    nothing = Faults(0, {}, frozenset(), lambda *_: None, lambda _: None, on=False)
    database = Database(folder / FILE, Random("prepared"), nothing, lambda: shown.ns(0.0) // 1000)
    broker = Broker(Random("prepared"), nothing)
    machine = Machine(
        name=lambda: process.name,
        clock=lambda _settings: SimulatedClock(shown, loop),
        store=lambda _settings, _clock: database.open(process, 1),
        bus=lambda _settings: SimulatedBus(broker, process),
        agencies=lambda *_given: {},
    )
    shown.passes(-_BEFORE_S)
    async with build(settings_in(folder), machine=machine) as hub:
        await furnish(hub, shown.passes)
        keys = await open_sealer(hub.settings, hub.store, hub.clock)
        for ahead in range(_MONTHS, -1, -1):
            await keys.refresh(hub.store, hub.clock.now() + int(ahead * _MONTH_S * SECOND))
