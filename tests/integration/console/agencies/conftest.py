"""The overview and the agencies behind the real server, on SQLite and on PostgreSQL; people come with their cookies."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from hub.console.viewer import proof
from hub.settings import Settings
from tests.hubs import settings_for
from tests.integration.api.served import Served, served

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Console:
    """People at the console of one hub."""

    served: Served

    async def get(self, who: str, path: str, lang: str = "en") -> httpx.Response:
        headers = {"cookie": f"hub_session=sandbox-{who}; hub_lang={lang}"}
        return await self.served.client.get(f"/console{path}", headers=headers)

    async def post(self, who: str, path: str, **fields: str) -> httpx.Response:
        """A form, as the console's own pages send it."""
        sent: Mapping[str, str] = {"csrf": proof(f"sandbox-{who}"), **fields}
        return await self.served.client.post(
            f"/console{path}",
            content=urlencode(sent),
            headers={
                "cookie": f"hub_session=sandbox-{who}; hub_lang=en",
                "content-type": "application/x-www-form-urlencoded",
            },
        )


def text(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text[:2000]
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    """Accepts and keeps; nothing is delivered unless a test does it."""
    async with served(settings) as made:
        yield Console(made)
