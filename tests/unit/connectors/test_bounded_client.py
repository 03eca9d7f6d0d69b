"""The client against real sockets: every way in which a network fails is a value with the right word for `sent`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.connector import Limits
from connectors.endpoint import AgencyEndpoint, TlsFiles
from connectors.outcome import Breach, Unavailable, Unknown
from connectors.rest.client import MAX_ANSWER, AgencyClient, Answer
from tests.sandbox import free_port
from tests.unit.connectors.raw_server import (
    Behaviour,
    answers,
    babbles,
    closes,
    cuts,
    drips,
    floods,
    hangs,
    raw_server,
    resets,
    self_signed,
)

BODY = b'{"fin_kod":"94FMDDD"}'
SHORT = Limits(connect_s=0.5, first_byte_s=0.4, total_s=0.8)


@pytest.fixture
async def client() -> AsyncIterator[AgencyClient]:
    client = AgencyClient()
    yield client
    await client.aclose()


async def post(client: AgencyClient, url: str, limits: Limits = SHORT) -> Answer | Unavailable | Unknown | Breach:
    return await client.exchange("POST", url, {"Content-Type": "application/json"}, BODY, limits)


@pytest.mark.parametrize(
    ("behave", "code", "received"),
    [
        (closes, "agency.disconnected", b""),
        (resets, "agency.reset", b""),
        (hangs, "agency.read_timeout", b""),
        (cuts, "agency.cut", b'{"sta'),
        (babbles, "agency.bad_http", b""),
    ],
)
async def test_what_breaks_after_the_request_is_unknown(
    client: AgencyClient, behave: Behaviour, code: str, received: bytes
) -> None:
    async with raw_server(behave) as agency:
        outcome = await post(client, agency.url)

    assert isinstance(outcome, Unknown)
    assert outcome.code == code
    assert (outcome.exchanged.sent, outcome.exchanged.received) == (BODY, received)
    assert outcome.exchanged.reached
    assert len(agency.requests) == 1


async def test_a_drip_within_every_read_timeout_ends_at_the_total_one(client: AgencyClient) -> None:
    started = asyncio.get_running_loop().time()

    async with raw_server(drips) as agency:
        outcome = await post(client, agency.url)

    assert isinstance(outcome, Unknown)
    assert outcome.code == "agency.total_timeout"
    assert outcome.exchanged.status == 200
    assert asyncio.get_running_loop().time() - started < 1.5


async def test_an_answer_above_the_cap_is_a_breach_and_is_not_read_on(client: AgencyClient) -> None:
    async with raw_server(floods) as agency:
        outcome = await post(client, agency.url, Limits(total_s=10))

    assert isinstance(outcome, Breach)
    assert outcome.code == "agency.too_large"
    assert len(outcome.exchanged.received) < MAX_ANSWER


async def test_a_refused_connection_is_unavailable_and_nothing_was_sent(client: AgencyClient) -> None:
    outcome = await post(client, f"http://127.0.0.1:{free_port()}")

    assert isinstance(outcome, Unavailable)
    assert outcome.code == "agency.refused"
    assert not outcome.exchanged.reached


async def test_a_name_that_does_not_resolve_is_unavailable(client: AgencyClient) -> None:
    outcome = await post(client, "http://agency.invalid", Limits(connect_s=5))

    assert isinstance(outcome, Unavailable)
    assert outcome.code == "agency.dns"


@pytest.mark.parametrize("url", ["ftp://agency.test/", "agency.test", "http://"])
async def test_an_address_of_no_web_service_is_unavailable(client: AgencyClient, url: str) -> None:
    outcome = await post(client, url)

    assert isinstance(outcome, Unavailable)
    assert outcome.code == "agency.address"


async def test_a_defect_of_ours_is_not_an_outcome(client: AgencyClient) -> None:
    async with raw_server(answers(200)) as agency:
        with pytest.raises(ValueError, match="header"):
            await client.exchange("POST", agency.url, {"X-Unit": "7\r\nX-Other: 8"}, BODY, SHORT)

    assert agency.requests == []


async def test_an_untrusted_certificate_is_unavailable(client: AgencyClient, tmp_path: Path) -> None:
    async with raw_server(answers(200), tls=self_signed(tmp_path)) as agency:
        outcome = await post(client, agency.url)

    assert isinstance(outcome, Unavailable)
    assert outcome.code == "agency.tls_certificate"
    assert agency.requests == []


async def test_an_agency_is_trusted_by_the_roots_of_its_own_endpoint(tmp_path: Path) -> None:
    async with raw_server(answers(200), tls=self_signed(tmp_path)) as agency:
        client = AgencyEndpoint(agency.url, tls=TlsFiles(roots=tmp_path / "server.pem")).client()
        answer = await post(client, agency.url)
        await client.aclose()

    assert isinstance(answer, Answer)


async def test_a_server_that_speaks_no_tls_is_unavailable(client: AgencyClient) -> None:
    async with raw_server(answers(200)) as agency:
        outcome = await post(client, agency.url.replace("http:", "https:"))

    assert isinstance(outcome, Unavailable)
    assert not outcome.exchanged.reached


async def test_a_wait_for_a_free_connection_is_unavailable_not_unknown() -> None:
    client = AgencyClient(max_connections=1)

    async with raw_server(hangs) as agency:
        first = asyncio.create_task(post(client, agency.url, Limits(first_byte_s=2, total_s=2)))
        await asyncio.sleep(0.1)
        second = await post(client, agency.url, Limits(connect_s=0.3))
        await first
        await client.aclose()

    assert isinstance(second, Unavailable)
    assert second.code == "agency.connect_timeout"
    assert len(agency.requests) == 1


async def test_a_redirect_is_answered_not_followed(client: AgencyClient) -> None:
    async with (
        raw_server(answers(200)) as other,
        raw_server(answers(307, f"Location: {other.url}/")) as agency,
    ):
        answer = await post(client, agency.url)

    assert isinstance(answer, Answer)
    assert answer.status == 307
    assert other.requests == []


async def test_no_cookie_comes_back(client: AgencyClient) -> None:
    async with raw_server(answers(200, "Set-Cookie: session=abc; Path=/")) as agency:
        await post(client, agency.url)
        await post(client, agency.url)

    assert len(agency.requests) == 2
    assert b"cookie" not in agency.requests[1].lower()


async def test_a_proxy_of_the_environment_is_ignored(client: AgencyClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    async with raw_server(answers(200)) as agency:
        answer = await post(client, agency.url)

    assert isinstance(answer, Answer)


async def test_a_compressed_answer_is_not_asked_for_and_is_a_breach(client: AgencyClient) -> None:
    async with raw_server(answers(200, "Content-Encoding: gzip", body=b"\x1f\x8b")) as agency:
        outcome = await post(client, agency.url)

    assert isinstance(outcome, Breach)
    assert outcome.code == "agency.content_encoding"
    assert b"accept-encoding: identity" in agency.requests[0].lower()


async def test_connections_are_kept_for_the_next_call(client: AgencyClient) -> None:
    async with raw_server(answers(200, body=b"{}")) as agency:
        results = [await post(client, agency.url) for _ in range(3)]

    assert [type(result) for result in results] == [Answer] * 3


async def test_a_cancelled_call_is_cancelled(client: AgencyClient) -> None:
    async with raw_server(hangs) as agency:
        call = asyncio.create_task(post(client, agency.url, Limits()))
        await asyncio.sleep(0.1)
        call.cancel()

        with pytest.raises(asyncio.CancelledError):
            await call


class Signature:
    """Credentials that are another for each body."""

    async def ready(self) -> None:
        return None

    def headers(self, method: str, url: str, body: bytes) -> dict[str, str]:
        return {"X-Signature": f"{method} {len(body)}"}


async def test_what_an_agency_must_be_shown_goes_with_every_request() -> None:
    client = AgencyClient(credentials=Signature())

    async with raw_server(answers(200)) as agency:
        await post(client, agency.url)
        await client.aclose()

    assert f"X-Signature: POST {len(BODY)}".encode() in agency.requests[0].split(b"\r\n")
