"""One transaction, spoken to in one SQL for both databases.

Statements use `:name` for values and five tokens that each database fills in its own way:
`{rows}` a set of rows handed in at once, to be used as a FROM item under the alias r;
`{lock x}` FOR UPDATE of the table alias x (SQLite has one writer, so nothing);
`{share x}` likewise, skipping what others hold;
`{any x.column :name}` whether two sets of numbers share one: a column of them (`tables.INTS`) and a list;
`{snapshot}` after BEGIN: all that is read is of one moment (`hub.store.store.snapshot`).
`hub_now()` is the store's clock in microseconds on both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from hub.errors import found_or
from hub.store.vouching import Vouching

Row = Mapping[str, Any]
V = TypeVar("V")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """A set of rows for `{rows}`: column names with PostgreSQL types (`"id uuid, n int"`), and the values in that order
    (lists of numbers under a type such as `int[]`).
    """

    columns: str
    values: Sequence[Sequence[Any]]


def ids(values: Sequence[str]) -> Rows:
    """A set of ids for `{rows}`, as column r.id."""
    return Rows("id uuid", [(value,) for value in values])


def grouped(rows: Iterable[Row], column: str, of: Callable[[Row], V]) -> dict[str, list[V]]:
    """What is read of the rows, in their order, by what stands in that column."""
    found: dict[str, list[V]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(of(row))
    return found


Insert = tuple[str, str, Sequence[Sequence[Any]]]
"""A table, the names of columns and the rows for them."""


@dataclass(frozen=True, slots=True)
class Change:
    """An UPDATE or DELETE over a set of rows; without rows there is nothing to change."""

    sql: str
    rows: Rows
    values: Values | None = None


Write = Insert | Change


class Tx(Protocol):
    """A unit of work: everything or nothing. Statements run in order on one connection."""

    @property
    def vouching(self) -> Vouching:
        """What vouches for rows of this store."""
        ...

    async def fetch(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> Sequence[Row]:
        """All rows of one statement (also of INSERT/UPDATE/DELETE … RETURNING)."""
        ...

    async def execute(self, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
        """Run one statement; the number of rows it touched."""
        ...

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement with $1, $2 … once for each row; bytes are allowed."""
        ...

    async def insert(self, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows into the named columns (`"id, state"`), as one statement where the database can."""
        ...

    async def write_all(self, *writes: Write) -> None:
        """Several writes in one round trip where the database can: none sees another's rows or touches the same."""
        ...

    async def now(self) -> int:
        """The store's clock, in microseconds."""
        ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A part that may fail alone: an exception undoes what the block did and goes on to the caller."""
        ...


async def first(tx: Tx, sql: str, values: Values | None = None, rows: Rows | None = None) -> Row | None:
    """The first row of a statement; None where it finds none."""
    found = await tx.fetch(sql, values, rows)
    return found[0] if found else None


async def first_or(error: Exception, tx: Tx, sql: str, values: Values | None = None) -> Row:
    """The same; the error where it finds none."""
    return found_or(await first(tx, sql, values), error)


async def number_of(tx: Tx, sql: str, values: Values | None = None, rows: Rows | None = None) -> int:
    """The one number that a statement reads; 0 where it finds no row, or none in it."""
    found = await first(tx, sql, values, rows)
    return int(next(iter(dict(found).values())) or 0) if found is not None else 0


@asynccontextmanager
async def savepoint(tx: Tx) -> AsyncIterator[None]:
    """SAVEPOINT in the SQL that both databases share."""
    await tx.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        await tx.execute("ROLLBACK TO SAVEPOINT part")
        await tx.execute("RELEASE SAVEPOINT part")
        raise
    await tx.execute("RELEASE SAVEPOINT part")
