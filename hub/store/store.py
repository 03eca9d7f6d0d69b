"""The Store port: where transactions come from, whatever the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from hub.errors import Refused, Words
from hub.store.tx import Tx
from hub.store.vouching import Vouching


class CommitUnknown(Exception):
    """The reply to COMMIT was lost: the work may or may not be stored. Read back before answering."""


class Collision(Exception):
    """A unique key was already there: another transaction was quicker."""


class TryAgain(Exception):
    """The database gave up this transaction for another's sake (deadlock, lock timeout); the same may be run again."""


class NotStorable(Refused):
    """A value that no column holds, as a number beyond 64 bits or a text with NUL; nothing was stored (HTTP 422)."""

    def __init__(self) -> None:
        super().__init__("hub.not_storable", _NOT_STORABLE, status=422)


_NOT_STORABLE = Words(
    "Sorğuda bazanın saxlaya bilmədiyi dəyər var: çox böyük ədəd və ya sıfır baytlı mətn.",
    "The request has a value that cannot be kept: a number that is too large, or a text with a zero byte.",
)


class Store(Protocol):
    """A database. `write` commits at the end of its block, `read` sees what is committed; who opened it closes it.

    Errors are StoreUnavailable, CommitUnknown, Collision, TryAgain or NotStorable. `vouching` is set by who opens
    the data keys, which lie in the database.
    """

    vouching: Vouching

    @property
    def name(self) -> str: ...
    @property
    def writers(self) -> int:
        """How many transactions may write at a time: 1 for SQLite."""
        ...

    def write(self) -> AbstractAsyncContextManager[Tx]: ...
    def read(self) -> AbstractAsyncContextManager[Tx]: ...
    async def aclose(self) -> None: ...


@asynccontextmanager
async def snapshot(store: Store) -> AsyncIterator[Tx]:
    """Reads that all see the store as it was at the first of them; nothing can be written."""
    async with store.read() as tx:
        await tx.execute("BEGIN {snapshot}")
        try:
            yield tx
        finally:
            await tx.execute("ROLLBACK")
