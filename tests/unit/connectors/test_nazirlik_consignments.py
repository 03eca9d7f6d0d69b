"""A ministry's answers to a consignment: a receipt, a fault by DHX's name, or something that says neither."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from connectors.agencies import AgencyEndpoint
from connectors.agencies.nazirlik.connector import connect
from connectors.connector import Operation
from connectors.outcome import Breach, Busy, Delivered, Rejected, Unknown

BASE = "http://nazirlik.test"
SEND = f"{BASE}/v1/documents"
LETTER = {"consignmentId": "c0ffee", "SenedZerfi": {"Movzu": "Sorğu"}}


@pytest.fixture
async def operation() -> AsyncIterator[Operation]:
    connector = connect(AgencyEndpoint(BASE, "secret"))
    yield connector.operations["nazirlik.send_document"]
    await connector.aclose()


def fault(code: str, status: int = 422, **more: Any) -> httpx.Response:
    return httpx.Response(status, json={"code": code, **more})


async def test_the_document_goes_as_it_is_under_our_key_and_the_receipt_is_the_reference(operation: Operation) -> None:
    with respx.mock(using="httpx") as ministry:
        route = ministry.post(SEND).respond(202, json={"receiptId": "NZR-1"})
        outcome = await operation.call(LETTER, "key-1")

    request = route.calls.last.request
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "NZR-1"
    assert json.loads(request.content) == LETTER
    assert (request.headers["idempotency-key"], request.headers["authorization"]) == ("key-1", "Bearer secret")


@pytest.mark.parametrize("code", ["Duplicate", "DHX.Duplicate"])
@pytest.mark.parametrize(("more", "reference"), [({"receiptId": "NZR-1"}, "NZR-1"), ({}, None)])
async def test_duplicate_means_delivered_although_the_first_answer_was_lost(
    operation: Operation, code: str, more: dict[str, str], reference: str | None
) -> None:
    with respx.mock(using="httpx") as ministry:
        ministry.post(SEND).mock(return_value=fault(code, 409, **more))
        outcome = await operation.call(LETTER, "key-1")

    assert isinstance(outcome, Delivered)
    assert (outcome.code, outcome.reference) == ("nazirlik.duplicate", reference)


@pytest.mark.parametrize(
    ("response", "kind", "code"),
    [
        (fault("Validation"), Rejected, "nazirlik.validation"),
        (fault("DHX.Validation", 400), Rejected, "nazirlik.validation"),
        (fault("InvalidAddressee"), Rejected, "nazirlik.invalid_addressee"),
        (fault("SizeLimitExceeded", 413), Rejected, "nazirlik.size_limit"),
        (fault("SenderDoesNotMatch", 403), Rejected, "nazirlik.sender_does_not_match"),
        (fault("UnsupportedVersion", 400), Rejected, "nazirlik.unsupported_version"),
        (fault("ConsignmentReused", 409), Rejected, "nazirlik.consignment_reused"),
        (fault("Teapot", 418), Rejected, "agency.http_418"),
        (httpx.Response(409, json={"code": 7}), Rejected, "agency.http_409"),
        (httpx.Response(409, json=["Duplicate"]), Rejected, "agency.http_409"),
        (httpx.Response(409, text="Duplicate"), Rejected, "agency.http_409"),
        (httpx.Response(409, json={"code": "Duplicate", "more": "x" * 70_000}), Rejected, "agency.http_409"),
        (fault("Duplicate", 500), Unknown, "agency.http_500"),
        (fault("Duplicate", 200), Breach, "agency.contract_json"),
        (httpx.Response(503, headers={"Retry-After": "3"}), Busy, "agency.http_503"),
        (httpx.Response(202, json={}), Breach, "agency.contract_json"),
        (httpx.Response(202, json={"receiptId": 7}), Breach, "agency.contract_json"),
        (httpx.Response(202, json={"receiptId": "ş ə"}), Breach, "agency.contract_json"),
        (httpx.Response(202, json={"receiptId": "1", "consignmentId": "other"}), Breach, "nazirlik.other_consignment"),
        (httpx.Response(202), Unknown, "agency.empty"),
    ],
)
async def test_each_answer_has_its_outcome(
    operation: Operation, response: httpx.Response, kind: type, code: str
) -> None:
    with respx.mock(using="httpx") as ministry:
        ministry.post(SEND).mock(return_value=response)
        outcome = await operation.call(LETTER, "key-1")

    assert type(outcome) is kind
    assert outcome.code == code


@pytest.mark.parametrize(("place", "told"), [("/SenedZerfi/Fayl/0", "/SenedZerfi/Fayl/0"), ("Gülnarə", ""), (5, "")])
async def test_a_fault_tells_its_place_and_no_words_of_others(operation: Operation, place: Any, told: str) -> None:
    with respx.mock(using="httpx") as ministry:
        ministry.post(SEND).mock(return_value=fault("Validation", place=place))
        outcome = await operation.call(LETTER, "key-1")

    assert outcome.detail == told


@pytest.mark.parametrize(
    ("response", "kind", "code"),
    [
        (httpx.Response(202, json={"receiptId": "NZR-1", "consignmentId": "c0ffee"}), Delivered, "delivered"),
        (fault("NotFound", 404), Rejected, "status.not_applied"),
        (httpx.Response(404, html="<html></html>"), Rejected, "agency.http_404"),
        (httpx.Response(502), Unknown, "agency.http_502"),
    ],
)
async def test_only_the_ministrys_own_word_says_that_it_never_got_a_key(
    operation: Operation, response: httpx.Response, kind: type, code: str
) -> None:
    with respx.mock(using="httpx") as ministry:
        ministry.get(f"{SEND}/key-1").mock(return_value=response)
        outcome = await operation.status("key-1")

    assert type(outcome) is kind
    assert outcome.code == code
