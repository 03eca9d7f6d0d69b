"""A statement that PostgreSQL cancels for its time is asked for again, not an unexpected failure."""

from __future__ import annotations

import pytest

from hub.store.postgres import PostgresStore
from hub.store.store import TryAgain


async def test_a_cancelled_statement_may_be_run_again(postgres_url: str) -> None:
    store = await PostgresStore.open(postgres_url, connections=2)
    try:
        with pytest.raises(TryAgain):
            async with store.read() as tx:
                await tx.fetch("SELECT set_config('statement_timeout', '50', false)")
                await tx.fetch("SELECT pg_sleep(5)")
        with pytest.raises(TryAgain):
            async with store.write() as tx:
                await tx.fetch("SELECT set_config('statement_timeout', '50', true)")
                await tx.fetch("SELECT pg_sleep(5)")
    finally:
        await store.aclose()
