"""Every test of repairs runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from tests.identity_sealer import vouched
from tests.integration.repair.world import World, world_over
from tests.schemas import create_all


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store
    if request.param == "sqlite":
        await create_all(tmp_path / "hub.sqlite3")
        opened = await SqliteStore.open(tmp_path / "hub.sqlite3", SystemClock())
    else:
        url = request.getfixturevalue("postgres_url")
        await create_all(url)
        opened = await PostgresStore.open(url, connections=8)
    yield vouched(opened)
    await opened.aclose()


@pytest.fixture
async def world(store: Store, tmp_path: Path) -> AsyncIterator[World]:
    async with world_over(store, tmp_path) as made:
        yield made
        await made.counters_are_right()
