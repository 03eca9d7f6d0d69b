"""One thread for several processes: an event loop with a clock of its own, whose seed says which process runs next.

Within a process callbacks keep the order that asyncio promises, so whatever is found could happen; between processes,
and in what the outside world takes to answer, any order is tried. Time moves only when nobody can run.
"""

from __future__ import annotations

import asyncio
import heapq
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar, copy_context
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
HERE: ContextVar[Process] = ContextVar("process")
"""Whose callback runs."""


class Process:
    """Whatever dies as one. What it has ready waits here in its order."""

    def __init__(self, name: str, pace: float = 1.0) -> None:
        self.name = name
        self.pace = pace
        self.alive = True
        self.stalled_until = 0.0
        self.ahead = 0.0
        """Seconds by which its clock on the wall is ahead of the world's."""
        self.ready: deque[asyncio.Handle] = deque()
        self.tasks: list[asyncio.Task[Any]] = []
        """Held on to, also after its death: a killed process must not tidy up because its tasks are collected."""

    def __repr__(self) -> str:
        return self.name


class SimulatedTask(asyncio.Task[Any]):
    """A task that lies in sets in the order in which tasks were made, not by its place in memory."""

    _made = 0

    def __init__(self, *given: Any, **named: Any) -> None:
        SimulatedTask._made += 1
        self._serial = SimulatedTask._made
        super().__init__(*given, **named)

    def __hash__(self) -> int:
        return self._serial


class Stuck(Exception):
    """More steps than a world needs: somebody runs in a circle without waiting for anything."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """See the module. `steps` counts callbacks; `before_step` is called before each with the process that runs."""

    _scheduled: list[Any]  # the base class's heap of timers

    def __init__(self, dice: Random, most_steps: int) -> None:
        super().__init__()
        SimulatedTask._made = 0
        self._dice = dice
        self._most_steps = most_steps
        self._now = 0.0
        self._able: list[Process] = []
        self.world = Process("world")
        self.steps = 0
        self.before_step: Callable[[Process], None] | None = None
        self.fingerprint = 0
        self.set_task_factory(_made_task)

    def time(self) -> float:
        return self._now

    def _call_soon(self, callback: Any, args: Any, context: Context | None) -> asyncio.Handle:
        made = copy_context() if context is None else context
        handle = asyncio.Handle(callback, args, self, made)
        self._add(handle, made.get(HERE, self.world))
        return handle

    def _add(self, handle: asyncio.Handle, process: Process) -> None:
        if not process.alive:
            return
        if not process.ready:
            self._able.append(process)
        process.ready.append(handle)

    def _write_to_self(self) -> None:
        """Nobody waits in another thread."""

    def _process_events(self, event_list: Any) -> None:
        """There are none: nothing here is outside the process."""

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """What would go to a thread is done here, a little later."""
        answer = self.create_future()

        def work() -> None:
            if answer.cancelled():
                return
            try:
                answer.set_result(func(*args))
            except Exception as wrong:  # noqa: BLE001  # as a thread would hand it over
                answer.set_exception(wrong)

        self.call_later(self._dice.expovariate(1000.0), work)
        return answer

    def kill(self, process: Process) -> None:
        """It runs no more, and nothing of it tidies up."""
        process.alive = False
        process.ready.clear()
        if process in self._able:
            self._able.remove(process)

    def spawn(self, process: Process, main: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """A task in the name of a process."""
        context = copy_context()
        context.run(HERE.set, process)
        return self.create_task(main, name=name, context=context)

    def within(self, process: Process, callback: Callable[..., object], *args: Any) -> None:
        """A callback in the name of a process, soon."""
        context = copy_context()
        context.run(HERE.set, process)
        self.call_soon(callback, *args, context=context)

    def _run_once(self) -> None:
        process = self._next()
        handle = process.ready.popleft()
        if not process.ready:
            self._able.remove(process)
        if handle._cancelled:
            return
        self.steps += 1
        if self.steps > self._most_steps:
            self.stop()
            raise Stuck(f"{self.steps} steps in {self._now:.1f} virtual seconds")
        if self.before_step is not None:
            self.before_step(process)
            if not process.alive:
                return
        handle._run()

    def _next(self) -> Process:
        """Who runs: one of those that can, the quick ones more often; if nobody can, time moves on."""
        while True:
            able = [each for each in self._able if each.stalled_until <= self._now]
            if len(able) == 1:
                return able[0]
            if able:
                chosen = self._dice.choices(range(len(able)), [each.pace for each in able])[0]
                self.fingerprint = (self.fingerprint * 31 + chosen + len(able)) % (1 << 61)
                return able[chosen]
            self._move_on()

    def _move_on(self) -> None:
        """To the next moment at which somebody has something to do."""
        waking = [each.stalled_until for each in self._able]
        while self._scheduled and self._scheduled[0]._cancelled:
            heapq.heappop(self._scheduled)._scheduled = False
        if self._scheduled:
            waking.append(self._scheduled[0]._when)
        if not waking:
            raise Stuck("nobody has anything to wait for")
        self._now = max(self._now, min(waking))
        while self._scheduled and self._scheduled[0]._when <= self._now:
            timer = heapq.heappop(self._scheduled)
            timer._scheduled = False
            if not timer._cancelled:
                self._add(timer, timer._context.get(HERE, self.world))

    def _timer_handle_cancelled(self, handle: Any) -> None:
        """It is left in the heap until its time comes."""


def _made_task(loop: Any, coro: Any, **named: Any) -> asyncio.Task[Any]:
    task = SimulatedTask(coro, loop=loop, **named)
    process = HERE.get(None) if named.get("context") is None else named["context"].get(HERE, None)
    if process is not None and process is not loop.world:
        process.tasks.append(task)
    return task


def here() -> Process | None:
    """Whose callback runs now; None outside all."""
    return HERE.get(None)


def running() -> SimulatedLoop:
    loop = events.get_running_loop()
    assert isinstance(loop, SimulatedLoop)
    return loop
