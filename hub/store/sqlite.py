"""SQLite through aiosqlite: one writing connection with its own thread, separate readers, WAL, synchronous FULL.

NORMAL would survive the death of the process but not of the machine (sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
import sqlalchemy as sa

from hub.clock import Clock
from hub.errors import StoreUnavailable
from hub.store.dialect import compiled, for_sqlite, sqlite_many
from hub.store.store import Collision, TryAgain
from hub.store.tx import Row, Rows, Values, savepoint

_READERS = 3


class SqliteTx:
    """A transaction on one connection."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> Sequence[Row]:
        text, arguments = for_sqlite(sql, values, rows)
        return list(await self._connection.execute_fetchall(text, arguments))  # type: ignore[arg-type]  # sqlite3.Row

    async def execute(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
        text, arguments = for_sqlite(sql, values, rows)
        cursor = await self._connection.execute(text, arguments)
        touched = cursor.rowcount
        await cursor.close()
        return max(touched, 0)

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            await self._connection.executemany(sqlite_many(sql), rows)

    async def select(self, statement: sa.Executable) -> Sequence[Row]:
        text, arguments = compiled(statement, postgres=False)
        return list(await self._connection.execute_fetchall(text, arguments))  # type: ignore[arg-type]  # sqlite3.Row

    async def now(self) -> int:
        rows = await self.fetch("SELECT hub_now() AS now")
        value: int = rows[0]["now"]
        return value

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return savepoint(self)


class SqliteStore:
    """The store in one file. Two processes may open it; each write waits up to 5 seconds for the other."""

    name = "sqlite"
    writers = 1

    def __init__(self, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self._writer = writer
        self._write_lock = asyncio.Lock()
        self._all = [writer, *readers]
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    async def open(cls, path: Path, clock: Clock) -> SqliteStore:
        """Open the file; raises StoreUnavailable with what to do if it is damaged or cannot be written."""
        try:
            connections = [await _connect(path, clock) for _ in range(_READERS + 1)]
        except sqlite3.Error as broken:
            raise StoreUnavailable(f"{path.name}: {broken}") from broken
        return cls(connections[0], connections[1:])

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqliteTx]:
        async with self._write_lock:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield SqliteTx(self._writer)
                await self._writer.execute("COMMIT")
            except BaseException as trouble:
                await self._roll_back()
                _translate(trouble)
                raise

    async def _roll_back(self) -> None:
        if self._writer.in_transaction:
            await self._writer.execute("ROLLBACK")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqliteTx]:
        reader = await self._readers.get()
        try:
            yield SqliteTx(reader)
        except sqlite3.Error as trouble:
            _translate(trouble)
            raise
        finally:
            self._readers.put_nowait(reader)

    async def aclose(self) -> None:
        """Close every connection; SQLite then folds the write-ahead log into the file."""
        async with self._write_lock:
            for connection in self._all:
                await connection.close()


def _translate(trouble: BaseException) -> None:
    match trouble:
        case sqlite3.IntegrityError():
            raise Collision(str(trouble)) from trouble
        case sqlite3.OperationalError() if "locked" in str(trouble):
            raise TryAgain(str(trouble)) from trouble
        case sqlite3.Error():
            raise StoreUnavailable(str(trouble)) from trouble
        case _:
            return


async def _connect(path: Path, clock: Clock) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    await connection.create_function("hub_now", 0, clock.now)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "cache_size=-32000"):
        await connection.execute(f"PRAGMA {pragma}")
    return connection
