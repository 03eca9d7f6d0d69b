"""The committee's people with their phones: an office whose hub a simulated phone can reach."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from connectors.agencies.sima.twin.phone import Card, ScannedContract
from connectors.sandbox import hub_credentials
from connectors.seed_officials import FINS, NAMES
from document_flow.people import StandIn
from hub.documents.office.directory import add_stand_in
from hub.settings import Settings
from tests.integration.documents.conftest import Office, an_office
from tests.sandbox import RunningSandbox, free_port

LETTER = "application/vnd.qayidis.letter+json"


@dataclass(frozen=True, slots=True)
class Phones:
    """An office beside a sandbox; `scan` is what a person does with a link."""

    office: Office
    sandbox: RunningSandbox

    async def scan(self, login: str, link: str, **more: str) -> tuple[int, dict[str, Any]]:
        order = {"link": link, "person": FINS[login], **more}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.post(f"{self.sandbox.url}/_sandbox/sima/scan", json=order)
            return answer.status_code, answer.json()

    async def ask(self, who: str, letter: dict[str, Any], key: str = "", **more: Any) -> httpx.Response:
        body = {"document": letter["id"], "expected_version": letter["version"], "provider": "sima", **more}
        return await self.office.post(who, "/v1/signatures", body, key)

    async def asked(self, who: str, letter: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = await self.ask(who, letter, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def session(self, who: str, session: dict[str, Any]) -> dict[str, Any]:
        return dict((await self.office.get(who, f"/v1/signatures/{session['id']}")).json())

    async def letter(self, letter: dict[str, Any], who: str = "fuad") -> dict[str, Any]:
        return dict((await self.office.get(who, f"/v1/documents/{letter['id']}")).json())

    async def at_the_head(self, signatory: str = "fuad") -> dict[str, Any]:
        """A letter that the head is to sign, approved and registered."""
        office = self.office
        text = "Ağalı kəndinə 40 ailə qayıdır."
        source = {"addressee": {"body": "Nümunə Nazirliyi"}, "text": text, "signatory": signatory}
        sha256 = await office.store("rauf", json.dumps(source).encode())
        files = [{"name": "mektub.json", "mime": LETTER, "sha256": sha256, "main": True}]
        letter = await office.begin("rauf", recipients=["97"], files=files)
        letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 10})
        for who in ("nigar", "elcin"):
            letter = await office.act(who, letter, "path", "approve", content_hash=letter["content_hash"])
        return await office.step("sevinc", letter, "register", file="01-05")

    async def stands_in(self, acting: str, principal: str) -> None:
        """From yesterday on, by an order."""
        today = datetime.now(UTC).date()
        hub = self.office.served.hub
        first, last = today - timedelta(days=1), today + timedelta(days=9)
        async with hub.store.write() as tx:
            await add_stand_in(tx, hub.sealer, StandIn(principal, acting, first, last, "əmr 1"))
        hub.office.documents.staff.forget()

    async def card(self, login: str, name: str = "") -> tuple[Card, str]:
        """A certificate of the person's own, with its serial number: a phone that the test holds in its hand."""
        order = {"name": name or NAMES[login], "identifier": FINS[login], "kind": "person", "key": "ec"}
        async with httpx.AsyncClient(trust_env=False) as client:
            issued = await client.post(f"{self.sandbox.url}/_sandbox/authority/issue", json=order)
        opened = load_pkcs12(issued.content, b"sandbox")
        assert isinstance(opened.key, ec.EllipticCurvePrivateKey)
        assert opened.cert is not None
        return Card(opened.key, opened.cert.certificate), issued.headers["x-serial"]

    async def fetch(self, card: Card, link: str) -> tuple[ScannedContract, httpx.Response]:
        contract = ScannedContract.read(link, hub_credentials("sima"))
        url = httpx.URL(contract.address)
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return contract, await client.get(url, headers=card.headers(url.raw_path))

    async def call_back(self, card: Card, contract: ScannedContract, content: bytes) -> httpx.Response:
        """Sign and tell; each call makes another signature."""
        body = await card.answer(contract, content)
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return await client.post(contract.client["Callback"], content=body, headers=card.headers(body))


@asynccontextmanager
async def phones_beside(folder: Path, **more: Any) -> AsyncIterator[Phones]:
    """A sandbox and a hub that knows its own address."""
    with RunningSandbox.start(folder / "sandbox") as sandbox:
        settings = Settings(
            data=folder / "data",
            hash_key="test-hash-key-" * 3,
            sandbox=True,
            min_free_bytes=0,
            lang="en",
            port=free_port(),
            sandbox_url=sandbox.url,
            **more,
        )
        async with an_office(settings) as office:
            yield Phones(office, sandbox)


async def until(session: Any, state: str, seconds: float = 40.0) -> dict[str, Any]:
    """Wait for a session's state; `session` is what reads it."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        shown: dict[str, Any] = await session()
        if shown["state"] == state:
            return shown
        await asyncio.sleep(0.2)
    raise AssertionError(f"{await session()} is not {state}")
