"""The bounded HTTP client that every operation of an agency shares, REST and SOAP alike.

It follows no redirect, keeps no cookie, reads no proxy from the environment, asks for an uncompressed body and reads
it as a stream under a cap, all within one total timeout: per-read timeouts alone let a drip of bytes run for ever.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import aiohttp

from connectors.connector import Credentials, Limits
from connectors.outcome import Breach, Exchanged, Unavailable, Unknown
from connectors.rest.faults import FOREIGN, outcome_of

MAX_ANSWER = 10 * 1024 * 1024
"""Bytes of an answer's body; more is a breach of the contract, and the connection is dropped."""

KEEPALIVE_S = 4.0
"""Below the 5 s after which common servers close idle connections, so that we do not write into a closing one."""

_ALWAYS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "qayidis-hub"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer; `content_type` is the media type alone in lower case, "" where absent.

    Names in `headers` are found in any case.
    """

    status: int
    headers: Mapping[str, str]
    content_type: str
    body: bytes
    sent: bytes

    @property
    def repeated(self) -> dict[str, list[str]]:
        """Every header by its name in lower case, with each of its values."""
        found: dict[str, list[str]] = {}
        for name, value in self.headers.items():
            found.setdefault(name.lower(), []).append(value)
        return found

    @property
    def exchanged(self) -> Exchanged:
        """The bytes of both directions, for the outcome."""
        return Exchanged(self.sent, self.body, self.status, reached=True)


@dataclass(frozen=True, slots=True)
class Beside:
    """What follows the body of a request and is never held as a whole: `size` bytes, made piece by piece."""

    size: int
    pieces: Callable[[], AsyncIterator[bytes]]


@dataclass(slots=True)
class _Arrived:
    """What has come in so far, for the outcome of a call that is cut short."""

    status: int | None = None
    chunks: list[bytes] = field(default_factory=list)


@cache
def _trusts_nobody() -> ssl.SSLContext:
    """A client's context without roots, one for all: an https address needs the agency's own context."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class AgencyClient:
    """One connection pool and TLS context for one agency. Bound to the loop of its first call; its maker closes it."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        credentials: Credentials | None = None,
        max_connections: int = 100,
    ) -> None:
        self.credentials = credentials
        self._tls = tls or _trusts_nobody()
        self._max_connections = max_connections
        self._opened: aiohttp.ClientSession | None = None

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Opened by the first call, since aiohttp wants a running loop and clients are also made without one."""
        if self._opened is None:
            pool = aiohttp.TCPConnector(ssl=self._tls, limit=self._max_connections, keepalive_timeout=KEEPALIVE_S)
            self._opened = aiohttp.ClientSession(
                connector=pool,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_ALWAYS,
                trust_env=False,
                auto_decompress=False,
            )
        return self._opened

    async def exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        limits: Limits,
        beside: Beside | None = None,
    ) -> Answer | Unavailable | Unknown | Breach:
        """Send and read the whole answer within `limits.total_s`; never raises for what the network does.

        A POST is sent once. aiohttp itself sends a GET or PUT again if a kept connection proves to be closed. What goes
        `beside` is no part of the bytes that the outcome bears.
        """
        arrived = _Arrived()
        if self.credentials is not None:
            headers = {**headers, **self.credentials.headers(method, url, body)}
        if beside is not None:
            headers = {**headers, "Content-Length": str(len(body) + beside.size)}
        try:
            async with (
                asyncio.timeout(limits.total_s),
                self._session.request(
                    method,
                    url,
                    data=_both(body, beside) if beside is not None else body or None,
                    headers=headers,
                    timeout=_timeouts(limits),
                    allow_redirects=False,
                ) as response,
            ):
                return await _read(response, body, arrived)
        except FOREIGN as error:
            return outcome_of(error, sent=body, received=b"".join(arrived.chunks), status=arrived.status)

    async def aclose(self) -> None:
        """Close the pool; calls under way end as Unknown."""
        if self._opened is not None:
            await self._opened.close()


async def _both(body: bytes, beside: Beside) -> AsyncIterator[bytes]:
    yield body
    async for piece in beside.pieces():
        yield piece


async def _read(response: aiohttp.ClientResponse, sent: bytes, arrived: _Arrived) -> Answer | Breach:
    """Leaving the response before its end drops the connection."""
    arrived.status = response.status
    if any(coding.lower() != "identity" for coding in response.headers.getall("Content-Encoding", ())):
        # We asked for none: inflating what we did not ask for is how a small answer becomes a huge one.
        return Breach(Exchanged(sent, b"", response.status, reached=True), "agency.content_encoding")
    size = 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > MAX_ANSWER:
            start = b"".join(arrived.chunks)[:4096]
            return Breach(Exchanged(sent, start, response.status, reached=True), "agency.too_large")
        arrived.chunks.append(chunk)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status, response.headers, media_type, b"".join(arrived.chunks), sent)


def _timeouts(limits: Limits) -> aiohttp.ClientTimeout:
    """`connect` bounds waiting for a free connection and making it, so a later timeout means sent."""
    connect = min(limits.connect_s, limits.total_s)
    return aiohttp.ClientTimeout(connect=connect, sock_connect=connect, sock_read=limits.first_byte_s)
