"""A hub on each database in turn, and small meter files."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from connectors.rest.calling import content_digest
from hub.app import Hub
from hub.exchange.files.intake import FileSubmission
from hub.exchange.model import Accepted
from hub.register.store import RegisterStore
from hub.serving import make_api
from hub.settings import Settings
from hub.store.tx import Row
from tests.hubs import eventually, settings_for

FORMAT = "azerishiq.meter-file.v1"
HEADER = (
    "ABONENT_KODU;SAYGAC_NO;SOYADI_ADI_ATASININ_ADI;FIN;RAYON;UNVAN;MK;NEFER_SAYI;LIMIT_KVT;AY;ILKIN_GOST;SON_GOST;"
    "SERF;MEBLEG;BORC"
)
OPEN = ("splitting", "in_progress")


def row(number: int, *, kwh: int = 10, name: str = "Ismayilova G?lnar? ?li q", fin: str = "94fmddd ") -> str:
    """A good row of subscriber `number`."""
    return (
        f"07{number:011d};00451233;{name};{fin};Zangilan r-nu;Masazir q. 14/27;1;5;1500;03.26;100;{100 + kwh};{kwh}"
        ";117,90;-12,40"
    )


def meter_file(*rows: str, total: int | None = None) -> bytes:
    """A whole file; the sum is that of the rows' figures, as far as they are figures."""
    figures = [cells[12] for cells in (each.split(";") for each in rows) if len(cells) == 15]
    added = sum(int(figure) for figure in figures if figure.isdigit())
    lines = [HEADER, *rows, f"CEMI;;;;;;;;;;;;{added if total is None else total};;", ""]
    return "\r\n".join(lines).encode("cp1254")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a hub without agencies on each database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settings_for(tmp_path / "data", database_url=url)


def submission(raw: bytes, name: str) -> FileSubmission:
    """A file as its agency hands it over."""

    async def parts() -> AsyncIterator[bytes]:
        yield raw

    return FileSubmission("azerishiq", FORMAT, name, content_digest(raw), parts())


async def hand_over(hub: Hub, raw: bytes, name: str = "AZI_MK_20260331_01.csv") -> Accepted:
    """Give the hub a file."""
    return await hub.files.accept(submission(raw, name))


async def file_of(hub: Hub, message: str) -> Row:
    """The file's counters and its message's state."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT f.*, m.state FROM files f JOIN messages m ON m.id = f.message_id WHERE f.message_id = :id",
            {"id": message},
        )
    return rows[0]


async def finished(hub: Hub, message: str) -> Row:
    """Wait for the end of a file."""

    async def ended() -> bool:
        return (await file_of(hub, message))["state"] not in OPEN

    await eventually(ended, what="the end of the file")
    return await file_of(hub, message)


def counters(file: Row) -> tuple[int, int, int, int]:
    """Done, bad, put apart, superseded; what does not come to the total is a defect of its own."""
    found = (file["rows_done"], file["rows_bad"], file["rows_waiting"], file["rows_superseded"])
    assert sum(found) == file["rows_total"]
    return found


async def accounts(hub: Hub) -> dict[str, dict[str, object]]:
    """Every utility account by subscriber code."""
    store = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT e.* FROM entities e WHERE e.kind = 'utility_account'")
    found = [dict(store.entity(each).attributes) for each in rows]
    assert len({each["subscriber_code"] for each in found}) == len(found)
    return {str(each["subscriber_code"]): each for each in found}


@dataclass(frozen=True, slots=True)
class Api:
    """The hub's HTTP side."""

    client: httpx.AsyncClient

    async def put(self, raw: bytes, name: str = "AZI_MK_20260331_01.csv", **headers: str) -> httpx.Response:
        """POST a file with the digest of its bytes, unless told otherwise."""
        given = {"Content-Digest": content_digest(raw), **headers}
        return await self.client.post(f"/v1/files/{FORMAT}", params={"name": name}, content=raw, headers=given)


def api_of(hub: Hub, party: str = "azerishiq") -> Api:
    """A client with the sandbox key of a party."""
    transport = httpx.ASGITransport(app=make_api(hub))
    headers = {"Authorization": f"Bearer sandbox-{party}", "Accept-Language": "en"}
    return Api(httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers))


Check = Callable[[], Awaitable[bool]]


def digest(raw: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()
