"""A statement that PostgreSQL cancels for its time is asked for again, not an unexpected failure."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import pytest

from hub.store.postgres import PostgresStore
from hub.store.store import TryAgain
from hub.store.tx import Tx


async def sleep_too_long(transaction: AbstractAsyncContextManager[Tx]) -> None:
    async with transaction as tx:
        await tx.fetch("SELECT set_config('statement_timeout', '50', false)")
        await tx.fetch("SELECT pg_sleep(5)")


async def test_how_long_a_statement_may_take_is_said_by_whoever_opens_the_store(postgres_url: str) -> None:
    store = await PostgresStore.open(postgres_url, connections=2, statement_s=0.05)
    try:
        with pytest.raises(TryAgain):
            async with store.read() as tx:
                await tx.fetch("SELECT pg_sleep(5)")
    finally:
        await store.aclose()


async def test_a_cancelled_statement_may_be_run_again(postgres_url: str) -> None:
    store = await PostgresStore.open(postgres_url, connections=2)
    try:
        for transaction in (store.read(), store.write()):
            with pytest.raises(TryAgain):
                await sleep_too_long(transaction)
    finally:
        await store.aclose()
