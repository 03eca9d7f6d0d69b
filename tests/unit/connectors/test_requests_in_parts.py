"""A request whose file goes beside the envelope: read here by the standard library's own reader of messages."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import HTTP
from typing import Any, BinaryIO

import pytest

from connectors.agencies import BY_NAME
from connectors.agencies.emlak.agency import RIGHT
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Delivered, Outcome, Rejected
from connectors.parsing import parse_xml
from connectors.soap.security.agency import AgencySecurity
from connectors.soap.security.signature import Signer, check_signature
from tests.unit.connectors.raw_server import RawServer, answers, raw_server
from tests.unit.connectors.test_soap_security import CERTIFICATE, KEY, NOW, SOAP

PDF = b"%PDF-1.7\r\n--boundary?\r\n\x00\xff" + bytes(range(256)) * 1000
TOLD = {"FIN": "94FMDDD", "EvNo": "A-17", "Mentaqe": "Ağalı", "BaslanmaTarixi": "2026-03-31", "AktNo": "T-1",
        "AktHash": hashlib.sha256(PDF).hexdigest()}  # fmt: skip
ANSWER = (
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body><IstifadeHuququCavab xmlns="urn:emlak:reyestr:v1">'
    "<SorguId>key-1</SorguId><QeydNo>H-1</QeydNo></IstifadeHuququCavab></s:Body></s:Envelope>"
).encode()


class Pieces(io.BytesIO):
    """Remembers the most that was asked for at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, len(PDF) if size is None or size < 0 else size)
        return super().read(size)


def held(raw: bytes) -> Callable[[str], BinaryIO]:
    return lambda _digest: Pieces(raw)


async def told(contents: Callable[[str], BinaryIO] | None, **more: Any) -> tuple[Outcome, RawServer]:
    async with raw_server(answers(200, "Content-Type: text/xml; charset=utf-8", body=ANSWER)) as server:
        connector = connect(BY_NAME["emlak"], AgencyEndpoint(server.url, "secret", contents=contents, **more))
        outcome = await connector.operations[RIGHT.name].call(TOLD, "key-1")
        await connector.aclose()
    return outcome, server


async def test_the_file_goes_beside_the_envelope_to_the_byte_and_the_envelope_refers_to_it() -> None:
    outcome, server = await told(held(PDF))

    (request,) = server.requests
    _, _, head_and_body = request.partition(b"\r\n")
    message = message_from_bytes(head_and_body, policy=HTTP)
    assert isinstance(message, EmailMessage)
    envelope, file = message.iter_parts()
    assert isinstance(outcome, Delivered)
    assert (message.get_content_type(), message.get_param("type")) == ("multipart/related", "application/xop+xml")
    assert message.get_param("start") == envelope["Content-ID"]
    assert (envelope.get_content_type(), envelope.get_param("type")) == ("application/xop+xml", "text/xml")
    assert (file.get_content_type(), file.get_payload(decode=True)) == ("application/pdf", PDF)
    root = parse_xml(envelope.get_payload(decode=True))  # type: ignore[arg-type]  # one part is bytes
    (include,) = root.iter("{http://www.w3.org/2004/08/xop/include}Include")
    assert include.get("href") == f"cid:{file['Content-ID'].strip('<>')}"
    assert root.findtext(".//{*}AktHash") == hashlib.sha256(PDF).hexdigest()


async def test_what_is_kept_of_the_call_is_the_envelope_with_the_digest_and_nothing_of_the_file() -> None:
    outcome, server = await told(held(PDF))

    assert PDF[:20] in server.requests[0]
    assert PDF[:20] not in outcome.exchanged.sent
    assert TOLD["AktHash"].encode() in outcome.exchanged.sent


async def test_it_is_never_held_as_a_whole() -> None:
    opened: list[Pieces] = []

    def contents(_digest: str) -> BinaryIO:
        opened.append(Pieces(PDF))
        return opened[-1]

    await told(contents)

    assert 0 < max(each.most for each in opened) < len(PDF) / 2
    assert all(each.closed for each in opened)


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (None, "connector.no_file"),
        (held(b"<html>"), "connector.file_kind"),
        (held(b"%PDF-" + b"x" * 4 * 1024 * 1024), "connector.file_too_large"),
    ],
)
async def test_a_file_that_is_not_as_agreed_is_not_sent(contents: Callable[[str], BinaryIO] | None, code: str) -> None:
    outcome, server = await told(contents)

    assert (type(outcome), outcome.code, server.requests) == (Rejected, code, [])


@pytest.mark.parametrize("raw", [PDF, b"<html>"])
async def test_where_the_message_is_signed_the_file_stands_in_it_under_the_signature(raw: bytes) -> None:
    outcome, server = await told(held(raw), security=AgencySecurity(lambda: NOW, signer=Signer(KEY, CERTIFICATE)))

    if raw is not PDF:
        assert (outcome.code, server.requests) == ("connector.file_kind", [])
        return
    assert isinstance(outcome, Delivered)
    root = parse_xml(server.requests[0].partition(b"\r\n\r\n")[2])
    signed = check_signature(root, CERTIFICATE, NOW).body
    assert base64.b64decode(signed.findtext("{*}AktPdf") or "") == PDF
