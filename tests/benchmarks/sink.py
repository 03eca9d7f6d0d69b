"""The receiving agency: a process that answers every POST at once with 200 and counts what it got by key.

`GET /_count` gives the number of distinct keys and of requests, `GET /_keys` every key with its count.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from collections import Counter
from typing import cast

import httptools
import uvloop

UNKEYED = ""


class Ledger:
    """What arrived. A body without a key is counted under the empty key, so it cannot pass unseen."""

    def __init__(self, key_pattern: str) -> None:
        self._key_pattern = re.compile(key_pattern.encode())
        self.counts: Counter[str] = Counter()
        self.requests = 0

    def take(self, body: bytes) -> bytes:
        found = self._key_pattern.search(body)
        self.counts[found.group(1).decode() if found else UNKEYED] += 1
        self.requests += 1
        return b'{"status":"accepted","reference":"r-%d"}' % self.requests

    def answer_question(self, path: str) -> bytes:
        if path == "/_keys":
            return json.dumps(self.counts).encode()
        return json.dumps({"distinct": len(self.counts), "requests": self.requests}).encode()


class Conversation(asyncio.Protocol):
    """One keep-alive connection of HTTP/1.1."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._parser = httptools.HttpRequestParser(self)
        self._path = ""
        self._body = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transport is one by behaviour only

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_url(self, url: bytes) -> None:
        self._path = url.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        posted = self._parser.get_method() == b"POST"
        answer = self._ledger.take(bytes(self._body)) if posted else self._ledger.answer_question(self._path)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
        self._transport.write(head + answer)
        self._body.clear()


async def serve(port: int, key_pattern: str) -> None:
    """Serve on loopback until the process is told to stop."""
    ledger = Ledger(key_pattern)
    server = await asyncio.get_running_loop().create_server(lambda: Conversation(ledger), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key-pattern", required=True)
    given = parser.parse_args()
    uvloop.run(serve(given.port, given.key_pattern))


if __name__ == "__main__":
    main()
