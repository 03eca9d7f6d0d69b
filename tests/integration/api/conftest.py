"""Every test of the API runs on SQLite and on PostgreSQL, behind the real HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.app import Hub
from hub.commands.servers.tls import server_tls
from hub.settings import Settings
from tests.authority import Authority
from tests.hubs import settings_for
from tests.integration.api.clients import over_tls
from tests.integration.api.served import Served, served


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {
        "formats": (Path(__file__).parent / "formats",),
        "routes": ("routes", "tests.integration.api.note_routes"),
    }
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[Served]:
    """Accepts and keeps; nothing is delivered."""
    async with served(settings) as made:
        yield made


@pytest.fixture
async def working_api(settings: Settings) -> AsyncIterator[Served]:
    """Accepts and applies to the register; no agency answers."""
    async with served(settings, works=True) as made:
        yield made


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Who gives certificates, and issues others than ours."""
    return Authority(tmp_path)


@pytest.fixture
async def url(hub: Hub, settings: Settings) -> AsyncIterator[str]:
    """The test's hub over TLS of its own."""
    tls = server_tls(settings)
    assert tls is not None
    async with over_tls(hub, settings, tls) as address:
        yield address
