"""One hub with something of everything in it, made through its own doors: agencies answer that they refuse."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from hub.app import on_duty, working
from hub.settings import AgencySettings
from hub.watch.paces import note_paces
from tests.hubs import eventually, settings_for
from tests.integration.api.served import Served, served
from tests.integration.console.documents.conftest import Console
from tests.integration.documents.conftest import Office

FETCHING = {"azerishiq": AgencySettings(handover="/replies")}
_REFUSAL = b'{"error":"not_found"}'
_ANSWER = (
    b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
)


@dataclass(frozen=True, slots=True)
class House:
    """`office` speaks to the API in people's names, `console` reads and sends pages, `names` are ids by what for."""

    served: Served
    office: Office
    console: Console
    names: dict[str, str]

    async def tell(self, party: str, path: str, body: Mapping[str, Any] | bytes, **headers: str) -> dict[str, Any]:
        """A party hands something over."""
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        answer = await self.served.post(path, raw, f"sandbox-{party}", **headers)
        assert answer.is_success, answer.text
        return dict(answer.json())

    async def do(self, who: str, path: str, form: str, **typed: Any) -> str:
        """Send the form of a page whose id or action ends like that; where it leads, without /console."""
        page = await self.console.get(who, path)
        found = [each for each in page.forms if each.id == form or each.action.partition("?")[0].endswith(form)]
        assert found, f"{form} is not on {path} for {who}: {[(each.id, each.action) for each in page.forms]}"
        answer = await self.console.send(who, found[0], **typed)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text[-3000:]}"
        return str(answer.headers["location"]).removeprefix("/console")

    async def settled(self) -> None:
        """Wait until nothing is on its way but what waits behind a failure, and all of it is in the evidence log."""
        await eventually(self._rests, what="what was told is settled")

    async def _rests(self) -> bool:
        async with self.served.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('due', 'delivering', 'retrying'))"
                " + (SELECT count(*) FROM messages WHERE state = 'splitting')"
                " + (SELECT count(*) FROM evidence_leaves WHERE seq IS NULL) AS n"
            )
        return bool(rows[0]["n"] == 0)


@asynccontextmanager
async def refusing_agencies() -> AsyncIterator[str]:
    """The address of agencies that know nobody."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].split(b"\r\n")[0].strip()
        await reader.readexactly(int(length or 0))
        writer.write(_ANSWER % (len(_REFUSAL), _REFUSAL))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def a_house(data: Path) -> AsyncIterator[House]:
    """A hub that serves and does not work by itself: see `at_work`."""
    async with (
        refusing_agencies() as agencies,
        served(settings_for(data, port=0, sandbox_url=agencies, agencies=FETCHING)) as made,
        httpx.AsyncClient(base_url=made.url, trust_env=False, timeout=30) as client,
    ):
        yield House(made, Office(made), Console(made.hub, client), {})


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[None]:
    """Duties and a worker, until what was told meanwhile is settled and in the evidence log."""
    store = house.served.hub.store
    await note_paces(store)  # whatever comes is counted from here on, however late the duty first looks
    async with on_duty(house.served.hub), working(house.served.hub):
        yield
        await house.settled()
    await note_paces(store)
