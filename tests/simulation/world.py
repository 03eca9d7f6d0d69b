"""A world of one seed, from its first step to its rest, and what must hold on the way."""

from __future__ import annotations

import asyncio
import gc
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import structlog

from hub.app import Hub, build, on_duty, working
from hub.errors import HubError
from hub.machine import Machine
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from tests.simulation.bus import Broker, SimulatedBus
from tests.simulation.checks import StepChecks, broken_at_rest
from tests.simulation.database import Database
from tests.simulation.faults import Fault, Faults
from tests.simulation.loop import Process, SimulatedLoop, Stuck, here
from tests.simulation.plan import Plan, Role, planned
from tests.simulation.plays import PLAYS
from tests.simulation.prepared import FILE, furnished, settings_in
from tests.simulation.seeded import SimulatedClock, WorldTime, seeded

MOST_STEPS = 400_000
_COLLECTED_EVERY = 25
T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """How a world went."""

    seed: int
    broken: list[str] = field(default_factory=list)
    virtual_s: float = 0.0
    steps: int = 0
    commits: int = 0
    kills: int = 0
    faults: list[Fault] = field(default_factory=list)
    fingerprint: int = 0

    @property
    def good(self) -> bool:
        return not self.broken


@dataclass(slots=True)
class Life:
    """A place for a process: what plays there, and its present life."""

    number: int
    roles: tuple[Role, ...]
    pace: float
    born: int = 0
    process: Process | None = None
    hub: Hub | None = None
    leaving: asyncio.Event | None = None


