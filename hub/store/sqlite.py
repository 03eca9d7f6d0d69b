"""SQLite through aiosqlite: one writing connection with its own thread, separate readers, WAL, synchronous FULL.

NORMAL would survive the death of the process but not of the machine (sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiosqlite

from hub.clock import Clock
from hub.errors import HubError, StoreUnavailable, Words
from hub.store.dialect import for_sqlite, sqlite_insert, sqlite_many
from hub.store.store import Collision, NotStorable, TryAgain
from hub.store.tx import Change, Row, Rows, Values, Write, number_of, savepoint
from hub.store.vouching import NoVouching, Vouching

_READERS = 3
sqlite3.register_adapter(list, json.dumps)  # a list of numbers, for `{any …}`


class StoreDamaged(HubError):
    """The file, or what belongs to it, is not whole. Nothing is started on it."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            "hub.store_damaged",
            Words(
                f"{name} tam deyil ({what}). Məlumat qovluğunu ehtiyat nüsxədən bərpa edin; heç nə dəyişdirilmədi.",
                f"{name} is not whole ({what}). Restore the data folder from a backup; nothing was changed.",
            ),
        )


class OpenMark:
    """A small file that says a process has the database open, left behind only by one that died.

    If such a file is there and the write-ahead log is not, commits of the dead process are gone: opening would hide it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = path.with_name(f"{path.name}-open-{os.getpid()}")

    def refuse_lost_log(self) -> None:
        """Raise StoreDamaged if the log of a process that died has been taken away; else forget the dead."""
        others = list(self._path.parent.glob(f"{self._path.name}-open-*"))
        log = self._path.with_name(f"{self._path.name}-wal")
        if others and self._path.exists() and not log.exists():
            raise StoreDamaged(self._path.name, f"{log.name} is missing")
        for mark in others:
            if not Path(f"/proc/{mark.name.rpartition('-')[2]}").exists():
                mark.unlink(missing_ok=True)

    def set(self) -> None:
        """This process has the database open."""
        self._mark.touch()

    def clear(self) -> None:
        """It has closed it in order."""
        self._mark.unlink(missing_ok=True)


class SqliteTx:
    """A transaction on one connection."""

    def __init__(self, connection: aiosqlite.Connection, vouching: Vouching) -> None:
        self._connection = connection
        self.vouching = vouching

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

    async def insert(self, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            await self._connection.executemany(sqlite_insert(table, names), rows)

    async def write_all(self, *writes: Write) -> None:
        for write in writes:
            if not isinstance(write, Change):
                await self.insert(*write)
            elif write.rows.values:
                await self.execute(write.sql, write.values, write.rows)

    async def now(self) -> int:
        return await number_of(self, "SELECT hub_now() AS now")

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return savepoint(self)


class SqliteStore:
    """The store in one file. Two processes may open it; each write waits up to 5 seconds for the other."""

    name = "sqlite"
    writers = 1

    def __init__(self, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection], mark: OpenMark) -> None:
        self.vouching: Vouching = NoVouching()
        self._writer = writer
        self._mark = mark
        self._write_lock = asyncio.Lock()
        self._all = [writer, *readers]
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    async def open(cls, path: Path, clock: Clock) -> SqliteStore:
        """Open the file; raises StoreDamaged where something is missing or broken that only a person can mend."""
        mark = OpenMark(path)
        mark.refuse_lost_log()
        async with AsyncExitStack() as unfinished:
            try:
                connections = [await _connect(path, clock, unfinished) for _ in range(_READERS + 1)]
            except sqlite3.DatabaseError as broken:
                raise StoreDamaged(path.name, str(broken)) from broken
            unfinished.pop_all()
        mark.set()
        return cls(connections[0], connections[1:], mark)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqliteTx]:
        async with self._write_lock:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield SqliteTx(self._writer, self.vouching)
                await self._writer.execute("COMMIT")
            except BaseException as trouble:
                await self._roll_back()
                _translate(trouble)
                raise

    async def _roll_back(self) -> None:
        """Always asked for: what was begun when the caller was cancelled may only now have been done by the thread.

        An error here must not take the place of what ended the block, least of all of a cancellation.
        """
        with suppress(sqlite3.Error):
            await self._writer.execute("ROLLBACK")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqliteTx]:
        reader = await self._readers.get()
        try:
            yield SqliteTx(reader, self.vouching)
        except (sqlite3.Error, OverflowError) as trouble:
            _translate(trouble)
            raise
        finally:
            self._readers.put_nowait(reader)

    async def aclose(self) -> None:
        """Close every connection; SQLite then folds the write-ahead log into the file."""
        async with self._write_lock:
            for connection in self._all:
                await connection.close()
            self._mark.clear()


def _translate(trouble: BaseException) -> None:
    match trouble:
        case OverflowError():
            raise NotStorable from trouble
        case sqlite3.IntegrityError():
            raise Collision(str(trouble)) from trouble
        case sqlite3.OperationalError() if "locked" in str(trouble):
            raise TryAgain(str(trouble)) from trouble
        case sqlite3.Error():
            raise StoreUnavailable(str(trouble)) from trouble
        case _:
            return


async def _connect(path: Path, clock: Clock, unfinished: AsyncExitStack) -> aiosqlite.Connection:
    connection = await unfinished.enter_async_context(aiosqlite.connect(path, isolation_level=None))
    connection.row_factory = sqlite3.Row
    await connection.create_function("hub_now", 0, clock.now)
    await connection.create_function("hub_bytes", 1, from_hex, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "cache_size=-32000"):
        await connection.execute(f"PRAGMA {pragma}")
    return connection


def from_hex(digits: str | None) -> bytes | None:
    """What `hub_bytes` does: JSON has no bytes, so they go as digits."""
    return None if digits is None else bytes.fromhex(digits)
