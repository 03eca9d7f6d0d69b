"""The bounded HTTP client that every operation of an agency shares, REST and SOAP alike.

It follows no redirect, keeps no cookie, reads no proxy from the environment, asks for an uncompressed body and reads
it as a stream under a cap, all within one total timeout: per-read timeouts alone let a drip of bytes run for ever.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from connectors.connector import Limits
from connectors.outcome import Breach, Exchanged, Unavailable, Unknown
from connectors.rest.faults import FOREIGN, outcome_of

MAX_ANSWER = 10 * 1024 * 1024
"""Bytes of an answer's body; more is a breach of the contract, and the connection is dropped."""

KEEPALIVE_S = 4.0
"""Below the 5 s after which common servers close idle connections, so that we do not write into a closing one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer; `content_type` is the media type alone in lower case, "" where absent."""

    status: int
    headers: httpx.Headers
    content_type: str
    body: bytes
    sent: bytes

    @property
    def exchanged(self) -> Exchanged:
        """The bytes of both directions, for the outcome."""
        return Exchanged(self.sent, self.body, self.status, reached=True)


@dataclass(slots=True)
class _Arrived:
    """What has come in so far, for the outcome of a call that is cut short."""

    status: int | None = None
    chunks: list[bytes] = field(default_factory=list)


class _NoCookies(httpx.Cookies):
    """Takes none; looking for them in every answer was a tenth of a call's processor time."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


class _CookielessClient(httpx.AsyncClient):
    @property
    def cookies(self) -> httpx.Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError(cookies)


_NO_COOKIES = _NoCookies()


class AgencyClient:
    """One connection pool and TLS context for one agency. Bound to the running loop; whoever made it closes it."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, max_connections: int = 100) -> None:
        # A client context without roots trusts nobody: an https address needs the agency's own context.
        context = tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

        def session() -> aiohttp.ClientSession:
            connector = aiohttp.TCPConnector(ssl=context, limit=max_connections, keepalive_timeout=KEEPALIVE_S)
            return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)

        self._http = _CookielessClient(
            transport=AiohttpTransport(verify=context, trust_env=False, client=session),
            trust_env=False,
            follow_redirects=False,
        )

    async def exchange(
        self, method: str, url: httpx.URL, headers: dict[str, str], body: bytes, limits: Limits
    ) -> Answer | Unavailable | Unknown | Breach:
        """Send and read the whole answer within `limits.total_s`; never raises for what the network does.

        A POST is sent once. aiohttp itself sends a GET or PUT again if a kept connection proves to be closed.
        """
        request = httpx.Request(
            method,
            url,
            headers={**headers, "Accept-Encoding": "identity"},
            content=body,
            extensions={"timeout": _timeouts(limits)},
        )
        arrived = _Arrived()
        try:
            async with asyncio.timeout(limits.total_s):
                return await self._read(request, body, arrived)
        except FOREIGN as error:
            return outcome_of(error, sent=body, received=b"".join(arrived.chunks), status=arrived.status)

    async def _read(self, request: httpx.Request, sent: bytes, arrived: _Arrived) -> Answer | Breach:
        response = await self._http.send(request, stream=True)
        try:
            arrived.status = response.status_code
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                # We asked for none: inflating what we did not ask for is how a small answer becomes a huge one.
                exchanged = Exchanged(sent, b"", response.status_code, reached=True)
                return Breach(exchanged, "agency.content_encoding")
            size = 0
            async for chunk in _stream(response):
                size += len(chunk)
                if size > MAX_ANSWER:
                    start = b"".join(arrived.chunks)[:4096]
                    return Breach(Exchanged(sent, start, response.status_code, reached=True), "agency.too_large")
                arrived.chunks.append(chunk)
        finally:
            await response.aclose()
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(response.status_code, response.headers, media_type, b"".join(arrived.chunks), sent)

    async def aclose(self) -> None:
        """Close the pool; calls under way end as Unknown."""
        await self._http.aclose()


def _stream(response: httpx.Response) -> httpx.AsyncByteStream:
    """The body as it comes, without httpx's decoders and counters; an async client's response has no other stream."""
    stream = response.stream
    if not isinstance(stream, httpx.AsyncByteStream):
        raise TypeError(type(stream).__name__)
    return stream


def _timeouts(limits: Limits) -> dict[str, float]:
    """httpx's names; `pool` bounds waiting for a connection and making it, so a later timeout means sent."""
    connect = min(limits.connect_s, limits.total_s)
    return {"connect": connect, "pool": connect, "read": limits.first_byte_s, "write": limits.total_s}
