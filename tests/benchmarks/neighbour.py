"""(n): what a party waits for its receipts while another posts the dearest bodies that it can, from many connections:
the most elements that are read, and 10 MB of JSON, of XML, beside a SOAP envelope, and of CSV.

The hostile one is a process of its own, `python -m tests.benchmarks.neighbour`, that stops when it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import itertools
import json
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from tests.benchmarks.flows import CIVIL_ACTS
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.meter import measured
from tests.benchmarks.places import fresh_place
from tests.benchmarks.processes import start_module
from tests.benchmarks.runs import Course
from tests.benchmarks.work import CIVIL_ACT

CONNECTIONS = 24
ELEMENTS = 199_000
_MB = 1_000_000
WARM_UP_S = 15.0
"""Until the neighbour has spent what it may spend at once."""
GOAL = 1.25
GOAL_MB = 600.0
_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Hostile:
    """What the neighbour posts, where, by whose key."""

    path: str
    party: str
    content_type: str
    body: bytes


def _subscriber(size: int) -> bytes:
    return b"<subscribers>" + b"<subscriber>" + b"x" * size + b"</subscriber>" + b"</subscribers>"


def _mtom() -> bytes:
    told = (
        '<t:sendMessage xmlns:t="urn:qayidis-hub:soap:messages:v1"><t:format>azeriqaz.subscriber.v1</t:format>'
        "<t:content>"
        '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:file@b"/></t:content></t:sendMessage>'
    )
    envelope = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{told}</s:Body></s:Envelope>'
    root = b'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root@b>\r\n\r\n'
    file = b"Content-Type: application/octet-stream\r\nContent-ID: <file@b>\r\n\r\n"
    parts = ((root, envelope.encode()), (file, _subscriber(7 * _MB)))
    return b"".join(b"--b1\r\n" + head + each + b"\r\n" for head, each in parts) + b"--b1--\r\n"


def hostile(kind: str) -> Hostile:
    """The dearest of a kind: all of it is read before anything is found wrong, or it is the same as ever."""
    feed, key = "/v1/messages/azeriqaz.subscriber.v1", "sandbox-azeriqaz"
    match kind:
        case "elements":
            return Hostile(feed, key, "application/xml", b"<r>" + b"<a/>" * ELEMENTS + b"</r>")
        case "XML":
            return Hostile(feed, key, "application/xml", _subscriber(10 * _MB))
        case "JSON":
            change = {"kind": "person", "fin": "7ABCD12", "surname": "Ə" * 500, "given_name": "x" * 500}
            body = json.dumps({"id": "large", "records": [change] * 2_800}, ensure_ascii=True).encode()
            return Hostile("/v1/messages/hub.records.v1", "sandbox-committee", "application/json", body)
        case "MTOM":
            about = (
                'multipart/related; boundary="b1"; type="application/xop+xml"; start="<root@b>"; start-info="text/xml"'
            )
            return Hostile("/soap/messages", key, f'{about}; start-info="text/xml"', _mtom())
        case _:
            line = b"1234567;7ABCD12;" + b"x" * 80 + b";2026-01-01;100.00\n"
            name = "/v1/files/azerishiq.meter-file.v1?name=AZI_MK_20260105_01.csv"
            return Hostile(name, "sandbox-azerishiq", "text/csv", line * (10 * _MB // len(line)))


KINDS = ("elements", "JSON", "XML", "MTOM", "CSV")


@dataclass(frozen=True, slots=True)
class NeighbourFigures:
    """Milliseconds until a receipt (p50, p95), right before beside each kind and beside it; the largest of the hub's
    processes.
    """

    messages: int
    alone: Mapping[str, tuple[float, float]]
    beside: Mapping[str, tuple[float, float]]
    largest: tuple[str, float]
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """What was promised and does not hold."""
        name, size = self.largest
        found = [
            f"beside {kind} a receipt takes {p95:.0f} ms (p95), alone {self.alone[kind][1]:.0f}: over {GOAL} times"
            for kind, (_, p95) in self.beside.items()
            if p95 > GOAL * self.alone[kind][1]
        ]
        if size > GOAL_MB:
            found.append(f"{name} grows to {size:.0f} MB beside a hostile neighbour; the goal is {GOAL_MB:.0f} at most")
        return found


async def measure_neighbour(course: Course, messages: int) -> NeighbourFigures:
    """For each kind post so many messages one after the other, then so many more while the other posts."""
    alone, beside, peaks = {}, {}, {}
    async with fresh_place(course.servers, "neighbour", course.folder) as place:
        hub = Hub(place.towards("http://127.0.0.1:9/"), CIVIL_ACTS)
        refused: dict[int, int] = {}
        numbers = itertools.count()
        try:
            await hub.start()
            async with aiohttp.ClientSession(headers=dict(hub.headers)) as client:
                waits = partial(_waits, client, hub.url, numbers, refused)
                await waits(WARM_UP_S)
                async with measured(hub.pids, {}) as usage:
                    for kind in KINDS:
                        alone[kind] = _cuts(await waits(messages))
                        arguments = ["--url", hub.door, "--kind", kind]
                        other = await start_module("hostile", "tests.benchmarks.neighbour", arguments, place.folder)
                        try:
                            await waits(WARM_UP_S)
                            beside[kind] = _cuts(await waits(messages))
                            other.check()
                        finally:
                            await other.end()
                peaks = dict(usage.peaks)
        finally:
            await hub.stop()
    name, size = max(peaks.items(), key=lambda peak: peak[1])
    defects = tuple(f"{count} answers with status {status}" for status, count in refused.items())
    return NeighbourFigures(messages, alone, beside, (name, size / 2**20), defects)


async def _waits(
    client: aiohttp.ClientSession, url: str, numbers: Iterator[int], refused: dict[int, int], most: float
) -> list[float]:
    """Seconds until each receipt; of so many messages if `most` is a whole number, else for so many seconds."""
    seconds: list[float] = []
    ends = time.monotonic() + most
    while len(seconds) < most if isinstance(most, int) else time.monotonic() < ends:
        number, began = next(numbers), time.monotonic()
        async with client.post(url, data=CIVIL_ACT.body(number), headers=_headers(number)) as answer:
            await answer.read()
        seconds.append(time.monotonic() - began)
        if answer.status != 202:
            refused[answer.status] = refused.get(answer.status, 0) + 1
        await asyncio.sleep(_EVERY_S)
    return seconds


def _headers(number: int) -> Mapping[str, str]:
    return {"Content-Type": CIVIL_ACT.content_type, "Idempotency-Key": CIVIL_ACT.request_id(number)}


def _cuts(seconds: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[94] * 1000


async def _cram(url: str, sent: Hostile) -> None:
    """Each connection posts its next body as soon as the last was answered, whatever it was told."""
    digest = base64.b64encode(hashlib.sha256(sent.body).digest()).decode()
    headers = {
        "Authorization": f"Bearer {sent.party}",
        "Content-Type": sent.content_type,
        "Content-Digest": f"sha-256=:{digest}:",
    }
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as client:
        await asyncio.gather(*(_post_for_ever(client, url + sent.path, sent.body) for _ in range(CONNECTIONS)))


async def _post_for_ever(client: aiohttp.ClientSession, url: str, body: bytes) -> Any:
    while True:
        try:
            async with client.post(url, data=body) as answer:
                await answer.read()
        except aiohttp.ClientError:
            await asyncio.sleep(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--kind", required=True, choices=KINDS)
    given = parser.parse_args()
    asyncio.run(_cram(given.url, hostile(given.kind)))
