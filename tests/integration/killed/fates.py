"""Where a process dies of itself, as of a power cut: just before or after its n-th commit, publication or answer.

Only commits that touch a row count: how often somebody looks and finds nothing is chance. What is wrapped is wrapped
in the process that is to die alone; the hub knows nothing of it.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from hub.bus.embedded import EmbeddedBus
from hub.bus.port import WorkItem
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from hub.store.tx import Change, Row, Rows, Tx, Values, Write

VARIABLE = "HUB_TEST_DIES"
_WEIGHTS = {"answer": 1, "commit": 3, "publish": 1}


@dataclass(slots=True)
class Fate:
    """`place` is as `commit.before`; at its `times`-th passing the process kills itself. Without a place it lives."""

    place: str = ""
    times: int = 0
    passed: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, text: str) -> Fate:
        """From `place:times`."""
        place, _, times = text.partition(":")
        return cls(place, int(times or 0))

    @classmethod
    def drawn(cls, chance: random.Random, most: dict[str, int]) -> Fate:
        """A random place, and at which of at most so many passings."""
        (what,) = chance.choices(sorted(most), [_WEIGHTS[what] for what in sorted(most)])
        return cls(f"{what}.{chance.choice(('before', 'after'))}", chance.randint(1, most[what]))

    def __str__(self) -> str:
        return f"{self.place}:{self.times}"

    def passes(self, place: str) -> None:
        """Here the process is; it may be its end."""
        self.passed[place] += 1
        if place == self.place and self.passed[place] == self.times:
            os.kill(os.getpid(), signal.SIGKILL)


class _Touching:
    """A transaction that knows whether it has touched a row."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.touched = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    async def fetch(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> Sequence[Row]:
        found = await self._tx.fetch(sql, values, rows)
        self.touched |= bool(found) and not sql.lstrip().startswith("SELECT")
        return found

    async def execute(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
        touched = await self._tx.execute(sql, values, rows)
        self.touched |= touched > 0
        return touched

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self.touched |= bool(rows)
        await self._tx.many(sql, rows)

    async def insert(self, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
        self.touched |= bool(rows)
        await self._tx.insert(table, names, rows)

    async def write_all(self, *writes: Write) -> None:
        self.touched |= any(each.rows.values if isinstance(each, Change) else each[2] for each in writes)
        await self._tx.write_all(*writes)


def follow(fate: Fate) -> None:
    """From now on every commit and every publication of this process passes by its fate."""
    for store in (SqliteStore, PostgresStore):
        setattr(store, "write", _committing(store.write, fate))  # noqa: B010 - it is another function, as mypy sees it
    setattr(EmbeddedBus, "publish", _publishing(EmbeddedBus.publish, fate))  # noqa: B010 - the same


def _committing(write: Callable[[Any], Any], fate: Fate) -> Callable[[Any], Any]:
    @asynccontextmanager
    async def watched(self: Any) -> AsyncIterator[Any]:
        async with write(self) as tx:
            seen = _Touching(tx)
            yield seen
            if seen.touched:
                fate.passes("commit.before")
        if seen.touched:
            fate.passes("commit.after")

    return watched


def _publishing(publish: Callable[..., Awaitable[Any]], fate: Fate) -> Callable[..., Awaitable[Any]]:
    async def watched(self: Any, items: Sequence[WorkItem], *more: Any, **named: Any) -> Any:
        fate.passes("publish.before")
        confirmed = await publish(self, items, *more, **named)
        fate.passes("publish.after")
        return confirmed

    return watched
