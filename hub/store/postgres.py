"""PostgreSQL through asyncpg: a pool with timeouts set, since the server's own defaults are unlimited."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg

from hub.errors import StoreRefused, StoreUnavailable
from hub.store.dialect import Columns, columns_of, for_postgres, postgres_insert, postgres_sql
from hub.store.store import Collision, CommitUnknown, NotStorable, TryAgain
from hub.store.tx import Change, Row, Rows, Values, Write, savepoint
from hub.store.vouching import NoVouching, Vouching

STATEMENT_S = 15.0
"""How long a statement may take unless whoever opens the store says otherwise."""
CONNECT_S = 10.0
_TIMEOUTS = {
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
    "tcp_user_timeout": "10000",
    "application_name": "qayidis-hub",
    "jit": "off",
}
_BEGIN = "BEGIN; SET LOCAL enable_seqscan = off"
"""What writes finds its rows by keys. The plan of a prepared statement is kept, and where it was made while a table was
empty (a fresh database; lanes at a quiet hour) it reads the whole table, however many rows come later."""
_TYPES = (
    "SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute"
    " WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped"
)
_COPIED = 50
"""From so many rows on COPY, which is two round trips, costs both sides less than a statement over arrays."""
_Shape = tuple[str, str | Columns]
"""A table and its names of columns, or the text of a change and the columns of its rows."""
_Joined = dict[tuple[_Shape, ...], str]
"""The one statement that makes writes of these shapes."""
_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # a server that dies in the middle of a word leaves asyncpg's own state in disorder
    OSError,
    TimeoutError,
)
_NOT_LET_IN = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    ssl.SSLCertVerificationError,
)
_AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
)


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "uuid", schema="pg_catalog", encoder=bytes.fromhex, decoder=bytes.hex, format="binary"
    )


async def connected(url: str) -> asyncpg.Connection:
    """A connection of its own for work on the schema, made as the store makes its own: the same addresses, the same
    errors.
    """
    with _connecting():
        return await asyncpg.connect(url, timeout=CONNECT_S)


@contextmanager
def _connecting() -> Iterator[None]:
    """What keeps us out, told apart: waiting helps against a server that is away alone."""
    try:
        yield
    except _NOT_LET_IN as refused:
        raise StoreRefused(str(refused)) from refused
    except ValueError as unread:  # its text may repeat the address, password and all
        raise StoreRefused(type(unread).__name__) from None
    except _GONE as gone:
        raise StoreUnavailable(type(gone).__name__) from gone


async def _as_it_is(connection: object) -> None:
    """Nothing here sets what outlives a transaction, so that giving a connection back costs no statement."""


class PostgresTx:
    """A transaction on one pooled connection."""

    def __init__(self, connection: asyncpg.Connection, joined: _Joined, vouching: Vouching) -> None:
        self.vouching = vouching
        self._connection = connection
        self._joined = joined

    async def fetch(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> Sequence[Row]:
        text, arguments = for_postgres(sql, values, rows)
        found: list[Row] = await self._connection.fetch(text, *arguments)
        return found

    async def execute(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
        text, arguments = for_postgres(sql, values, rows)
        status: str = await self._connection.execute(text, *arguments)
        tail = status.rpartition(" ")[2]
        return int(tail) if tail.isdigit() else 0

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            await self._connection.executemany(sql, rows)

    async def insert(self, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) < _COPIED:
            return await self.write_all((table, names, rows))
        columns = [name.strip() for name in names.split(",")]
        try:
            await self._connection.copy_records_to_table(table, records=rows, columns=columns)
        except (TypeError, ValueError, OverflowError) as unfit:  # as asyncpg itself says of a statement's values
            raise asyncpg.DataError(f"a value is none of its column in {table}") from unfit

    async def write_all(self, *writes: Write) -> None:
        shapes: list[_Shape] = []
        arguments: list[Any] = []
        for write in writes:
            if isinstance(write, Change):
                if write.rows.values:
                    shapes.append((write.sql, columns_of(write.rows.columns)))
                    arguments += for_postgres(write.sql, write.values, write.rows)[1]
            elif write[2]:
                shapes.append(write[:2])
                arguments += zip(*write[2], strict=True)
        if shapes:
            wanted = tuple(shapes)
            await self._connection.execute(self._joined.get(wanted) or await self._join(wanted), *arguments)

    async def _join(self, wanted: tuple[_Shape, ...]) -> str:
        """The database is asked once for the types of the columns: a running process knows no tables."""
        parts, first = [], 1
        for shape in wanted:
            match shape:
                case (table, str(names)):
                    found = await self._connection.fetch(_TYPES, table)
                    parts.append(postgres_insert(table, names, {row["name"]: row["type"] for row in found}, first))
                    first += names.count(",") + 1
                case (sql, columns):
                    text, values = postgres_sql(sql, columns, first)
                    parts.append(text)
                    first += len(columns) + len(values)
        before = ", ".join(f"w{number} AS ({part})" for number, part in enumerate(parts[:-1]))
        self._joined[wanted] = statement = f"WITH {before} {parts[-1]}" if before else parts[-1]
        return statement

    async def now(self) -> int:
        value: int = await self._connection.fetchval("SELECT hub_now()")
        return value

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return savepoint(self)


class PostgresStore:
    """The store on PostgreSQL. `aclose` returns the connections."""

    name = "postgresql"

    def __init__(self, pool: asyncpg.Pool, writers: int) -> None:
        self.vouching: Vouching = NoVouching()
        self._pool = pool
        self._joined: _Joined = {}
        self.writers = writers

    @classmethod
    async def open(cls, url: str, *, connections: int = 10, statement_s: float = STATEMENT_S) -> PostgresStore:
        """Connect; raises StoreUnavailable if the server does not answer within 10 seconds, StoreRefused if it does and
        does not let us in.

        The server gives a statement up after `statement_s` seconds (TryAgain), the client 5 seconds later.
        """
        with _connecting():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=connections,
                init=_prepare,
                reset=_as_it_is,
                timeout=CONNECT_S,
                command_timeout=statement_s + 5,
                server_settings=_TIMEOUTS | {"statement_timeout": f"{round(statement_s * 1000)}"},
                max_inactive_connection_lifetime=0,
            )
        return cls(pool, writers=max(2, connections - 4))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[PostgresTx]:
        async with self._connection() as connection:
            try:
                await _begin(connection)
                yield PostgresTx(connection, self._joined, self.vouching)
            except asyncpg.UniqueViolationError as twin:
                await _roll_back(connection)
                raise Collision(twin.constraint_name or "") from twin
            except _AGAIN as again:
                await _roll_back(connection)
                raise TryAgain(type(again).__name__) from again
            except asyncpg.DataError as unfit:
                await _roll_back(connection)
                raise NotStorable from unfit
            except _GONE as gone:
                _cut(connection)
                raise StoreUnavailable(type(gone).__name__) from gone
            except BaseException:
                await _roll_back(connection)
                raise
            await _commit(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[PostgresTx]:
        async with self._connection() as connection:
            try:
                yield PostgresTx(connection, self._joined, self.vouching)
            except _AGAIN as again:
                raise TryAgain(type(again).__name__) from again
            except asyncpg.DataError as unfit:
                raise NotStorable from unfit
            except _GONE as gone:
                raise StoreUnavailable(type(gone).__name__) from gone

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        try:
            connection = await self._pool.acquire(timeout=5)
        except _GONE as gone:
            raise StoreUnavailable(f"no connection: {type(gone).__name__}") from gone
        try:
            yield connection
        finally:
            await self._release(connection)

    async def _release(self, connection: asyncpg.Connection) -> None:
        try:
            await self._pool.release(connection, timeout=5)
        except _GONE:
            _cut(connection)

    async def aclose(self) -> None:
        """Give running transactions 5 seconds, then cut them."""
        try:
            async with asyncio.timeout(5):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()


async def _begin(connection: asyncpg.Connection) -> None:
    if connection.is_in_transaction():
        raise asyncpg.InterfaceError("an earlier transaction could not be ended")
    await connection.execute(_BEGIN)


async def _commit(connection: asyncpg.Connection) -> None:
    try:
        ended: str = await connection.execute("COMMIT")
    except _GONE as gone:
        _cut(connection)
        raise CommitUnknown(type(gone).__name__) from gone
    except asyncpg.PostgresError as refused:
        raise TryAgain(type(refused).__name__) from refused
    if ended != "COMMIT":
        # PostgreSQL answers so, and with no error, where a statement had failed and nobody let the failure through.
        raise TryAgain(f"COMMIT came to {ended}")


async def _roll_back(connection: asyncpg.Connection) -> None:
    """A connection that is gone has rolled back by itself."""
    try:
        await connection.execute("ROLLBACK")
    except (*_GONE, asyncpg.PostgresError):
        return


def _cut(connection: asyncpg.Connection) -> None:
    """End a connection without asking it; one that is lost has left the pool by itself and can no longer be told."""
    with suppress(asyncpg.InterfaceError):
        connection.terminate()
