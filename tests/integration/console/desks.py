"""People at the console of a served hub, their forms as the console's own pages send them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from hub.console.viewer import proof
from tests.integration.documents.conftest import Office

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Desks:
    """Everybody of the sandbox at the console; `office` are the same people at the API."""

    office: Office

    async def get(self, who: str, path: str, lang: str = "en") -> httpx.Response:
        return await self.office.served.client.get(f"/console{path}", headers=_cookies(who, lang))

    async def post(self, who: str, path: str, **fields: str | list[str]) -> httpx.Response:
        sent = {"csrf": proof(f"sandbox-{who}"), **fields}
        headers = {**_cookies(who, "en"), "content-type": "application/x-www-form-urlencoded"}
        content = urlencode(sent, doseq=True)
        return await self.office.served.client.post(f"/console{path}", content=content, headers=headers)

    async def went(self, who: str, path: str, **fields: str | list[str]) -> str:
        """Send a form that is taken, and say where it leads, without /console."""
        answer = await self.post(who, path, **fields)
        assert answer.status_code == 303, text(answer, answer.status_code)
        return answer.headers["location"].removeprefix("/console")


def text(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


def says_word(word: str, said: str) -> bool:
    """Whether a word is said as one: three digits are within every fiftieth identifier too, by chance."""
    return re.search(rf"\b{re.escape(word)}\b", said) is not None


def _cookies(who: str, lang: str) -> Mapping[str, str]:
    return {"cookie": f"hub_session=sandbox-{who}; hub_lang={lang}"}
