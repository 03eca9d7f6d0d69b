"""A ministry's answers to a consignment: a receipt, a fault by DHX's name, or something that says neither."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unknown
from tests.unit.connectors.raw_server import Behaviour, answers, raw_server, says

LETTER = {"consignmentId": "c0ffee", "SenedZerfi": {"Movzu": "Sorğu"}}


async def asked(behave: Behaviour, *, status: bool = False) -> tuple[Outcome, bytes]:
    """What a call, or a question after it, comes to where the ministry behaves like this; and what it read."""
    async with raw_server(behave) as ministry:
        connector = connect(BY_NAME["nazirlik"], AgencyEndpoint(ministry.url, "secret"))
        operation = connector.operations["nazirlik.send_document"]
        outcome = await (operation.status("key-1") if status else operation.call(LETTER, "key-1"))
        await connector.aclose()
    (request,) = ministry.requests
    return outcome, request


def fault(code: str, status: int = 422, **more: Any) -> Behaviour:
    return says(status, {"code": code, **more})


async def test_the_document_goes_as_it_is_under_our_key_and_the_receipt_is_the_reference() -> None:
    outcome, request = await asked(says(202, {"receiptId": "NZR-1"}))

    head, _, body = request.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "NZR-1"
    assert line == b"POST /v1/documents HTTP/1.1"
    assert json.loads(body) == LETTER
    assert {b"Idempotency-Key: key-1", b"Authorization: Bearer secret"} <= set(headers)


@pytest.mark.parametrize("code", ["Duplicate", "DHX.Duplicate"])
@pytest.mark.parametrize(("more", "reference"), [({"receiptId": "NZR-1"}, "NZR-1"), ({}, None)])
async def test_duplicate_means_delivered_although_the_first_answer_was_lost(
    code: str, more: dict[str, str], reference: str | None
) -> None:
    outcome, _ = await asked(fault(code, 409, **more))

    assert isinstance(outcome, Delivered)
    assert (outcome.code, outcome.reference) == ("nazirlik.duplicate", reference)


@pytest.mark.parametrize(
    ("behave", "kind", "code"),
    [
        (fault("Validation"), Rejected, "nazirlik.validation"),
        (fault("DHX.Validation", 400), Rejected, "nazirlik.validation"),
        (fault("InvalidAddressee"), Rejected, "nazirlik.invalid_addressee"),
        (fault("SizeLimitExceeded", 413), Rejected, "nazirlik.size_limit"),
        (fault("SenderDoesNotMatch", 403), Rejected, "nazirlik.sender_does_not_match"),
        (fault("UnsupportedVersion", 400), Rejected, "nazirlik.unsupported_version"),
        (fault("ConsignmentReused", 409), Rejected, "nazirlik.consignment_reused"),
        (fault("Teapot", 418), Rejected, "agency.http_418"),
        (says(409, {"code": 7}), Rejected, "agency.http_409"),
        (says(409, ["Duplicate"]), Rejected, "agency.http_409"),
        (answers(409, "Content-Type: text/plain", body=b"Duplicate"), Rejected, "agency.http_409"),
        (says(409, {"code": "Duplicate", "more": "x" * 70_000}), Rejected, "agency.http_409"),
        (fault("Duplicate", 500), Unknown, "agency.http_500"),
        (fault("Duplicate", 200), Breach, "agency.contract_json"),
        (answers(503, "Retry-After: 3"), Busy, "agency.http_503"),
        (says(202, {}), Breach, "agency.contract_json"),
        (says(202, {"receiptId": 7}), Breach, "agency.contract_json"),
        (says(202, {"receiptId": "ş ə"}), Breach, "agency.contract_json"),
        (says(202, {"receiptId": "1", "consignmentId": "other"}), Breach, "nazirlik.other_consignment"),
        (answers(202), Unknown, "agency.empty"),
    ],
)
async def test_each_answer_has_its_outcome(behave: Behaviour, kind: type, code: str) -> None:
    outcome, _ = await asked(behave)

    assert type(outcome) is kind
    assert outcome.code == code


@pytest.mark.parametrize(("place", "told"), [("/SenedZerfi/Fayl/0", "/SenedZerfi/Fayl/0"), ("Gülnarə", ""), (5, "")])
async def test_a_fault_tells_its_place_and_no_words_of_others(place: Any, told: str) -> None:
    outcome, _ = await asked(fault("Validation", place=place))

    assert outcome.detail == told


@pytest.mark.parametrize(
    ("behave", "kind", "code"),
    [
        (says(202, {"receiptId": "NZR-1", "consignmentId": "c0ffee"}), Delivered, "delivered"),
        (fault("NotFound", 404), Rejected, "status.not_applied"),
        (answers(404, "Content-Type: text/html", body=b"<html></html>"), Rejected, "agency.http_404"),
        (answers(502), Unknown, "agency.http_502"),
    ],
)
async def test_only_the_ministrys_own_word_says_that_it_never_got_a_key(
    behave: Behaviour, kind: type, code: str
) -> None:
    outcome, request = await asked(behave, status=True)

    assert type(outcome) is kind
    assert outcome.code == code
    assert request.startswith(b"GET /v1/documents/key-1 HTTP/1.1")
