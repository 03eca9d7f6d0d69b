"""The groups as the list shows them, read again at most for a tenth of the time: a huge backlog costs the hub little.

Where reading takes no time worth saving, every look is a fresh one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from fastapi import Request

from hub.app import Hub
from hub.exchange.failures import Group, Sight, groups
from hub.exchange.trends import trends

_CHEAP_S = 0.1
_REST = 10
_LARGE = 2_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at an instant: the groups without samples, and how each grew."""

    at: int
    groups: Sequence[Group]
    grown: Mapping[str, Sequence[int]]


class Glance:
    """One look for all who ask at the same time, for each sight its own."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._seen: dict[Sight, tuple[Seen, float]] = {}
        self._looking: dict[Sight, asyncio.Lock] = {}

    async def look(self, sight: Sight) -> Seen:
        """The groups, as old as ten times what reading them takes."""
        async with self._looking.setdefault(sight, asyncio.Lock()):
            found = self._seen.get(sight)
            begun = self._hub.clock.monotonic()
            if found is not None and begun < found[1]:
                return found[0]
            seen = await self._read(sight)
            took = self._hub.clock.monotonic() - begun
            self._seen[sight] = (seen, begun + took * (1 + _REST) if took > _CHEAP_S else 0.0)
            return seen

    async def of_large(self, sight: Sight, fingerprint: str) -> tuple[Group, Sequence[int]] | None:
        """A group that was large when last seen, from the look that all share; None for others, read alone."""
        last = self._seen.get(sight)
        if last is None or _found(last[0], fingerprint) is None:
            return None
        seen = await self.look(sight)
        found = _found(seen, fingerprint)
        return None if found is None else (found, seen.grown.get(fingerprint, ()))

    async def _read(self, sight: Sight) -> Seen:
        async with self._hub.store.read() as tx:
            now = await tx.now()
            return Seen(now, await groups(tx, sight, samples=False), await trends(tx, sight, now))


def _found(seen: Seen, fingerprint: str) -> Group | None:
    mine = (each for each in seen.groups if each.fingerprint == fingerprint and each.kind == "delivery")
    return next((each for each in mine if sum(each.counts.values()) >= _LARGE), None)


def glance_of(request: Request) -> Glance:
    """The one of this application."""
    return cast("Glance", request.app.state.glance)
