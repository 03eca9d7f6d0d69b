"""The office's rooms on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.settings import Settings
from tests.hubs import settings_for
from tests.integration.console.desks import Desks
from tests.integration.documents.conftest import an_office


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def desks(settings: Settings) -> AsyncIterator[Desks]:
    async with an_office(settings) as office:
        yield Desks(office)
