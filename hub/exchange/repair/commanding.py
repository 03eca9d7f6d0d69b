"""One transaction for a person's command: what the database cannot settle becomes an answer that may be asked again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.errors import StoreUnavailable
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Tx


@asynccontextmanager
async def command(store: Store) -> AsyncIterator[Tx]:
    """Write, or raise StoreUnavailable. If the reply to the commit was lost, the same command shows what became of it:
    a repair that was made is named by the conflict, and one that was decided is no longer in its old state.
    """
    try:
        async with store.write() as tx:
            yield tx
    except (Collision, CommitUnknown, TryAgain) as crossed:
        raise StoreUnavailable(type(crossed).__name__) from crossed
