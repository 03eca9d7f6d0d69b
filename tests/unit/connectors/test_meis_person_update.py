"""MEİS: the verdict is a number inside HTTP 200."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.connector import Limits
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unknown
from tests.unit.connectors.raw_server import Behaviour, answers, in_turn, raw_server, says

UPDATE, RESULT = b"POST /v3/person/update HTTP/1.1", b"GET /v3/result/key-1 HTTP/1.1"
PERSON = {"fin_kod": "94FMDDD", "soyad": "Ismayilova", "ad": "Gulnare", "dogum_tarixi": 19880307}


async def asked(*behaviours: Behaviour, status: bool = False) -> tuple[Outcome, list[bytes]]:
    """What a call, or a question after it, comes to where MEİS behaves like this; and what MEİS read."""
    limits = {"meis.person.update": Limits(total_s=0.6)}
    async with raw_server(in_turn(*behaviours)) as meis:
        connector = connect(BY_NAME["meis"], AgencyEndpoint(meis.url, "secret", limits=limits))
        operation = connector.operations["meis.person.update"]
        outcome = await (operation.status("key-1") if status else operation.call(PERSON, "key-1"))
        await connector.aclose()
    return outcome, meis.requests


def verdict(status: Any, key: str = "key-1", **more: Any) -> Behaviour:
    return says(200, {"status": status, "sorgu_id": key, **more})


async def test_the_person_is_in_the_body_alone_and_the_key_in_body_and_header() -> None:
    outcome, (request,) = await asked(verdict(0, qeyd_no="M-1"))

    head, _, body = request.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "M-1"
    assert line == UPDATE
    assert json.loads(body) == {**PERSON, "sorgu_id": "key-1"}
    assert {b"Idempotency-Key: key-1", b"X-API-Key: secret"} <= set(headers)


@pytest.mark.parametrize(
    ("behave", "kind", "code"),
    [
        (verdict(7), Rejected, "meis.not_found"),
        (verdict(5), Rejected, "meis.deceased"),
        (verdict(6), Breach, "meis.unknown_status"),
        (verdict("0"), Breach, "agency.contract_json"),
        (verdict(status=True), Breach, "agency.contract_json"),
        (verdict(0, key="key-2"), Breach, "meis.other_request"),
        (answers(200), Unknown, "agency.empty"),
        (answers(200, body=b"OK"), Breach, "agency.contract_json"),
        (answers(200, "Content-Type: text/html", body=b"<html></html>"), Unknown, "agency.html"),
        (answers(503, "Retry-After: 3"), Busy, "agency.http_503"),
        (says(500, {"status": 0, "sorgu_id": "key-1"}), Unknown, "agency.http_500"),
    ],
)
async def test_each_answer_has_its_outcome(behave: Behaviour, kind: type, code: str) -> None:
    outcome, _ = await asked(behave)

    assert type(outcome) is kind
    assert outcome.code == code


async def test_what_was_taken_in_is_asked_after_until_the_verdict() -> None:
    outcome, requests = await asked(verdict(99), verdict(99), verdict(0, qeyd_no="M-2"))

    assert isinstance(outcome, Delivered)
    assert outcome.reference == "M-2"
    assert outcome.exchanged.sent.startswith(b'{"fin_kod"')
    assert [request.split(b"\r\n", 1)[0] for request in requests] == [UPDATE, RESULT, RESULT]


@pytest.mark.parametrize("poll", [verdict(99), verdict(8), answers(500), answers(404)])
async def test_a_wait_without_a_verdict_ends_as_unknown_in_time(poll: Behaviour) -> None:
    outcome, requests = await asked(verdict(99), poll)

    assert isinstance(outcome, Unknown)
    assert outcome.code == "meis.taken_in"
    assert len(requests) > 1


async def test_a_refusal_after_the_wait_is_a_refusal() -> None:
    outcome, _ = await asked(verdict(99), verdict(7))

    assert isinstance(outcome, Rejected)
    assert outcome.code == "meis.not_found"


@pytest.mark.parametrize(
    ("behave", "kind", "code"),
    [
        (verdict(0, qeyd_no="M-1"), Delivered, "delivered"),
        (verdict(8), Rejected, "status.not_applied"),
        (verdict(7), Rejected, "meis.not_found"),
        (verdict(99), Busy, "meis.taken_in"),
        (answers(404), Rejected, "agency.http_404"),
        (answers(503), Busy, "agency.http_503"),
    ],
)
async def test_only_meis_itself_can_say_not_applied(behave: Behaviour, kind: type, code: str) -> None:
    outcome, requests = await asked(behave, status=True)

    assert type(outcome) is kind
    assert outcome.code == code
    assert requests[0].startswith(RESULT)
