"""An empty store on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.open import open_store
from hub.store.schema import create_all
from hub.store.store import Store
from tests.identity_sealer import vouched


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Each database in turn, with the schema."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = Settings(data=tmp_path, database_url=url)
    await create_all(settings)
    opened = await open_store(settings, SystemClock())
    yield vouched(opened)
    await opened.aclose()
