"""The work lists behind the real server with its worker and duties, on SQLite and on PostgreSQL."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from hub.console.viewer import proof
from hub.settings import Settings
from hub.store.tx import Row
from tests.hubs import eventually, settings_for
from tests.integration.api.served import ACTS, Served, act, served

_TAG = re.compile(r"<[^>]+>")
MEIS = "/v1/messages/meis.person.v3"


@dataclass(frozen=True, slots=True)
class Lists:
    """People at the lists, and agencies that send."""

    served: Served

    async def get(self, who: str, path: str, lang: str = "en") -> httpx.Response:
        return await self.served.client.get(f"/console{path}", headers=_cookies(who, lang))

    async def post(self, who: str, path: str, **fields: str) -> httpx.Response:
        headers = {**_cookies(who, "en"), "content-type": "application/x-www-form-urlencoded"}
        content = urlencode({"csrf": proof(f"sandbox-{who}"), **fields})
        return await self.served.client.post(f"/console{path}", content=content, headers=headers)

    async def send_act(self, number: int, gender: str = "X") -> str:
        """A civil act of an invented person, whose gender the table of the ministry may lack."""
        sent = act(f"e-{number}")
        sent["subjects"][0]["gender"] = gender
        answer = await self.served.post(ACTS, sent)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["message_id"])

    async def send_person(self, number: int, sex: Any = 3) -> str:
        """A person of the social register, whose sex is written as a number."""
        sent = {"fin_kod": "94FMDDD", "sorgu_id": f"s-{number}", "soyad": "Ismayilova", "ad": "Gulnare", "cinsi": sex}
        answer = await self.served.post(MEIS, sent, "sandbox-meis")
        assert answer.status_code == 202, answer.text
        return str(answer.json()["message_id"])

    async def mark(self) -> str:
        """The page of the only code in the list."""
        found = set(re.findall(r"/failures/codes/(k1_[0-9a-f]{32})", (await self.get("lale", "/failures/codes")).text))
        assert len(found) == 1
        return str(found.pop())

    async def proposed(self, who: str = "lale", meaning: str = "1") -> str:
        """A proposal for the only code; its page in the book."""
        mark = await self.mark()
        answer = await self.post(who, f"/failures/codes/{mark}", meaning=meaning, source="Letter 12-3 of 2026-11-02")
        assert answer.status_code == 303, text(answer, answer.status_code)
        page = (await self.get(who, f"/failures/codes/{mark}")).text
        return str(re.findall(r"/console(/failures/codes/book/[0-9a-f]{32})", page)[0])

    async def state(self, message: str) -> str:
        return str((await self.rows("SELECT state FROM messages WHERE id = :id", id=message))[0]["state"])

    async def rows(self, sql: str, **values: Any) -> list[Row]:
        async with self.served.hub.store.read() as tx:
            return list(await tx.fetch(sql, values))

    async def understood(self, *messages: str) -> None:
        """Wait until none of them is in quarantine any more."""

        async def gone() -> bool:
            return not any([await self.state(message) == "quarantined" for message in messages])

        await eventually(gone, what="the reprocessing of what waited")


def _cookies(who: str, lang: str) -> dict[str, str]:
    return {"cookie": f"hub_session=sandbox-{who}; hub_lang={lang}"}


def text(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def lists(settings: Settings) -> AsyncIterator[Lists]:
    async with served(settings, works=True) as made:
        yield Lists(made)
