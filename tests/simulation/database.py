"""A database on the loop's thread: SQLite's own file under the hub's own `SqliteStore`, without the thread between.

Statements take a while and may come to nothing; a commit may fail, or happen although its answer is lost. One writes at
a time, as in SQLite; `writers` makes the hub's writer run its kinds side by side all the same, as on PostgreSQL.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, cast

from hub.errors import StoreUnavailable
from hub.store.sqlite import SqliteStore, from_hex
from hub.store.store import CommitUnknown
from tests.simulation.faults import Faults
from tests.simulation.loop import Process, running

_READERS = 3
_PATIENCE_S = 5.0


class _NoMark:
    """Several processes of one world have the file open in one process of this machine."""

    def clear(self) -> None:
        """Nothing was set."""


class Database:
    """The file that all processes of a world share. `now` is its clock in microseconds."""

    def __init__(self, path: Path, dice: Random, faults: Faults, now: Callable[[], int]) -> None:
        self.path = path
        self.dice = dice
        self.faults = faults
        self.now = now
        self.commits = 0
        self.after_commit: Callable[[], None] | None = None
        self._writing: Connection | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self._open: list[Connection] = []

    async def open(self, process: Process, writers: int) -> SqliteStore:
        """The store of one process."""
        try:
            await self._reach(process)
        except sqlite3.OperationalError as away:
            raise StoreUnavailable(str(away)) from away
        opened = [Connection(self, process) for _ in range(_READERS + 1)]
        self._open += opened
        connections = cast("list[Any]", opened)
        store = SqliteStore(connections[0], connections[1:], cast("Any", _NoMark()))
        store.writers = writers
        return store

    async def _reach(self, process: Process) -> None:
        if self.faults.is_cut("database", process):
            await asyncio.sleep(1.0)
            raise sqlite3.OperationalError("the database does not answer")

    def kill(self, process: Process) -> None:
        """What it had begun is undone, and its connections are gone."""
        for connection in [each for each in self._open if each.process is process]:
            connection.drop()

    async def begin(self, connection: Connection) -> None:
        """Wait for the one place of whoever writes."""
        loop = running()
        until = loop.time() + _PATIENCE_S
        while self._writing is not None:
            free: asyncio.Future[None] = loop.create_future()
            self._waiting.append(free)
            try:
                async with asyncio.timeout_at(until):
                    await free
            except TimeoutError:
                raise sqlite3.OperationalError("database is locked") from None
            finally:
                if free in self._waiting:
                    self._waiting.remove(free)
        self._writing = connection

    def release(self, connection: Connection) -> None:
        """Whoever wakes first may write next."""
        if self._writing is connection:
            self._writing = None
            waiting, self._waiting = self._waiting, []
            self.dice.shuffle(waiting)
            for free in waiting:
                if not free.done():
                    free.set_result(None)

    def forget(self, connection: Connection) -> None:
        """It is closed."""
        if connection in self._open:
            self._open.remove(connection)

    def committed(self) -> None:
        """Something new is true."""
        self.commits += 1
        if self.after_commit is not None:
            self.after_commit()


class _Answered:
    """A cursor that was read."""

    def __init__(self, rowcount: int) -> None:
        self.rowcount = rowcount

    async def close(self) -> None:
        """Nothing is open."""


class Connection:
    """What `SqliteStore` uses of aiosqlite's connection."""

    def __init__(self, database: Database, process: Process) -> None:
        self.process = process
        self._database = database
        self._real = sqlite3.connect(
            database.path, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        self._real.row_factory = sqlite3.Row
        self._changes = 0
        self._real.create_function("hub_now", 0, database.now)
        self._real.create_function("hub_bytes", 1, from_hex, deterministic=True)
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "busy_timeout=0", "cache_size=-4000"):
            self._real.execute(f"PRAGMA {pragma}")

    async def execute_fetchall(self, sql: str, arguments: Sequence[Any]) -> Iterable[sqlite3.Row]:
        await self._travel(sql)
        return self._real.execute(sql, arguments).fetchall()

    async def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self._travel(sql)
        self._real.executemany(sql, rows)

    async def execute(self, sql: str, arguments: Sequence[Any] = ()) -> _Answered:
        match sql:
            case "BEGIN IMMEDIATE":
                await self._begin()
            case "COMMIT" if self._database._writing is self:
                await self._commit()
            case "ROLLBACK":
                self._undo()
            case _:
                await self._travel(sql)
                return _Answered(self._real.execute(sql, arguments).rowcount)
        return _Answered(0)

    async def close(self) -> None:
        self.drop()

    def drop(self) -> None:
        """Closed by whichever side."""
        self._undo()
        self._database.forget(self)
        self._real.close()

    async def _travel(self, sql: str) -> None:
        """A statement's way there and back, on which all others may run."""
        dice, faults = self._database.dice, self._database.faults
        if dice.random() < 0.5:
            await asyncio.sleep(dice.expovariate(2000.0))
        await self._database._reach(self.process)
        if faults.happens("statement"):
            self._undo()
            raise sqlite3.OperationalError(f"the connection was lost at {sql.split(None, 1)[0]}")

    async def _begin(self) -> None:
        await self._travel("BEGIN")
        await self._database.begin(self)
        try:
            self._real.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:  # it was closed while it waited
            self._database.release(self)
            raise
        self._changes = self._real.total_changes

    async def _commit(self) -> None:
        dice, faults = self._database.dice, self._database.faults
        await self._travel("COMMIT")
        if faults.happens("commit_fails"):
            self._undo()
            raise sqlite3.OperationalError("the commit failed")
        if faults.happens("commit_undone_unknown"):
            self._undo()
            raise CommitUnknown
        await faults.perhaps_kill("before_commit")
        self._real.execute("COMMIT")
        self._database.release(self)
        if self._real.total_changes > self._changes:
            self._database.committed()
        await faults.perhaps_kill("after_commit")
        faults.perhaps_stall()
        await asyncio.sleep(dice.expovariate(1000.0))
        if faults.happens("commit_done_unknown"):
            raise CommitUnknown

    def _undo(self) -> None:
        if self._real.in_transaction:
            with suppress(sqlite3.Error):
                self._real.execute("ROLLBACK")
        self._database.release(self)
