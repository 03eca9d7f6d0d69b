"""Calls to an agency that asks for WS-Security: what it gets proves us; of its answer only what it signed is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from lxml import etree

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Breach, Delivered, Outcome, Rejected
from connectors.parsing import parse_xml
from connectors.soap.envelope import body_of
from connectors.soap.security.agency import AgencySecurity
from connectors.soap.security.signature import Signer, check_signature
from connectors.soap.security.user import User, check_user
from tests.unit.connectors.raw_server import answers, raw_server
from tests.unit.connectors.test_soap_security import CERTIFICATE, KEY, NOW, SOAP, evil_body, wrapper

ANSWER = '<MelumatYenileCavab xmlns="urn:azersu:abonent:v2"><Nomre>key-1</Nomre><Qeyd>{}</Qeyd></MelumatYenileCavab>'
US = AgencySecurity(lambda: NOW, User("hub", "a secret of both"), Signer(KEY, CERTIFICATE), CERTIFICATE)
SUBSCRIBER = {"Abonent": "1234567", "FIN": "94FMDDD", "Soyad": "İsmayılova", "Ad": "Gülnarə"}


def unsigned(reference: str = "ASU-1") -> bytes:
    inner = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{ANSWER.format(reference)}</s:Body></s:Envelope>'
    return inner.encode()


def signed(reference: str = "ASU-1") -> bytes:
    return AgencySecurity(lambda: NOW, signer=Signer(KEY, CERTIFICATE)).secured(unsigned(reference))


def wrapped() -> bytes:
    """The signed Body in a wrapper, and a forged one that tells another reference."""
    root = parse_xml(signed())
    wrapper(root[0], evil_body(root))
    root[-1][0].getparent().replace(root[-1][0], body_of(unsigned("ASU-666")))  # type: ignore[union-attr]  # it has one
    return etree.tostring(root)


async def called(answer: bytes, security: AgencySecurity = US, status: int = 200) -> tuple[Outcome, bytes]:
    async with raw_server(answers(status, "Content-Type: text/xml; charset=utf-8", body=answer)) as server:
        connector = connect(BY_NAME["azersu"], AgencyEndpoint(server.url, "secret", security=security))
        outcome = await connector.operations["azersu.subscriber.update"].call(SUBSCRIBER, "key-1")
        await connector.aclose()
    return outcome, server.requests[0].partition(b"\r\n\r\n")[2]


async def test_a_call_bears_the_users_token_and_a_signature_over_body_and_header() -> None:
    outcome, posted = await called(signed())

    assert isinstance(outcome, Delivered), outcome
    assert outcome.reference == "ASU-1"
    root = parse_xml(posted)
    assert check_signature(root, CERTIFICATE, NOW).body.findtext("{*}Nomre") == "key-1"
    assert check_user(root[0], User("hub", "a secret of both"), NOW).startswith("nonce ")
    assert b"a secret of both" not in posted


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (unsigned, "security.missing"),
        (lambda: signed().replace(b"ASU-1", b"ASU-2"), "security.signature"),
        (wrapped, "security.references"),
    ],
)
async def test_an_answer_that_is_not_signed_as_agreed_is_a_breach(answer: Callable[[], bytes], code: str) -> None:
    outcome, _ = await called(answer())

    assert isinstance(outcome, Breach)
    assert (outcome.code, outcome.detail) == ("agency.security", code)


async def test_an_old_answer_is_a_breach() -> None:
    later = AgencySecurity(lambda: NOW + timedelta(minutes=6), certificate=CERTIFICATE)

    outcome, _ = await called(signed(), later)

    assert isinstance(outcome, Breach)
    assert outcome.detail == "security.stale"


async def test_a_fault_that_nobody_signed_says_nothing_and_the_status_does() -> None:
    fault = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode>s:Client</faultcode></s:Fault></s:Body></s:Envelope>'
    )

    signed_for, _ = await called(fault.encode(), status=500)
    plain, _ = await called(fault.encode(), AgencySecurity(lambda: NOW), status=500)

    assert signed_for.code == "agency.http_500"
    assert isinstance(plain, Rejected)
