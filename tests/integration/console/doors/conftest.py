"""The console in the test's own process, on both databases, asked as a browser asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.app import Hub
from hub.console.viewer import LANG, SESSION, proof
from hub.serving import make_api
from hub.settings import Settings
from tests.hubs import running_hub, settings_for

BASE = "http://hub.test"


@dataclass(frozen=True, slots=True)
class Console:
    """A running hub's pages. `app` is the application that serves them."""

    hub: Hub
    app: Any

    @asynccontextmanager
    async def browser(self, login: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """A client that keeps cookies and reads English; as a sandbox person where a login is given."""
        cookies = {LANG: "en", **({SESSION: f"sandbox-{login}"} if login else {})}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=cookies) as client:
            yield client

    async def post(self, login: str, path: str, fields: dict[str, Any] | None = None) -> httpx.Response:
        """Send a form as this person, with the proof that the page carries."""
        async with self.browser(login) as client:
            return await client.post(path, data={"csrf": proof(f"sandbox-{login}"), **(fields or {})})

    async def get(self, login: str, path: str) -> httpx.Response:
        """Look at a page as this person."""
        async with self.browser(login) as client:
            return await client.get(path)


@asynccontextmanager
async def console_of(settings: Settings) -> AsyncIterator[Console]:
    """The pages of a hub that only serves."""
    async with running_hub(settings, works=False) as hub:
        yield Console(hub, make_api(hub))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    return settings_for(tmp_path / "data", **more)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    async with console_of(settings) as made:
        yield made