class World:
    """Processes, people who ask of them what the play says, and trouble, on one loop."""

    def __init__(
        self,
        seed: int,
        plan: Plan,
        without: frozenset[Fault],
        loop: SimulatedLoop,
        shown: WorldTime,
        folder: Path,
        tell: Callable[[str], None],
    ) -> None:
        self.seed = seed
        self.loop = loop
        self.plan = plan
        self.dice = Random(f"{seed} world")
        self.tell = tell
        self.faults = Faults(seed, plan.rates, without, self._kill, tell)
        self.ahead = 0.0
        self.shown = shown
        self.database = Database(folder / FILE, Random(f"{seed} database"), self.faults, self._database_now)
        self.broker = Broker(Random(f"{seed} bus"), self.faults)
        self.broken: list[str] = []
        self.play = PLAYS[plan.play](self)
        self.settings = settings_in(folder, lease_seconds=plan.lease_s, **self.play.settings())
        self.lives = [Life(n, roles, self.dice.choice([0.1, 1.0, 1.0, 3.0])) for n, roles in enumerate(plan.processes)]
        self.kills = 0
        self._kill_at = list(plan.kills)
        self.checks = StepChecks(self.database.path, self.play)
        self.database.after_commit = self._after_commit
        loop.before_step = self._before_step

    def _database_now(self) -> int:
        return self.shown.ns(self.ahead) // 1000

    def _after_commit(self) -> None:
        self.broken += self.checks.broken()

    def _before_step(self, process: Process) -> None:
        if self._kill_at and self.loop.steps >= self._kill_at[0] and process is not self.loop.world:
            self._kill_at.pop(0)
            if self.faults.on and self.faults.noted("kill"):
                self._kill(process, "any step")

    def _kill(self, process: Process, where: str) -> None:
        self.kills += 1
        self.tell(f"{process} is killed ({where})")
        self.loop.kill(process)
        self.database.kill(process)
        self.broker.kill(process)

    async def run(self) -> None:
        """Until all is at rest, or something is broken."""
        keepers = [asyncio.create_task(self._keep(life)) for life in self.lives]
        people = [asyncio.create_task(each) for each in self.play.people()]
        troubles = [asyncio.create_task(self._trouble(number)) for number in range(len(self.plan.troubles))]
        await asyncio.sleep(self.play.trouble_s)
        await asyncio.gather(*troubles)
        self.faults.on = False
        self.tell("from here on nothing goes wrong")
        await self._rest(people)
        for each in (*keepers, *people):
            each.cancel()

    async def _rest(self, people: list[asyncio.Task[None]]) -> None:
        until = self.loop.time() + self.play.rest_s
        while self.loop.time() < until and not self.broken:
            await asyncio.sleep(2.0)
            if all(each.done() for each in people) and self.checks.is_at_rest():
                break
        for each in people:
            if each.done() and not each.cancelled() and (wrong := each.exception()):
                self.broken.append(f"somebody gave up: {wrong!r}")
        if not self.broken:
            self.broken += await broken_at_rest(self)

    # --- processes -----------------------------------------------------------------------------------------------

    async def _keep(self, life: Life) -> None:
        """Start it, and again whenever it has ended."""
        while True:
            life.born += 1
            process = Process(f"{'+'.join(life.roles)}-{life.number}.{life.born}", life.pace)
            life.process, life.hub, life.leaving = process, None, asyncio.Event()
            self.tell(f"{process} starts")
            task = self.loop.spawn(process, self._live(life, process), process.name)
            while process.alive and not task.done():
                await asyncio.sleep(0.5)
            life.hub = None
            if process.alive:
                self._end(process, task)
            await asyncio.sleep(self.dice.uniform(0.1, 3.0))

    def _end(self, process: Process, task: asyncio.Task[None]) -> None:
        wrong = None if task.cancelled() else task.exception()
        self.tell(f"{process} has ended{f': {wrong!r}' if wrong else ''}")
        if wrong is not None and not _passing(wrong):
            self.broken.append(f"{process} ended by {wrong!r}")
        self.loop.kill(process)
        self.database.kill(process)
        self.broker.kill(process)

    async def _live(self, life: Life, process: Process) -> None:
        machine = Machine(
            name=lambda: process.name,
            clock=lambda _settings: SimulatedClock(self.shown, self.loop),
            store=lambda _settings, _clock: self._store(process),
            bus=lambda _settings: SimulatedBus(self.broker, process),
            agencies=lambda *_given: self.play.connectors(),
        )
        async with build(self.settings, machine=machine) as hub, AsyncExitStack() as stack:
            hub.duties.extra[:] = [each for each in hub.duties.extra if _named(each[1]) in self.play.duties]
            if "relay" in life.roles:
                await stack.enter_async_context(on_duty(hub))
            if "work" in life.roles:
                await stack.enter_async_context(working(hub))
            life.hub = hub
            assert life.leaving is not None
            await life.leaving.wait()

    async def _store(self, process: Process) -> Store:
        return await self.database.open(process, self.plan.writers)

    # --- people --------------------------------------------------------------------------------------------------

    async def ask(self, name: str, act: Callable[[Hub], Coroutine[Any, Any, T]]) -> T | None:
        """Ask one of the doors once; None where none was open, or nobody heard an answer, or it said to come again.

        A refusal is the asker's to judge.
        """
        doors = [each for each in self.lives if each.hub is not None and "serve" in each.roles]
        if not doors:
            return None
        life = self.dice.choice(doors)
        assert life.hub is not None
        assert life.process is not None
        asked = self.loop.spawn(life.process, act(life.hub), name)
        done, _ = await asyncio.wait([asked], timeout=self.dice.choice([0.05, 2.0, 15.0]))
        if not done or asked.cancelled():
            return None
        wrong = asked.exception()
        if wrong is None:
            return asked.result()
        if _passing(wrong):
            return None
        if not isinstance(wrong, HubError):
            self.broken.append(f"{name} ended in {wrong!r}")
        raise wrong

    def passes(self, seconds: float) -> None:
        """So much time passes for all in which nobody does anything, as at night."""
        self.tell(f"{seconds:.0f} s pass")
        self.shown.passes(seconds)

    # --- trouble -------------------------------------------------------------------------------------------------

    async def _trouble(self, number: int) -> None:
        trouble = self.plan.troubles[number]
        await asyncio.sleep(trouble.at)
        if not self.faults.noted(trouble.kind):
            return
        life = None if trouble.process is None else self.lives[trouble.process]
        process = None if life is None else life.process
        name = "" if process is None else process.name
        self.tell(f"{trouble.kind} {trouble.thing} {name or 'all'} {trouble.seconds:.1f} s")
        match trouble.kind:
            case "cut" | "down":
                self.faults.cuts.add((trouble.thing, name))
                await asyncio.sleep(trouble.seconds)
                self.faults.cuts.discard((trouble.thing, name))
            case "stall" if process is not None:
                process.stalled_until = self.loop.time() + trouble.seconds
            case "jump" if process is not None:
                process.ahead += trouble.seconds
            case "jump":
                self.ahead += trouble.seconds
            case "wipe":
                self.broker.wipe()
            case "restart" if life is not None and life.leaving is not None:
                life.leaving.set()


