"""The committee's people at the console: each reads pages and sends the forms that stand on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hub.app import Hub
from hub.serving import make_api
from hub.settings import Settings
from tests.hubs import running_hub, settings_for
from tests.integration.console.documents.reading import PageReader, ReadForm

PDF = b"%PDF-1.7 a letter"


@dataclass(frozen=True, slots=True)
class Console:
    """Pages in English. `post` sends a form as it stands on a page, with what somebody typed into it."""

    hub: Hub
    client: httpx.AsyncClient

    async def get(self, who: str, path: str, status: int = 200) -> PageReader:
        answer = await self.answer(who, path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return PageReader(answer.text)

    async def answer(self, who: str, path: str) -> httpx.Response:
        address = path if path.startswith("/console") else f"/console{path}"
        return await self.client.get(address, headers=self._headers(who))

    async def send(self, who: str, form: ReadForm, files: Any = None, **typed: Any) -> httpx.Response:
        """What the browser would send; `typed` names fields without the `f-`."""
        known = {name: f"f-{name}" if f"f-{name}" in form.names else name for name in typed}
        fields = form.fields | {known[name]: value for name, value in typed.items()}
        return await self.client.post(form.action, data=fields, files=files, headers=self._headers(who))

    async def act(self, who: str, document: str, act: str, **typed: Any) -> PageReader:
        """Do an act from the document's page; the page after it."""
        form = (await self.get(who, f"/documents/{document}")).form(f"act-{act}")
        answer = await self.send(who, form, **typed)
        assert answer.status_code == 303, PageReader(answer.text).text
        return await self.get(who, answer.headers["location"])

    async def api(self, who: str, path: str, body: dict[str, Any] | bytes) -> dict[str, Any]:
        """Something that is there before the test begins."""
        headers = {"authorization": f"Bearer sandbox-{who}", "idempotency-key": uuid4().hex}
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await self.client.post(path, headers=headers, **sent)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    async def begin(self, who: str, kind: str = "outgoing", **more: Any) -> str:
        """A document with a PDF; its id."""
        stored = await self.api(who, "/v1/documents/files", PDF)
        body = {
            "kind": kind,
            "title": "Ağalı kəndinə qayıdış haqqında",
            "unit": "qayidis",
            "files": [{"name": "mektub.pdf", "mime": "application/pdf", "sha256": stored["sha256"], "main": True}],
            **({"recipients": ["97"]} if kind == "outgoing" else {}),
            **more,
        }
        return str((await self.api(who, "/v1/documents", body))["id"])

    async def submitted(self, who: str = "rauf", **more: Any) -> str:
        """A letter that has been sent on its path; its id."""
        document = await self.begin(who, **more)
        page = await self.get(who, f"/documents/{document}")
        form = next(each for each in page.forms if each.fields.get("act") == "submit" and "f-fact-amount" in each.names)
        assert (await self.send(who, form, **{"fact-amount": "100"})).status_code == 303
        return document

    @staticmethod
    def _headers(who: str) -> dict[str, str]:
        return {"cookie": f"hub_session=sandbox-{who}; hub_lang=en"}


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", **more)


@pytest.fixture
async def console(settings: Settings) -> AsyncIterator[Console]:
    async with running_hub(settings) as hub:
        transport = httpx.ASGITransport(app=make_api(hub))
        async with httpx.AsyncClient(transport=transport, base_url="http://hub.test", timeout=30) as client:
            yield Console(hub, client)
