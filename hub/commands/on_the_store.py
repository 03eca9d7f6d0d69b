"""What commands of parties and people do on the database itself: one transaction, with what seals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from hub.clock import SystemClock
from hub.commands.servers.running import ensure_schema, run_or_exit
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import open_store
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Tx

T = TypeVar("T")


def in_transaction(settings: Settings, work: Callable[[Tx, Sealer], Awaitable[T]]) -> T:
    """Run it in one transaction."""

    async def whole(store: Store, sealer: Sealer) -> T:
        async with store.write() as tx:
            return await work(tx, sealer)

    return over_store(settings, whole)


def over_store(
    settings: Settings, work: Callable[[Store, Sealer], Awaitable[T]], *, statement_s: float | None = None
) -> T:
    """Run it over the open store; `statement_s` as `open_store` takes it."""

    async def whole() -> T:
        await ensure_schema(settings)
        clock = SystemClock()
        async with aclosing(await open_store(settings, clock, statement_s=statement_s)) as store:
            return await work(store, await open_sealer(settings, store, clock))

    return run_or_exit(whole())
