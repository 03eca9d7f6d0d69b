"""Every test of the evidence runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.evidence.leaf import make_leaf, write_leaves
from hub.evidence.note import LogKey, trusted
from hub.evidence.sequencer import YOUNG, Sequencer
from hub.store.ids import new_id
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from tests.identity_sealer import vouched
from tests.schemas import create_all

KEY = LogKey("qayidis-hub/test", b"k" * 32)
KEYS = trusted([KEY.public])


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A file or a URL."""
    if request.param == "sqlite":
        return tmp_path / "hub.sqlite3"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def store(place: Path | str) -> AsyncIterator[Store]:
    await create_all(place)
    opened: Store = (
        await PostgresStore.open(place) if isinstance(place, str) else await SqliteStore.open(place, SystemClock())
    )
    yield vouched(opened)
    await opened.aclose()


async def write(store: Store, count: int, kind: str = "delivery.delivered", age: int = YOUNG) -> None:
    """Leaves that are old enough to be merged."""
    async with store.write() as tx:
        at = await tx.now() - age
        await write_leaves(
            tx,
            [
                make_leaf(kind, new_id(), at, message=new_id(), destination="meis.person.update", attempt=number)
                for number in range(count)
            ],
        )


async def grow(store: Store, *steps: int) -> None:
    """A log with a head after each step."""
    for step in steps:
        await write(store, step)
        await asyncio.sleep(0.001)
        await Sequencer(store, KEY).merge()
