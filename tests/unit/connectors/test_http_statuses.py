"""The shared part of the retry taxonomy: what a status means before any body is read."""

from __future__ import annotations

import email.utils
import time
from typing import Any

import aiohttp
import pytest

from connectors.endpoint import AgencyEndpoint
from connectors.operations import RestOperation
from connectors.outcome import Breach, Busy, Delivered, Rejected, Unavailable, Unknown
from connectors.rest.calling import RestCaller
from connectors.rest.client import AgencyClient
from connectors.rest.faults import outcome_of
from tests.unit.connectors.raw_server import Behaviour, answers, raw_server, says

HTML = b"<!DOCTYPE html><html><body>maintenance</body></html>"


def calling(url: str, client: AgencyClient, **more: Any) -> RestCaller:
    operation = RestOperation(name="bench.accept", path="/accept", **more)
    return RestCaller("bench", operation, AgencyEndpoint(url, "secret"), client)


async def asked(behave: Behaviour, **more: Any) -> tuple[Any, list[bytes]]:
    """What a call comes to where the agency behaves like this, and what the agency read."""
    async with raw_server(behave) as agency:
        client = AgencyClient()
        operation = calling(agency.url, client, **more)
        outcome = await operation.call({"fin_kod": "94FMDDD"}, "key-1")
        await client.aclose()
    return outcome, agency.requests


async def answered(behave: Behaviour, **more: Any) -> Any:
    outcome, _ = await asked(behave, **more)
    return outcome


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (200, Delivered, "delivered"),
        (201, Delivered, "delivered"),
        (202, Delivered, "delivered"),
        (204, Delivered, "delivered"),
        (302, Breach, "agency.http_302"),
        (307, Breach, "agency.http_307"),
        (400, Rejected, "agency.http_400"),
        (401, Rejected, "agency.unauthorised"),
        (403, Rejected, "agency.unauthorised"),
        (404, Rejected, "agency.http_404"),
        (405, Rejected, "agency.http_405"),
        (408, Unknown, "agency.http_408"),
        (409, Rejected, "agency.http_409"),
        (413, Rejected, "agency.http_413"),
        (415, Rejected, "agency.http_415"),
        (422, Rejected, "agency.http_422"),
        (425, Busy, "agency.http_425"),
        (429, Busy, "agency.http_429"),
        (500, Unknown, "agency.http_500"),
        (502, Unknown, "agency.http_502"),
        (503, Busy, "agency.http_503"),
        (504, Unknown, "agency.http_504"),
    ],
)
async def test_each_status_has_its_outcome(status: int, kind: type[Any], code: str) -> None:
    outcome = await answered(answers(status))

    assert type(outcome) is kind
    assert outcome.code == code
    assert outcome.exchanged.status == status
    assert outcome.exchanged.sent == b'{"fin_kod":"94FMDDD"}'


async def test_a_202_is_unknown_where_only_a_later_question_tells() -> None:
    outcome = await answered(answers(202), accepted="unknown")

    assert isinstance(outcome, Unknown)
    assert outcome.code == "agency.accepted"


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/octet-stream"])
async def test_a_maintenance_page_under_200_is_unknown(content_type: str) -> None:
    outcome = await answered(answers(200, f"Content-Type: {content_type}", body=HTML))

    assert isinstance(outcome, Unknown)
    assert outcome.code == "agency.html"
    assert outcome.exchanged.received == HTML


@pytest.mark.parametrize("body", [b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"[1]", b'{"a":"\\ud800"}'])
async def test_json_that_we_do_not_read_under_2xx_is_a_breach(body: bytes) -> None:
    outcome = await answered(answers(200, "Content-Type: application/json", body=body))

    assert isinstance(outcome, Breach)
    assert outcome.code == "agency.contract_json"


async def test_the_answers_reference_is_kept() -> None:
    outcome = await answered(says(201, {"reference": "R-7"}))

    assert isinstance(outcome, Delivered)
    assert (outcome.reference, outcome.answer) == ("R-7", {"reference": "R-7"})


async def test_the_key_and_the_credentials_travel_in_headers() -> None:
    _, (request,) = await asked(answers(200), headers={"X-Unit": "7"})

    sent = set(request.split(b"\r\n"))
    assert {b"Idempotency-Key: key-1", b"Authorization: Bearer secret", b"X-Unit: 7"} <= sent


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (aiohttp.ConnectionTimeoutError(), Unavailable, "agency.connect_timeout"),
        (aiohttp.InvalidURL("x"), Unavailable, "agency.address"),
        (aiohttp.NonHttpUrlClientError("x"), Unavailable, "agency.address"),
        (aiohttp.SocketTimeoutError(), Unknown, "agency.read_timeout"),
        (aiohttp.ServerDisconnectedError(), Unknown, "agency.disconnected"),
        (aiohttp.ClientOSError(), Unknown, "agency.reset"),
        (aiohttp.ClientPayloadError(), Unknown, "agency.cut"),
        (aiohttp.ClientError(), Unknown, "agency.bad_http"),
        (TimeoutError(), Unknown, "agency.total_timeout"),
        (OSError("x"), Unknown, "agency.reset"),
        (ZeroDivisionError(), Unknown, "agency.bad_http"),
    ],
)
def test_each_exception_of_the_client_is_translated(error: Exception, kind: type[Any], code: str) -> None:
    outcome = outcome_of(error, sent=b"sent", received=b"", status=None)

    assert type(outcome) is kind
    assert outcome.code == code
    assert outcome.exchanged.reached is (kind is Unknown)


def http_date(seconds_from_now: float) -> str:
    return email.utils.formatdate(time.time() + seconds_from_now, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "86400"}, 3600),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": http_date(86400)}, 3600),
        ({"Retry-After": http_date(-60)}, 0),
        ({"Retry-After": "Sat, 14 Mar 2026 10:00:30 GMT", "Date": "Sat, 14 Mar 2026 10:00:00 GMT"}, 30),
    ],
)
async def test_retry_after_is_read_and_capped(headers: dict[str, str], seconds: float | None) -> None:
    outcome = await answered(answers(503, *(f"{name}: {value}" for name, value in headers.items())))

    assert isinstance(outcome, Busy)
    assert outcome.retry_after == seconds


async def test_a_date_without_the_agencys_own_is_read_by_our_clock() -> None:
    outcome = await answered(answers(429, f"Retry-After: {http_date(120)}"))

    assert outcome.retry_after == pytest.approx(120, abs=3)


async def test_an_operation_without_a_status_service_says_so() -> None:
    client = AgencyClient()
    operation = calling("http://agency.test", client)

    outcome = await operation.status("key-1")

    await client.aclose()
    assert not operation.has_status
    assert isinstance(outcome, Unknown)
    assert outcome.code == "status.unsupported"
