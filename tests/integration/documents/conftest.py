"""Documents are tested over HTTP, behind the real server, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from document_flow.documents.acts.sign import Sign
from document_flow.documents.facts import FileRef, Signature
from hub.documents.acting.service import Given
from hub.settings import Settings
from tests.hubs import settings_for
from tests.integration.api.served import Served, served

PDF = b"%PDF-1.7 a letter"
SIGNED = b"%PDF-1.7 the same letter, signed"


@dataclass(frozen=True, slots=True)
class Office:
    """People at their desks: every call is somebody's, under a key of its own unless one is given.

    `their_numbers` are those that the simulated ministry's next papers bear.
    """

    served: Served
    their_numbers: Iterator[int] = field(default_factory=lambda: itertools.count(12))

    async def post(self, who: str, path: str, body: dict[str, Any] | bytes, key: str = "") -> httpx.Response:
        headers = {
            "authorization": f"Bearer sandbox-{who}",
            "idempotency-key": key or uuid4().hex,
            "accept-language": "en",
        }
        if isinstance(body, bytes):
            return await self.served.client.post(path, content=body, headers=headers)
        return await self.served.client.post(path, json=body, headers=headers)

    async def get(self, who: str, path: str, **params: str | int) -> httpx.Response:
        headers = {"authorization": f"Bearer sandbox-{who}", "accept-language": "en"}
        return await self.served.client.get(path, headers=headers, params=params)

    async def store(self, who: str, raw: bytes) -> str:
        answer = await self.post(who, "/v1/documents/files", raw)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sha256"])

    async def begin(self, who: str, kind: str = "outgoing", raw: bytes = PDF, **more: Any) -> dict[str, Any]:
        sha256 = await self.store(who, raw)
        body = {
            "kind": kind,
            "title": "Ağalı kəndinə qayıdış haqqında",
            "unit": "qayidis",
            "files": [{"name": "mektub.pdf", "mime": "application/pdf", "sha256": sha256, "main": True}],
            **more,
        }
        answer = await self.post(who, "/v1/documents", body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def path(self, source: str, who: str = "sevinc", second: str = "nigar") -> dict[str, Any]:
        """A path's next version, proposed by one and agreed to by another."""
        made = await self.post(who, "/v1/paths", {"source": source})
        assert made.status_code == 201, made.text
        agreed = await self.post(second, f"/v1/directory/proposals/{made.json()['proposal']}/agree", {})
        assert agreed.status_code == 200, agreed.text
        return dict(made.json())

    async def signed(self, who: str, **more: Any) -> dict[str, Any]:
        """A letter of that person that went its whole path: registered, signed by the head, sealed."""
        letter = await self.begin(who, **more)
        letter = await self.step(who, letter, "submit", path="outgoing-letter", facts={"amount": 100})
        for login in ("orxan", "elcin"):
            letter = await self.act(login, letter, "path", "approve", content_hash=letter["content_hash"])
        letter = await self.step("sevinc", letter, "register", file="01-05")
        for login, manner in (("fuad", "sign"), ("sevinc", "seal")):
            await self._signs(login, letter, manner)
        return dict((await self.get("sevinc", f"/v1/documents/{letter['id']}")).json())

    async def _signs(self, who: str, letter: dict[str, Any], manner: Any) -> None:
        documents = self.served.hub.office.documents
        stored = await documents.content.keep(SIGNED + manner.encode())
        signature = Signature(
            session=uuid4().hex,
            manner=manner,
            by=who,
            signer=f"NÜMUNƏ {who}",
            file=FileRef("sened.pdf", "application/pdf", stored.size, stored.sha256, main=True),
            content_hash=letter["content_hash"],
            at=datetime.now(UTC),
            sample=True,
        )
        await documents.act(who, letter["id"], Sign(by=who, signature=signature), Given(uuid4().hex))

    async def opens(self, who: str, document: dict[str, Any]) -> None:
        """Fetch the present text, as somebody does who reads it."""
        address = f"/v1/documents/{document['id']}"
        shown = (await self.get(who, address)).json()
        (main,) = (file["sha256"] for file in shown["versions"][-1]["files"] if file["main"])
        assert (await self.get(who, f"{address}/files/{main}")).status_code == 200

    async def act(self, who: str, document: dict[str, Any], on: str, kind: str, **act: Any) -> dict[str, Any]:
        answer = await self.try_act(who, document, on, kind, **act)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def try_act(self, who: str, document: dict[str, Any], on: str, kind: str, **act: Any) -> httpx.Response:
        body = {"on": on, "act": {"kind": kind, **act}, "expected_version": document["version"]}
        return await self.post(who, f"/v1/documents/{document['id']}/acts", body)

    async def step(self, who: str, document: dict[str, Any], name: str, **body: Any) -> dict[str, Any]:
        path = f"/v1/documents/{document['id']}/{name}"
        answer = await self.post(who, path, {"expected_version": document["version"], **body})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@asynccontextmanager
async def an_office(settings: Settings) -> AsyncIterator[Office]:
    async with served(settings, works=True) as made:
        yield Office(made)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    async with an_office(settings) as made:
        yield made
