"""MEİS: the verdict is a number inside HTTP 200."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from connectors.agencies import AgencyEndpoint
from connectors.agencies.meis.connector import connect
from connectors.connector import Limits, Operation
from connectors.outcome import Breach, Busy, Delivered, Rejected, Unknown

BASE = "http://meis.test"
UPDATE, RESULT = f"{BASE}/v3/person/update", f"{BASE}/v3/result/key-1"
PERSON = {"fin_kod": "94FMDDD", "soyad": "Ismayilova", "ad": "Gulnare", "dogum_tarixi": 19880307}


@pytest.fixture
async def operation() -> AsyncIterator[Operation]:
    limits = {"meis.person.update": Limits(total_s=0.6)}
    connector = connect(AgencyEndpoint(BASE, "secret", limits=limits))
    yield connector.operations["meis.person.update"]
    await connector.aclose()


def says(status: Any, key: str = "key-1", **more: Any) -> httpx.Response:
    return httpx.Response(200, json={"status": status, "sorgu_id": key, **more})


async def test_the_person_is_in_the_body_alone_and_the_key_in_body_and_header(operation: Operation) -> None:
    with respx.mock(using="httpx") as meis:
        route = meis.post(UPDATE).mock(return_value=says(0, qeyd_no="M-1"))
        outcome = await operation.call(PERSON, "key-1")

    request = route.calls.last.request
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "M-1"
    assert json.loads(request.content) == {**PERSON, "sorgu_id": "key-1"}
    assert (request.headers["idempotency-key"], request.headers["x-api-key"]) == ("key-1", "secret")


@pytest.mark.parametrize(
    ("response", "kind", "code"),
    [
        (says(7), Rejected, "meis.not_found"),
        (says(5), Rejected, "meis.deceased"),
        (says(6), Breach, "meis.unknown_status"),
        (says("0"), Breach, "agency.contract_json"),
        (says(status=True), Breach, "agency.contract_json"),
        (says(0, key="key-2"), Breach, "meis.other_request"),
        (httpx.Response(200), Unknown, "agency.empty"),
        (httpx.Response(200, text="OK"), Breach, "agency.contract_json"),
        (httpx.Response(200, html="<html></html>"), Unknown, "agency.html"),
        (httpx.Response(503, headers={"Retry-After": "3"}), Busy, "agency.http_503"),
        (httpx.Response(500, json={"status": 0, "sorgu_id": "key-1"}), Unknown, "agency.http_500"),
    ],
)
async def test_each_answer_has_its_outcome(
    operation: Operation, response: httpx.Response, kind: type, code: str
) -> None:
    with respx.mock(using="httpx") as meis:
        meis.post(UPDATE).mock(return_value=response)
        outcome = await operation.call(PERSON, "key-1")

    assert type(outcome) is kind
    assert outcome.code == code


async def test_what_was_taken_in_is_asked_after_until_the_verdict(operation: Operation) -> None:
    with respx.mock(using="httpx") as meis:
        meis.post(UPDATE).mock(return_value=says(99))
        polls = meis.get(RESULT).mock(side_effect=[says(99), says(0, qeyd_no="M-2")])
        outcome = await operation.call(PERSON, "key-1")

    assert isinstance(outcome, Delivered)
    assert outcome.reference == "M-2"
    assert outcome.exchanged.sent.startswith(b'{"fin_kod"')
    assert polls.call_count == 2


@pytest.mark.parametrize("poll", [says(99), says(8), httpx.Response(500), httpx.Response(404)])
async def test_a_wait_without_a_verdict_ends_as_unknown_in_time(operation: Operation, poll: httpx.Response) -> None:
    with respx.mock(using="httpx") as meis:
        meis.post(UPDATE).mock(return_value=says(99))
        meis.get(RESULT).mock(return_value=poll)
        outcome = await operation.call(PERSON, "key-1")

    assert isinstance(outcome, Unknown)
    assert outcome.code == "meis.taken_in"


async def test_a_refusal_after_the_wait_is_a_refusal(operation: Operation) -> None:
    with respx.mock(using="httpx") as meis:
        meis.post(UPDATE).mock(return_value=says(99))
        meis.get(RESULT).mock(return_value=says(7))
        outcome = await operation.call(PERSON, "key-1")

    assert isinstance(outcome, Rejected)
    assert outcome.code == "meis.not_found"


@pytest.mark.parametrize(
    ("response", "kind", "code"),
    [
        (says(0, qeyd_no="M-1"), Delivered, "delivered"),
        (says(8), Rejected, "status.not_applied"),
        (says(7), Rejected, "meis.not_found"),
        (says(99), Busy, "meis.taken_in"),
        (httpx.Response(404), Rejected, "agency.http_404"),
        (httpx.Response(503), Busy, "agency.http_503"),
    ],
)
async def test_only_meis_itself_can_say_not_applied(
    operation: Operation, response: httpx.Response, kind: type, code: str
) -> None:
    with respx.mock(using="httpx") as meis:
        meis.get(RESULT).mock(return_value=response)
        outcome = await operation.status("key-1")

    assert type(outcome) is kind
    assert outcome.code == code
