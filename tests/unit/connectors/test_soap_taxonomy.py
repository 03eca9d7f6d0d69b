"""The retry taxonomy for SOAP: status and content type first, then the envelope, then the schema, then the words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import respx

from connectors.agencies import AgencyEndpoint
from connectors.agencies.azeriqaz.connector import connect
from connectors.connector import Operation
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unknown

BASE = "http://azeriqaz.test"
URL = f"{BASE}/abonent"
ANSWERS = Path(__file__).parent / "answers"
SUBSCRIBER = {
    "AbonentKodu": "3000000000",
    "FIN": "94FMDDD",
    "Soyad": "İsmayılova",
    "Ad": "Gülnarə",
    "VefatTarixi": None,
    "MecburiKockun": "1",
}


@pytest.fixture
async def operation() -> AsyncIterator[Operation]:
    connector = connect(AgencyEndpoint(BASE, "secret"))
    yield connector.operations["azeriqaz.subscriber.update"]
    await connector.aclose()


async def answered(operation: Operation, status: int, name: str, content_type: str = "text/xml") -> Outcome:
    body = (ANSWERS / name).read_bytes() if name else b""
    with respx.mock(using="httpx") as agency:
        agency.post(URL).respond(status, content=body, headers={"Content-Type": content_type})
        return await operation.call(SUBSCRIBER, "key-1")


@pytest.mark.parametrize(
    ("status", "name", "kind", "code"),
    [
        (200, "applied.xml", Delivered, "delivered"),
        (200, "applied_with_header.xml", Delivered, "delivered"),
        (200, "error_301.xml", Rejected, "azeriqaz.no_such_subscriber"),
        (200, "error_900.xml", Busy, "azeriqaz.busy"),
        (200, "", Unknown, "agency.empty"),
        (202, "", Unknown, "agency.accepted"),
        (500, "fault_server.xml", Unknown, "agency.fault_server"),
        (500, "fault_server_dotted.xml", Unknown, "agency.fault_server"),
        (500, "fault_client.xml", Rejected, "agency.fault_client"),
        (400, "fault_client.xml", Rejected, "agency.fault_client"),
        (500, "fault_must_understand.xml", Rejected, "agency.fault_must_understand"),
        (500, "fault_version.xml", Rejected, "agency.fault_version"),
        (500, "fault_security.xml", Rejected, "agency.unauthorised"),
        (500, "fault_unbound_prefix.xml", Unknown, "agency.fault_other"),
        (200, "fault_server.xml", Unknown, "agency.fault_server"),
        (200, "fault_client.xml", Rejected, "agency.fault_client"),
        (503, "fault_client.xml", Busy, "agency.http_503"),
        (502, "fault_client.xml", Unknown, "agency.http_502"),
        (401, "fault_server.xml", Rejected, "agency.unauthorised"),
        (404, "", Rejected, "agency.http_404"),
        (500, "proxy.xml", Unknown, "agency.http_500"),
        (500, "cut.xml", Unknown, "agency.http_500"),
        (500, "applied.xml", Unknown, "agency.http_500"),
        (400, "proxy.xml", Rejected, "agency.http_400"),
        (200, "proxy.xml", Breach, "agency.contract_envelope"),
        (200, "soap12.xml", Breach, "agency.contract_envelope"),
        (200, "two_bodies.xml", Breach, "agency.contract_envelope"),
        (200, "body_before_header.xml", Breach, "agency.contract_envelope"),
        (200, "two_elements.xml", Breach, "agency.contract_envelope"),
        (200, "empty_body.xml", Breach, "agency.contract_envelope"),
        (200, "cut.xml", Breach, "agency.contract_xml"),
        (200, "doctype.xml", Breach, "agency.contract_xml"),
        (200, "wrong_element.xml", Breach, "agency.contract_schema"),
        (200, "missing_element.xml", Breach, "agency.contract_schema"),
        (200, "text_for_a_number.xml", Breach, "agency.contract_schema"),
        (200, "status_answer.xml", Breach, "agency.contract_element"),
        (200, "other_request.xml", Breach, "azeriqaz.other_request"),
    ],
)
async def test_each_answer_has_its_outcome(operation: Operation, status: int, name: str, kind: type, code: str) -> None:
    outcome = await answered(operation, status, name)

    assert type(outcome) is kind
    assert outcome.code == code
    assert "94FMDDD" not in outcome.detail


@pytest.mark.parametrize(
    ("status", "content_type", "kind", "code"),
    [
        (200, "text/html", Unknown, "agency.html"),
        (500, "text/html", Unknown, "agency.http_500"),
        (502, "text/html", Unknown, "agency.http_502"),
        (200, "text/plain", Breach, "agency.content_type"),
        (200, "multipart/related", Breach, "agency.content_type"),
    ],
)
async def test_an_envelope_of_another_type_is_not_read(
    operation: Operation, status: int, content_type: str, kind: type, code: str
) -> None:
    outcome = await answered(operation, status, "fault_client.xml", content_type)

    assert type(outcome) is kind
    assert outcome.code == code


async def test_the_request_carries_action_type_key_and_the_address_of_our_settings(operation: Operation) -> None:
    with respx.mock(using="httpx") as agency:
        route = agency.post(URL).respond(200, content=(ANSWERS / "applied.xml").read_bytes())
        await operation.call(SUBSCRIBER, "key-1")

    request = route.calls.last.request
    assert request.headers["soapaction"] == '"urn:azeriqaz:abonent:v1:AbonentYenile"'
    assert request.headers["content-type"] == "text/xml; charset=utf-8"
    assert b"<ns0:SorguId>key-1</ns0:SorguId>" in request.content
    assert b"VefatTarixi" not in request.content


async def test_a_document_that_the_schema_refuses_is_rejected_unsent(operation: Operation) -> None:
    with respx.mock(using="httpx", assert_all_called=False) as agency:
        route = agency.post(URL)
        outcome = await operation.call({**SUBSCRIBER, "FIN": "O4FMDDD"}, "key-1")

    assert isinstance(outcome, Rejected)
    assert outcome.code == "connector.document"
    assert not outcome.exchanged.reached
    assert "O4FMDDD" not in outcome.detail
    assert not route.called


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("status_answer.xml", Delivered, "delivered"),
        ("status_not_found.xml", Rejected, "status.not_applied"),
        ("applied.xml", Breach, "agency.contract_element"),
        ("error_900.xml", Busy, "azeriqaz.busy"),
        ("fault_client.xml", Rejected, "agency.fault_client"),
    ],
)
async def test_only_azeriqaz_itself_can_say_not_applied(operation: Operation, name: str, kind: type, code: str) -> None:
    with respx.mock(using="httpx") as agency:
        agency.post(URL).respond(
            200, content=(ANSWERS / name).read_bytes(), headers={"Content-Type": "text/xml; charset=utf-8"}
        )
        outcome = await operation.status("key-1")

    assert type(outcome) is kind
    assert outcome.code == code
