"""Nothing is read from outside: the clocks of `time`, the randomness of the system and of `random` come from a seed."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.simulation.loop import SimulatedLoop, here

BEGAN = 1_793_000_000
"""Seconds since 1970 at which every world begins: a Monday in October 2026."""
_LOOKS_S = 1e-6
"""Two looks at a clock are a little apart, as they are on any machine."""


class WorldTime:
    """What clocks show: the world's time, and on the wall that of the process that looks, ahead or behind."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop
        self._looks = 0
        self._passed = 0.0

    def passes(self, seconds: float) -> None:
        """Everybody's clock on the wall goes on by so much."""
        self._passed += seconds

    def monotonic(self) -> float:
        return self._loop.time() + 1000.0

    def wall_ns(self) -> int:
        """What the process that looks has on its wall. Nanoseconds since 1970."""
        process = here()
        return self.ns(process.ahead if process is not None else 0.0)

    def ns(self, ahead: float) -> int:
        """The world's time and so many seconds."""
        self._looks += 1
        return int((BEGAN + self._passed + self._loop.time() + ahead) * 1e9) + self._looks * 300

    def wall(self) -> float:
        return self.wall_ns() / 1e9


@contextmanager
def seeded(loop: SimulatedLoop, seed: int) -> Iterator[WorldTime]:
    """As long as the context is open; one thread, one world at a time."""
    shown, dice = WorldTime(loop), random.Random(f"system {seed}")
    state = random.getstate()
    instead: list[tuple[Any, str, Callable[..., Any]]] = [
        (time, "time_ns", shown.wall_ns),
        (time, "time", shown.wall),
        (time, "monotonic", shown.monotonic),
        (os, "urandom", dice.randbytes),
        (random, "_urandom", dice.randbytes),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in instead]
    random.seed(seed)
    try:
        for module, name, made in instead:
            setattr(module, name, made)
        yield shown
    finally:
        for module, name, was in before:
            setattr(module, name, was)
        random.setstate(state)


class SimulatedClock:
    """The Clock of one process."""

    def __init__(self, shown: WorldTime, loop: SimulatedLoop) -> None:
        self._shown = shown
        self._loop = loop

    def now(self) -> int:
        return self._shown.wall_ns() // 1000

    def monotonic(self) -> float:
        return self._loop.time() + 1000.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
