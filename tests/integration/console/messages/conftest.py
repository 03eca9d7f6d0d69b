"""The room of messages behind the real server, on SQLite and on PostgreSQL; people come with their cookies."""

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
from tests.integration.api.served import ACTS, SUBSCRIBERS, Served, act, served

_TAG = re.compile(r"<[^>]+>")
SUBSCRIBER = (
    '<AbonentMelumati xmlns="urn:azeriqaz:abonent:v1"><SorguId>q-1</SorguId><AbonentKodu>3000004137</AbonentKodu>'
    "<FIN>7ABCD12</FIN><Soyad>Quliyeva</Soyad><Ad>Aysel</Ad></AbonentMelumati>"
)


@dataclass(frozen=True, slots=True)
class Console:
    """People at the console of a running hub."""

    served: Served

    async def get(self, who: str, path: str, lang: str = "en") -> httpx.Response:
        """A page."""
        return await self.served.client.get(f"/console{path}", headers=_cookies(who, lang))

    async def post(self, who: str, path: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """A form, sent as the console's own pages send it."""
        pairs = [("csrf", proof(f"sandbox-{who}")), *(fields or {}).items()]
        headers = {**_cookies(who, "en"), "content-type": "application/x-www-form-urlencoded"}
        return await self.served.client.post(f"/console{path}", content=urlencode(pairs), headers=headers)

    async def search(self, who: str, typed: str) -> httpx.Response:
        """What the search box is asked."""
        return await self.post(who, "/search", {"q": typed})

    async def act(self, event: str = "e-first", **changes: object) -> str:
        """A civil act that came; its id."""
        answer = await self.served.post(ACTS, act(event, **changes))
        assert answer.status_code == 202, answer.text
        return str(answer.json()["message_id"])

    async def subscriber(self) -> str:
        """A subscriber that the gas utility told of; its id."""
        answer = await self.served.post(SUBSCRIBERS, SUBSCRIBER.encode(), "sandbox-azeriqaz")
        assert answer.status_code == 202, answer.text
        return str(answer.json()["message_id"])

    async def fail(self, message: str, sent: str, received: str) -> str:
        """Let the message's first delivery have failed with this exchange; the delivery's id."""
        hub = self.served.hub
        async with hub.store.write() as tx:
            rows = await tx.fetch("SELECT id FROM deliveries WHERE message_id = :id", {"id": message})
            delivery: str = rows[0]["id"]
            await tx.execute(
                "UPDATE deliveries SET state = 'failed', tries = 1, error_code = 'agency.fault_client',"
                " error_detail = 'Soyad is wrong', fingerprint = '0123456789abcdef', settled_at = hub_now()"
                " WHERE id = :id",
                {"id": delivery},
            )
            await tx.execute(
                "UPDATE messages SET state = 'completed_with_failures', open_count = 0, bad_count = 1 WHERE id = :id",
                {"id": message},
            )
            await tx.many(
                "INSERT INTO attempts (delivery_id, number, fence, worker, started_at, ended_at, outcome, code, detail,"
                " http_status, late, sent_sealed, received_sealed)"
                " VALUES ($1, 1, 1, 'w', $2, $3, 'rejected', 'agency.fault_client', 'Soyad is wrong', 500, 0, $4, $5)",
                [
                    (
                        delivery,
                        await tx.now(),
                        await tx.now() + 4000,
                        hub.sealer.seal("attempts.sent", delivery, sent.encode(), 1),
                        hub.sealer.seal("attempts.received", delivery, received.encode(), 1),
                    )
                ],
            )
        return delivery


def _cookies(who: str, lang: str) -> dict[str, str]:
    return {"cookie": f"hub_session=sandbox-{who}; hub_lang={lang}"}


def text(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


def at(answer: httpx.Response) -> str:
    """Where an answer leads, within the console."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("/console")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    """Accepts and keeps; nothing is delivered."""
    async with served(settings) as made:
        yield Console(made)
