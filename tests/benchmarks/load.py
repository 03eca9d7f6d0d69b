"""The load generator: a process with a few connections, each sending its next message as soon as it has its answer.

Prints one JSON object. Every answer is counted by its status, and a request without an answer is an error with its
number: nothing is retried and nothing is left out. Instants are CLOCK_MONOTONIC seconds, which all processes share.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import httptools
import uvloop

from tests.benchmarks.work import WORKS, Work

WHOLE_TIMEOUT_S = 300.0

Pending = deque[tuple[int, bytes]]


@dataclass(slots=True)
class Tally:
    """What the clients saw. `refused` holds the numbers of the messages that got no 2xx; latencies are seconds."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    started_at: float = 0.0
    ended_at: float = 0.0

    @property
    def accepted(self) -> int:
        return sum(count for status, count in self.statuses.items() if status.startswith("2"))

    def answered(self, number: int, status: int, seconds: float) -> None:
        self.latencies.append(seconds)
        self.statuses[str(status)] = self.statuses.get(str(status), 0) + 1
        if not 200 <= status < 300:
            self.refused.append(number)

    def broke(self, number: int, error: Exception | None) -> None:
        what = type(error).__name__ if error else "closed without an answer"
        self.errors[what] = self.errors.get(what, 0) + 1
        self.refused.append(number)


class Client(asyncio.Protocol):
    """One connection; it has at most one request on its way."""

    def __init__(self, pending: Pending, tally: Tally, left: asyncio.Event) -> None:
        self._pending = pending
        self._tally = tally
        self._left = left
        self._parser = httptools.HttpResponseParser(self)
        self._current: int | None = None
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transport is one by behaviour only
        self._send_next()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        if self._current is not None:
            self._tally.answered(self._current, self._parser.get_status_code(), time.monotonic() - self._sent_at)
            self._current = None
        if self._parser.should_keep_alive():
            self._send_next()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self._current is not None:
            self._tally.broke(self._current, error)
        self._left.set()

    def _send_next(self) -> None:
        if not self._pending:
            self._transport.close()
            return
        self._current, request = self._pending.popleft()
        self._sent_at = time.monotonic()
        self._transport.write(request)


def write_request(work: Work, number: int, path: str, host: str, headers: dict[str, str]) -> bytes:
    """Compose the bytes of one POST."""
    body = work.body(number)
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Type: {work.content_type}"]
    lines += [f"Idempotency-Key: {work.request_id(number)}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def stay_connected(host: str, port: int, pending: Pending, tally: Tally) -> None:
    """Keep one client at work while messages are pending; a connection that the server closes is opened again."""
    loop = asyncio.get_running_loop()
    while pending:
        left = asyncio.Event()
        await loop.create_connection(partial(Client, pending, tally, left), host, port)
        await left.wait()


async def send_all(host: str, port: int, pending: Pending, clients: int) -> Tally:
    """Send everything that is pending and return after the last answer."""
    tally = Tally(started_at=time.monotonic())
    async with asyncio.timeout(WHOLE_TIMEOUT_S), asyncio.TaskGroup() as connections:
        for _ in range(clients):
            connections.create_task(stay_connected(host, port, pending, tally))
    tally.ended_at = time.monotonic()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", choices=sorted(WORKS), required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--header", action="append", default=[], help="Name: value")
    parser.add_argument("--first", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--clients", type=int, default=16)
    given = parser.parse_args()
    target = urlsplit(given.url)
    headers = dict(line.split(": ", 1) for line in given.header)
    numbers = range(given.first, given.first + given.count)
    work = WORKS[given.work]
    pending = deque((n, write_request(work, n, target.path, target.netloc, headers)) for n in numbers)
    tally = uvloop.run(send_all(str(target.hostname), target.port or 80, pending, given.clients))
    json.dump(asdict(tally), sys.stdout)


if __name__ == "__main__":
    main()