def _named(duty: Any) -> str:
    """The class whose method it is, else the function."""
    whose = getattr(duty, "__self__", None)
    return type(whose).__name__ if whose is not None else getattr(getattr(duty, "func", duty), "__name__", "")


def _passing(wrong: BaseException) -> bool:
    """What a caller is told to come back for, or a process is started again for."""
    if isinstance(wrong, BaseExceptionGroup):
        return all(_passing(each) for each in wrong.exceptions)
    if isinstance(wrong, HubError):
        return wrong.code == "hub.store_unavailable"
    return isinstance(wrong, TryAgain | CommitUnknown | Collision | asyncio.CancelledError)


def simulate(
    seed: int,
    plan: Plan | None = None,
    without: frozenset[Fault] = frozenset(),
    tell: Callable[[str], None] | None = None,
) -> Report:
    """Run the world of a seed; its report says what was broken. `tell` is told its story, and what the hub logs."""
    loop = SimulatedLoop(Random(f"{seed} order"), MOST_STEPS)
    report = Report(seed)

    def said(text: str) -> None:
        if tell is not None:
            tell(f"{loop.time():9.3f}  {here() or 'world'!s:22}{text}")

    plan = plan or planned(seed)
    with _folder(PLAYS[plan.play].database()) as folder, seeded(loop, seed) as shown:
        asyncio.set_event_loop(loop)
        world = World(seed, plan, without, loop, shown, folder, said)
        try:
            with _heard(world, quiet=tell is None):
                loop.run_until_complete(world.run())
        except (Stuck, AssertionError) as wrong:
            world.broken.append(str(wrong))
        report.broken = world.broken
        report.virtual_s, report.steps, report.fingerprint = loop.time(), loop.steps, loop.fingerprint
        report.commits, report.kills, report.faults = world.database.commits, world.kills, world.faults.happened
        world.checks.close()
        _bury(world, loop)
    return report


@contextmanager
def _heard(world: World, *, quiet: bool) -> Iterator[None]:
    """What the hub logs is told; an error is broken: whatever happens in a world the hub has to expect."""

    def hears(_logger: Any, method: str, event: Mapping[str, Any]) -> str:
        facts = " ".join(f"{name}={value}" for name, value in event.items() if name not in {"event", "exc_info"})
        said = f"{method}: {event['event']} {facts}"[:240]
        world.tell(f"  {said}")
        if method in ("error", "exception", "critical"):
            world.broken.append(f"logged as {said} {sys.exc_info()[1]!r}")
        raise structlog.DropEvent

    before, level = structlog.get_config(), logging.ERROR if quiet else logging.INFO
    structlog.configure(processors=[hears], wrapper_class=structlog.make_filtering_bound_logger(level))
    try:
        yield
    finally:
        structlog.configure(**before)


def _bury(world: World, loop: SimulatedLoop) -> None:
    """Nothing of it runs any more, and nothing complains of that."""
    tasks = [task for life in world.lives if life.process for task in life.process.tasks]
    for life in world.lives:
        if life.process is not None:
            loop.kill(life.process)
            world.database.kill(life.process)
    loop.kill(loop.world)
    for task in {*asyncio.all_tasks(loop), *tasks}:
        task._log_destroy_pending = False  # type: ignore[attr-defined]
    asyncio.set_event_loop(None)


@contextmanager
def _folder(begins_with: Path) -> Iterator[Path]:
    """In memory where the machine has such a place."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
    folder = Path(tempfile.mkdtemp(prefix="world-", dir=memory if memory.is_dir() else None))
    try:
        furnished(folder, begins_with)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def undisturbed() -> Iterator[Callable[[], None]]:
    """For as many worlds as one likes, each followed by a call of what it gives.

    What was killed must not tidy up because it is collected, so the collector comes between worlds only, now and then.
    """
    was_on, hook, ended = gc.isenabled(), sys.unraisablehook, 0

    def tidy() -> None:
        nonlocal ended
        ended += 1
        if ended % _COLLECTED_EVERY == 0:
            gc.collect()

    gc.collect()
    gc.freeze()
    gc.disable()
    sys.unraisablehook = lambda _wrong: None
    try:
        yield tidy
    finally:
        gc.collect()
        gc.unfreeze()
        sys.unraisablehook = hook
        if was_on:
            gc.enable()
