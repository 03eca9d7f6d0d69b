"""What one process reads once for all who look at its pages, each with a time to live."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from fastapi import Request

from hub.access.rights import Right
from hub.app import Hub
from hub.clock import Clock
from hub.console.standing import Overview, read_overview
from hub.console.viewer import Viewer
from hub.exchange.failures import Group, Sight, groups
from hub.exchange.loading.report import LoadSeen, read_load
from hub.exchange.trends import trends
from hub.store.tx import Tx
from hub.watch.figures import Figures, read_figures
from hub.web.officials import Actor

T = TypeVar("T")
FIGURES_S = 2.0
OVERVIEW_S = 4.0
_CHEAP_S = 0.1
_REST = 10
_LARGE = 2_000
WORK_SHOWN = 50
"""Rows of a load's work list on a page; `hub register report --work-list` writes all."""


class Cache(Generic[T]):
    """One reading for all who ask at the same time. `lives_s` says how long from its begin, by what it took."""

    def __init__(self, clock: Clock, read: Callable[[], Awaitable[T]], lives_s: Callable[[float], float]) -> None:
        self._clock = clock
        self._read = read
        self._lives_s = lives_s
        self._until = 0.0
        self._reading = asyncio.Lock()
        self.last: T | None = None

    async def look(self) -> T:
        """What was read last, or a new reading where that one is over."""
        async with self._reading:
            begun = self._clock.monotonic()
            if self.last is None or begun >= self._until:
                self.last = await self._read()
                self._until = begun + self._lives_s(self._clock.monotonic() - begun)
            return self.last

    def forget(self) -> None:
        """What was just done is to be seen at once."""
        self._until = 0.0


@dataclass(frozen=True, slots=True)
class SeenGroups:
    """The failure groups at an instant, without samples, and how each grew."""

    at: int
    groups: Sequence[Group]
    grown: Mapping[str, Sequence[int]]

    def large(self, fingerprint: str) -> Group | None:
        """The group of that name, if so many are in it that reading it alone costs more than waiting for all."""
        mine = (each for each in self.groups if each.fingerprint == fingerprint and each.kind == "delivery")
        return next((each for each in mine if sum(each.counts.values()) >= _LARGE), None)


class Caches:
    """Those of one application."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.figures: Cache[Figures] = self._kept(read_figures, lambda _took: FIGURES_S)
        self.overview: Cache[Overview] = self._kept(lambda tx: read_overview(tx, hub), lambda _took: OVERVIEW_S)
        self._failures: dict[Sight, Cache[SeenGroups]] = {}
        self._loads: dict[str | None, Cache[LoadSeen | None]] = {}
        self._second: dict[tuple[str, frozenset[Right]], Cache[int]] = {}
        self.listening: Counter[str] = Counter()
        """Logins by how many of their pages are told news."""

    def failures(self, sight: Sight) -> Cache[SeenGroups]:
        """The groups of a sight, read for at most a tenth of the time: a huge backlog costs the hub little."""
        if sight not in self._failures:
            self._failures[sight] = self._kept(lambda tx: _groups(tx, sight), _tenth)
        return self._failures[sight]

    def load(self, district: str | None) -> Cache[LoadSeen | None]:
        """The latest first load, with the work list of that district of our places, likewise: it reads every row."""
        if district not in self._loads:
            self._loads[district] = self._kept(lambda tx: read_load(tx, district, WORK_SHOWN), _tenth)
        return self._loads[district]

    def second(self, who: Viewer, count: Callable[[Hub, Actor], Awaitable[int]]) -> Cache[int]:
        """How many proposals wait for that very person, likewise: it decides what each would be answered."""
        whose = (who.login, frozenset(who.rights))
        if whose not in self._second:
            self._second[whose] = Cache(self._hub.clock, lambda: count(self._hub, who.actor), _tenth)
        return self._second[whose]

    def _kept(self, read: Callable[[Tx], Awaitable[T]], lives_s: Callable[[float], float]) -> Cache[T]:
        async def alone() -> T:
            async with self._hub.store.read() as tx:
                return await read(tx)

        return Cache(self._hub.clock, alone, lives_s)


async def _groups(tx: Tx, sight: Sight) -> SeenGroups:
    now = await tx.now()
    return SeenGroups(now, await groups(tx, sight, samples=False), await trends(tx, sight, now))


def _tenth(took: float) -> float:
    """Where reading takes no time worth saving, every look is a fresh one."""
    return took * (1 + _REST) if took > _CHEAP_S else 0.0


def caches_of(request: Request) -> Caches:
    """Those of this application."""
    return cast("Caches", request.app.state.caches)
