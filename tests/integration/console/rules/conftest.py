"""The room of law behind the real server, on SQLite and on PostgreSQL; people come with their cookies."""

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
from tests.integration.api.served import Served
from tests.integration.documents.conftest import Office, an_office

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Console:
    """People at the console; `office` are the same people at the API."""

    office: Office

    @property
    def served(self) -> Served:
        return self.office.served

    async def get(self, who: str, path: str, lang: str = "en") -> httpx.Response:
        return await self.served.client.get(f"/console{path}", headers=_cookies(who, lang))

    async def post(
        self,
        who: str,
        path: str,
        fields: Mapping[str, str] | list[tuple[str, str]],
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> httpx.Response:
        """A form, sent as the console's own pages send it."""
        pairs = [("csrf", proof(f"sandbox-{who}")), *(fields.items() if isinstance(fields, Mapping) else fields)]
        headers = _cookies(who, "en")
        if files:
            return await self.served.client.post(
                f"/console{path}", data=dict(pairs), files=dict(files), headers=headers
            )
        headers["content-type"] = "application/x-www-form-urlencoded"
        return await self.served.client.post(f"/console{path}", content=urlencode(pairs), headers=headers)


def _cookies(who: str, lang: str) -> dict[str, str]:
    return {"cookie": f"hub_session=sandbox-{who}; hub_lang={lang}"}


def text(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


def fields_of(page: str, action: str = "") -> list[tuple[str, str]]:
    """The fields of a form as a browser sends them: inputs, ticked boxes, chosen options, text areas."""
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}' in part)
    found: list[tuple[str, str]] = []
    for tag in re.finditer(
        r"<input(?P<input>[^>]*)>|<select(?P<select>[^>]*)>(?P<options>.*?)</select>"
        r"|<textarea(?P<area>[^>]*)>(?P<text>.*?)</textarea>",
        form,
        re.DOTALL,
    ):
        at = {
            key: html.unescape(value)
            for key, value in re.findall(r'([\w-]+)="([^"]*)"', tag["input"] or tag["select"] or tag["area"] or "")
        }
        if "name" not in at or at["name"] == "csrf" or at.get("type") == "file":
            continue
        if at.get("type") in ("checkbox", "radio") and not re.search(r"\schecked", tag["input"]):
            continue
        value = at.get("value", "on" if at.get("type") == "checkbox" else "")
        if tag["options"] is not None:
            options = re.findall(r'<option value="([^"]*)"([^>]*)>', tag["options"])
            value = next((each for each, more in options if "selected" in more), options[0][0] if options else "")
        elif tag["text"] is not None:
            value = tag["text"].removeprefix("\n")
        found.append((at["name"], html.unescape(value)))
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    async with an_office(settings) as office:
        yield Console(office)
