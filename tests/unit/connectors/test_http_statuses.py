"""The shared part of the retry taxonomy: what a status means before any body is read."""

from __future__ import annotations

import email.utils
import time
from typing import Any

import httpx
import pytest
import respx

from connectors.connector import Limits
from connectors.outcome import Breach, Busy, Delivered, Rejected, Unavailable, Unknown
from connectors.rest.client import AgencyClient
from connectors.rest.operation import RestOperation

URL = "http://agency.test/accept"
HTML = b"<!DOCTYPE html><html><body>maintenance</body></html>"


async def call(**more: Any) -> Any:
    client = AgencyClient()
    try:
        operation = RestOperation("bench.accept", "bench", URL, client, **more)
        return await operation.call({"fin_kod": "94FMDDD"}, "key-1")
    finally:
        await client.aclose()


async def answered(response: httpx.Response, **more: Any) -> Any:
    with respx.mock(using="httpx") as agency:
        agency.post(URL).mock(return_value=response)
        return await call(**more)


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
    outcome = await answered(httpx.Response(status))

    assert type(outcome) is kind
    assert outcome.code == code
    assert outcome.exchanged.status == status
    assert outcome.exchanged.sent == b'{"fin_kod":"94FMDDD"}'


async def test_a_202_is_unknown_where_only_a_later_question_tells() -> None:
    outcome = await answered(httpx.Response(202), accepted="unknown")

    assert isinstance(outcome, Unknown)
    assert outcome.code == "agency.accepted"


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/octet-stream"])
async def test_a_maintenance_page_under_200_is_unknown(content_type: str) -> None:
    outcome = await answered(httpx.Response(200, content=HTML, headers={"Content-Type": content_type}))

    assert isinstance(outcome, Unknown)
    assert outcome.code == "agency.html"
    assert outcome.exchanged.received == HTML


@pytest.mark.parametrize("body", [b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"[1]", b'{"a":"\\ud800"}'])
async def test_json_that_we_do_not_read_under_2xx_is_a_breach(body: bytes) -> None:
    outcome = await answered(httpx.Response(200, content=body, headers={"Content-Type": "application/json"}))

    assert isinstance(outcome, Breach)
    assert outcome.code == "agency.contract_json"


async def test_the_answers_reference_is_kept() -> None:
    outcome = await answered(httpx.Response(201, json={"reference": "R-7"}))

    assert isinstance(outcome, Delivered)
    assert (outcome.reference, outcome.answer) == ("R-7", {"reference": "R-7"})


async def test_the_key_and_the_credentials_travel_in_headers() -> None:
    with respx.mock(using="httpx") as agency:
        route = agency.post(URL).respond(200)
        await call(credentials="secret", headers={"X-Unit": "7"})

    sent = route.calls.last.request.headers
    assert (sent["idempotency-key"], sent["authorization"], sent["x-unit"]) == ("key-1", "Bearer secret", "7")


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (httpx.ConnectTimeout("x"), Unavailable, "agency.connect_timeout"),
        (httpx.ConnectError("x"), Unavailable, "agency.refused"),
        (httpx.PoolTimeout("x"), Unavailable, "agency.connect_timeout"),
        (httpx.UnsupportedProtocol("x"), Unavailable, "agency.address"),
        (httpx.ReadTimeout("x"), Unknown, "agency.read_timeout"),
        (httpx.WriteTimeout("x"), Unknown, "agency.read_timeout"),
        (httpx.ReadError("x"), Unknown, "agency.reset"),
        (httpx.WriteError("x"), Unknown, "agency.reset"),
        (httpx.RemoteProtocolError("x"), Unknown, "agency.bad_http"),
        (OSError("x"), Unknown, "agency.reset"),
    ],
)
async def test_each_exception_of_the_client_is_translated(error: Exception, kind: type[Any], code: str) -> None:
    with respx.mock(using="httpx") as agency:
        agency.post(URL).mock(side_effect=error)
        outcome = await call()

    assert type(outcome) is kind
    assert outcome.code == code
    assert outcome.exchanged.reached is (kind is Unknown)


async def test_a_defect_of_ours_is_not_an_outcome() -> None:
    with respx.mock(using="httpx") as agency:
        agency.post(URL).mock(side_effect=ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            await call()


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
    outcome = await answered(httpx.Response(503, headers=[(k.encode(), v.encode()) for k, v in headers.items()]))

    assert isinstance(outcome, Busy)
    assert outcome.retry_after == seconds


async def test_a_date_without_the_agencys_own_is_read_by_our_clock() -> None:
    outcome = await answered(httpx.Response(429, headers={"Retry-After": http_date(120)}))

    assert outcome.retry_after == pytest.approx(120, abs=3)


async def test_an_operation_without_a_status_service_says_so() -> None:
    client = AgencyClient()
    operation = RestOperation("bench.accept", "bench", URL, client, limits=Limits())

    outcome = await operation.status("key-1")

    await client.aclose()
    assert not operation.has_status
    assert isinstance(outcome, Unknown)
    assert outcome.code == "status.unsupported"
