"""The retry taxonomy for SOAP: status and content type first, then the envelope, then the schema, then the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Rejected, Unknown
from tests.unit.connectors.raw_server import Behaviour, answers, raw_server

ANSWERS = Path(__file__).parent / "answers"
SUBSCRIBER = {
    "AbonentKodu": "3000000000",
    "FIN": "94FMDDD",
    "Soyad": "İsmayılova",
    "Ad": "Gülnarə",
    "VefatTarixi": None,
    "MecburiKockun": "1",
}


async def asked(
    behave: Behaviour, subscriber: Document = SUBSCRIBER, *, status: bool = False
) -> tuple[Outcome, list[bytes]]:
    """What a call, or a question after it, comes to where Azəriqaz behaves like this; and what it read."""
    async with raw_server(behave) as agency:
        connector = connect(BY_NAME["azeriqaz"], AgencyEndpoint(agency.url, "secret"))
        operation = connector.operations["azeriqaz.subscriber.update"]
        outcome = await (operation.status("key-1") if status else operation.call(subscriber, "key-1"))
        await connector.aclose()
    return outcome, agency.requests


def envelope(status: int, name: str, content_type: str = "text/xml") -> Behaviour:
    return answers(status, f"Content-Type: {content_type}", body=(ANSWERS / name).read_bytes() if name else b"")


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
async def test_each_answer_has_its_outcome(status: int, name: str, kind: type, code: str) -> None:
    outcome, _ = await asked(envelope(status, name))

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
async def test_an_envelope_of_another_type_is_not_read(status: int, content_type: str, kind: type, code: str) -> None:
    outcome, _ = await asked(envelope(status, "fault_client.xml", content_type))

    assert type(outcome) is kind
    assert outcome.code == code


async def test_the_request_carries_action_type_key_and_the_address_of_our_settings() -> None:
    _, (request,) = await asked(envelope(200, "applied.xml"))

    head, _, body = request.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    assert line == b"POST /abonent HTTP/1.1"
    assert b'SOAPAction: "urn:azeriqaz:abonent:v1:AbonentYenile"' in headers
    assert b"Content-Type: text/xml; charset=utf-8" in headers
    assert b"<ns0:SorguId>key-1</ns0:SorguId>" in body
    assert b"VefatTarixi" not in body


async def test_a_document_that_the_schema_refuses_is_rejected_unsent() -> None:
    outcome, requests = await asked(envelope(200, "applied.xml"), {**SUBSCRIBER, "FIN": "O4FMDDD"})

    assert isinstance(outcome, Rejected)
    assert outcome.code == "connector.document"
    assert not outcome.exchanged.reached
    assert "O4FMDDD" not in outcome.detail
    assert requests == []


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
async def test_only_azeriqaz_itself_can_say_not_applied(name: str, kind: type, code: str) -> None:
    outcome, _ = await asked(envelope(200, name, "text/xml; charset=utf-8"), status=True)

    assert type(outcome) is kind
    assert outcome.code == code
