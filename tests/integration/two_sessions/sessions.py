"""Two sessions of one database that meet where the test says.

The second session is let go on only once the server itself says that it waits for the first (`pg_blocking_pids`), or
that it has gone past; no order of things hangs on how long something takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hub.store.postgres import PostgresStore
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, Values, Write, number_of
from hub.store.vouching import Vouching
from tests.identity_sealer import vouched

PATIENCE_S = 30.0
"""For something that comes about at once, unless it never does; above the server's own limit on waiting for a lock."""
COMMIT = "COMMIT"
"""Stands for the text of the statement that ends a transaction."""

Turn = Callable[[Store], Awaitable[Any]]
"""What a session does, with the product's own functions."""


class Ending(StrEnum):
    """How the first session ends, and where the second stands by then."""

    COMMIT = "commits while the other waits"
    ROLLBACK = "rolls back while the other waits"
    BEFORE = "commits before the other's statement"


class RolledBack(Exception):
    """The first session is gone before its commit."""


@dataclass
class Barrier:
    """Stops a session before its first statement that has this text."""

    text: str
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    rolls_back: bool = False

    async def stop(self, sql: str) -> None:
        """Wait here, once; RolledBack where the test wants it to end so."""
        if self.reached.is_set() or self.text not in sql:
            return
        self.reached.set()
        await self.opened.wait()
        if self.rolls_back:
            raise RolledBack


@dataclass
class Session:
    """A store of one connection whose transactions stop at the barrier, and whose server process is known."""

    whole: PostgresStore
    barrier: Barrier | None = None
    pid: int = 0
    statement: str = ""
    """What it makes just now, or made last."""
    name: str = "postgresql"
    writers: int = 2

    @property
    def vouching(self) -> Vouching:
        return self.whole.vouching

    @vouching.setter
    def vouching(self, given: Vouching) -> None:
        self.whole.vouching = given

    def write(self) -> AbstractAsyncContextManager[Tx]:
        return self._write()

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[Tx]:
        async with self.whole.write() as tx:
            self.pid = await number_of(tx, "SELECT pg_backend_pid() AS pid")
            yield _Watched(tx, self)
            await self.reach(COMMIT)

    def read(self) -> AbstractAsyncContextManager[Tx]:
        return self.whole.read()

    async def reach(self, sql: str) -> None:
        """The session has come to this statement."""
        self.statement = sql
        if self.barrier is not None:
            await self.barrier.stop(sql)

    async def aclose(self) -> None:
        await self.whole.aclose()


@dataclass
class _Watched:
    """A transaction that tells its session of every statement before it is made."""

    tx: Tx
    session: Session

    @property
    def vouching(self) -> Vouching:
        return self.tx.vouching

    async def fetch(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> Sequence[Row]:
        await self.session.reach(sql)
        return await self.tx.fetch(sql, values, rows)

    async def execute(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
        await self.session.reach(sql)
        return await self.tx.execute(sql, values, rows)

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self.session.reach(sql)
        await self.tx.many(sql, rows)

    async def insert(self, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
        await self.session.reach(f"INSERT INTO {table} ")
        await self.tx.insert(table, names, rows)

    async def write_all(self, *writes: Write) -> None:
        made = (f"INSERT INTO {each[0]} " if isinstance(each, tuple) else each.sql for each in writes)
        await self.session.reach("; ".join(made))
        await self.tx.write_all(*writes)

    async def now(self) -> int:
        return await self.tx.now()

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return self.tx.savepoint()


@dataclass
class Sessions:
    """Two sessions, and a third connection that looks at them."""

    one: Session
    other: Session
    looker: PostgresStore

    async def meet(self, first: Turn, second: Turn, *, at: str, ending: Ending) -> tuple[Any, Any]:
        """What the two come to: the second has to wait for the first at the statement of this text.

        The first one's is RolledBack where it rolled back.
        """
        if ending is Ending.BEFORE:
            return await self._past(first, second, at)
        held = await self._held(first)
        waiting = asyncio.create_task(_run(second(self.other)))
        await self._until(self._waits, waiting, f"the second waits for the first at {at!r}")
        waits_at = self.other.statement
        self._end(ending)
        answers = await _done(held), await _done(waiting)
        assert at in waits_at, f"the second was to wait at {at!r}, and waited at {waits_at!r}"
        return answers

    async def passes(self, first: Turn, second: Turn, *, ending: Ending) -> tuple[Any, Any]:
        """What the two come to: the second ends while the first stands before its commit, without waiting for it."""
        if ending is Ending.BEFORE:
            return await _run(first(self.one)), await _run(second(self.other))
        held = await self._held(first)
        after = await _done(asyncio.create_task(_run(second(self.other))))
        self._end(ending)
        return await _done(held), after

    async def _held(self, first: Turn) -> asyncio.Task[Any]:
        """The first session, which has done everything but its commit."""
        self.one.barrier = barrier = Barrier(COMMIT)
        held = asyncio.create_task(_run(first(self.one)))
        await self._reached(barrier, held, "the first comes to its commit")
        return held

    def _end(self, ending: Ending) -> None:
        assert self.one.barrier is not None
        self.one.barrier.rolls_back = ending is Ending.ROLLBACK
        self.one.barrier.opened.set()

    async def _past(self, first: Turn, second: Turn, at: str) -> tuple[Any, Any]:
        """The second has begun and stands before its statement; the first goes by, commit and all."""
        self.other.barrier = barrier = Barrier(at)
        late = asyncio.create_task(_run(second(self.other)))
        await self._reached(barrier, late, f"the second comes to {at!r}")
        before = await _done(asyncio.create_task(_run(first(self.one))))
        barrier.opened.set()
        return before, await _done(late)

    async def _reached(self, barrier: Barrier, task: asyncio.Task[Any], what: str) -> None:
        async def stands() -> bool:
            return barrier.reached.is_set()

        await self._until(stands, task, what)

    async def _waits(self) -> bool:
        async with self.looker.read() as tx:
            return bool(
                await number_of(
                    tx,
                    "SELECT CASE WHEN CAST(:one AS int) = ANY (pg_blocking_pids(:other)) THEN 1 ELSE 0 END AS waits",
                    {"one": self.one.pid, "other": self.other.pid},
                )
            )

    async def _until(self, holds: Callable[[], Awaitable[bool]], task: asyncio.Task[Any], what: str) -> None:
        """Until it holds; an error where the session has ended without it."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not await holds():
                    if task.done():
                        raise AssertionError(f"never happened: {what}; it came to {task.result()!r}")
                    await asyncio.sleep(0.001)
        except TimeoutError:
            raise AssertionError(f"not within {PATIENCE_S} s: {what}") from None


async def _run(turn: Awaitable[Any]) -> Any:
    """What a turn comes to: its own answer, or RolledBack."""
    try:
        return await turn
    except RolledBack as gone:
        return gone


async def _done(task: asyncio.Task[Any]) -> Any:
    try:
        return await asyncio.wait_for(task, PATIENCE_S)
    except TimeoutError:
        raise AssertionError(f"a session did not end within {PATIENCE_S} s") from None


@asynccontextmanager
async def sessions_of(url: str) -> AsyncIterator[Sessions]:
    """Two sessions and the one that looks at them."""
    opened = [await PostgresStore.open(url, connections=2) for _ in range(3)]
    for each in opened:
        vouched(each)
    one, other, looker = opened
    try:
        yield Sessions(Session(one), Session(other), looker)
    finally:
        await asyncio.gather(*(each.aclose() for each in opened))
