"""A hub behind its real HTTP server, and small ways to speak to it."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from hub.app import Hub
from hub.commands.servers.serving import listen, serving, url_of
from hub.serving import make_api
from hub.settings import Settings
from tests.hubs import running_hub
from tests.integration.api.declared import Declared

ACTS = "/v1/messages/justice.civil-act.v1"
SUBSCRIBERS = "/v1/messages/azeriqaz.subscriber.v1"
NOTES = "/v1/messages/test.note.v1"
NOTE = {"fin": "7ABCD12", "surname": "Quliyeva"}
RECORDS = "/v1/messages/hub.records.v1"
_TRUST = ssl.create_default_context()
"""Read once: a client that is given none reads the authorities of the machine, also where it speaks no TLS."""
TABLES = (
    "messages",
    "message_bodies",
    "message_keys",
    "idempotency_keys",
    "deliveries",
    "lanes",
    "lane_entries",
    "evidence_leaves",
)


@dataclass(frozen=True, slots=True)
class Served:
    """`client` speaks to the server at `url`; `hub` is what serves."""

    hub: Hub
    url: str
    client: httpx.AsyncClient

    async def post(
        self, path: str, body: bytes | dict[str, Any], key: str = "sandbox-edliyye", **headers: str
    ) -> httpx.Response:
        """Send one message; header names are given with underscores."""
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, content=raw, headers={**as_party(key), **sent})

    async def get(self, path: str, party: str = "sandbox-committee", **params: str | int) -> httpx.Response:
        """Read something."""
        return await self.client.get(path, headers=as_party(party), params=params)

    async def stored(self) -> dict[str, int]:
        """How many rows each table of T1 has."""
        async with self.hub.store.read() as tx:
            return {table: (await tx.fetch(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in TABLES}

    async def raw(self, request: bytes, *, parts: tuple[bytes, ...] = ()) -> bytes:
        """What the server answers to these very bytes, until it closes the connection or falls silent."""
        host, port = self.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            writer.write(request)
            for part in parts:
                writer.write(part)
                await writer.drain()
            return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        finally:
            writer.close()


def as_party(key: str) -> dict[str, str]:
    """The headers of a party that reads English."""
    return {"Authorization": f"Bearer {key}", "Accept-Language": "en"}


@asynccontextmanager
async def served(settings: Settings, *, works: bool = False) -> AsyncIterator[Served]:
    """The hub on a free port."""
    async with running_hub(settings, works=works) as hub:
        listener = listen(settings)
        url, app = url_of(listener), make_api(hub)
        hooks: dict[str, list[Any]] = {"response": [Declared(app)]}
        async with (
            serving(app, listener),
            httpx.AsyncClient(base_url=url, verify=_TRUST, trust_env=False, timeout=10, event_hooks=hooks) as client,
        ):
            yield Served(hub, url, client)


def act(event: str = "e-1", **changes: Any) -> dict[str, Any]:
    """A change of name of an invented person."""
    subject = {
        "role": "PERSON",
        "pin": "7ABCD12",
        "firstName": "Aysel",
        "lastName": "Quliyeva",
        "fatherName": "Orxan",
        "gender": "F",
        "birthDate": "1990-05-01T00:00:00+04:00",
    }
    return {
        "eventId": event,
        "eventType": "NAME_CHANGE",
        "actNumber": "AB-0000001/2026",
        "actDate": "2026-01-05T00:00:00+04:00",
        "subjects": [subject],
        **changes,
    }
