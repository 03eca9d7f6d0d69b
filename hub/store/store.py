"""The Store port: where transactions come from, whatever the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from hub.store.tx import Tx


class CommitUnknown(Exception):
    """The reply to COMMIT was lost: the work may or may not be stored. Read back before answering."""


class Collision(Exception):
    """A unique key was already there: another transaction was quicker."""


class TryAgain(Exception):
    """The database gave up this transaction for another's sake (deadlock, lock timeout); the same may be run again."""


class Store(Protocol):
    """A database. `write` commits at the end of its block, `read` sees what is committed; who opened it closes it.

    Errors are StoreUnavailable, CommitUnknown, Collision or TryAgain.
    """

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
