"""Content beside the envelope (MTOM): taken byte for byte where a service takes content, and every trick refused."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest

from connectors.xroad.request_hash import request_hash
from hub.soap.services import SERVICES
from tests.integration.api.served import Served
from tests.integration.soap.asking import Told, ask, taken
from tests.integration.soap.people import ENVELOPES, envelope
from tests.integration.soap.security_server import KEY, block_text, handed_on
from tests.integration.soap.test_messages import MESSAGES, NAME, written
from tests.xroad import HERE, blocks

XOP = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="{}"/>'
FILE = b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <file@agency>"
KIND = 'multipart/related; boundary="b1"; type="application/xop+xml"; start="<root@agency>"; start-info="{}"'
ROOT = b'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root@agency>'


def body(content: str = XOP.format("cid:file@agency")) -> str:
    told = f"<t:format>{NAME}</t:format><t:content>{content}</t:content>"
    return f'<t:sendMessage xmlns:t="urn:qayidis-hub:soap:messages:v1">{told}</t:sendMessage>'


def parts(raw: bytes, *beside: tuple[bytes, bytes]) -> bytes:
    each = b"".join(b"--b1\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in ((ROOT, raw), *beside))
    return each + b"--b1--\r\n"


async def send(
    soap: Served, raw: bytes, version: str = "1.1", kind: str = KIND, key: str = "sandbox-edliyye", path: str = MESSAGES
) -> Told:
    media_type = ENVELOPES[version][1].partition(";")[0]
    return await ask(soap, raw, path, key=key, version=version, content_type=kind.format(media_type))


@pytest.mark.parametrize("version", ["1.1", "1.2"])
async def test_content_beside_the_envelope_is_taken_byte_for_byte(soap: Served, version: str) -> None:
    content = written()

    told = await send(soap, parts(envelope(body(), "", version), (FILE, content)), version)

    assert (told.status, told.text("state")) == (200, "accepted"), told.http.text
    assert told.text("receipt/{*}sha256") == hashlib.sha256(content).hexdigest()


ABOUT_12 = 'multipart/related; boundary="b1"; type="application/xop+xml"; start="<root@agency>"; '


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (r'start-info="application/soap+xml; action=\"sendMessage\""', None),
        (r'start-info="application/soap+xml;action=\"sendMessage\""', None),
        ('start-info="application/soap+xml"; action="sendMessage"', None),
        (r'action="sendMessage"; start-info="application/soap+xml; action=\"sendMessage\""', None),
        (r'start-info="application/soap+xml; action=\"sendCard\""', "soap.action"),
        (r'start-info="application/soap+xml; charset=utf-8"; x="; action=other"', None),
    ],
)
async def test_the_action_of_soap_12_in_parts_is_read_where_each_client_says_it(
    soap: Served, about: str, code: str | None
) -> None:
    """JAX-WS and CXF quote the whole Content-Type of the envelope in `start-info`."""
    about = about.replace("sendMessage", SERVICES["messages"].action(SERVICES["messages"].operations[0]))

    told = await send(soap, parts(envelope(body(), "", "1.2"), (FILE, written())), "1.2", ABOUT_12 + about)

    assert (told.code, told.text("state")) == (code, None if code else "accepted"), told.http.text


async def test_base64_inside_an_envelope_in_parts_is_read_as_ever(soap: Served) -> None:
    told = await send(soap, parts(envelope(body(base64.b64encode(written()).decode()), "")))

    assert told.text("state") == "accepted"


async def test_by_xroad_the_hash_is_that_of_the_first_part(soap: Served) -> None:
    header = blocks(f"{HERE}/sendMessage/v1", "AZ-TEST/GOV/2000001/edliyye")
    raw = handed_on(header, body(), more="")

    told = await send(soap, parts(raw, (FILE, written())), key=KEY)

    assert told.text("state") == "accepted", told.http.text
    assert block_text(told, "requestHash") == request_hash(raw)


MORE = FILE.replace(b"file@", b"more@")
WHOLE = envelope(body(), "")


WRONG = (
    (parts(WHOLE), "door.schema"),
    (parts(envelope(body("AAAA"), ""), (FILE, b"x")), "soap.parts"),
    (parts(WHOLE, (MORE, b"x")), "soap.parts"),
    (parts(WHOLE, (FILE, b"x"), (MORE, b"x")), "soap.parts"),
    (parts(WHOLE, (FILE, b"x"), (FILE, b"y")), "soap.parts"),
    (parts(WHOLE, *[(FILE.replace(b"file", b"f%d" % n), b"x") for n in range(9)]), "soap.parts"),
    (parts(WHOLE, (FILE + b"\r\nX-Long: " + b"x" * 5000, b"x")), "soap.parts"),
    (parts(WHOLE, (FILE.replace(b"binary", b"base64"), b"eA==")), "soap.parts"),
    (parts(WHOLE, (FILE.replace(b"binary", b"quoted-printable"), b"x")), "soap.parts"),
    (parts(envelope(body(XOP.format("cid:file@agency") * 2), ""), (FILE, b"x")), "soap.parts"),
    (parts(envelope(body("AAAA" + XOP.format("cid:file@agency")), ""), (FILE, b"x")), "soap.parts"),
    (parts(envelope(body(XOP.format("cid:file@agency") + "AAAA"), ""), (FILE, b"x")), "soap.parts"),
    (
        parts(envelope(body("AAAA").replace(NAME, XOP.format("cid:file@agency")), ""), (FILE, b"x")),
        "soap.parts",
    ),
    (
        parts(envelope(body("AAAA"), f"<o:b xmlns:o='urn:o'>{XOP.format('cid:file@agency')}</o:b>"), (FILE, b"x")),
        "soap.parts",
    ),
    (WHOLE, "soap.parts"),
    (parts(WHOLE, (FILE, b"x"))[:-8], "soap.parts"),
    (b"--b1\r\n\r\n--b1--\r\n", "soap.parts"),
)


async def test_parts_that_are_not_as_agreed_are_refused(soap: Served) -> None:
    told = [await send(soap, raw) for raw, _ in WRONG]

    assert [(each.status, each.code) for each in told] == [(500, code) for _, code in WRONG]
    assert await taken(soap, NAME) == 0


ELSEWHERE = (
    "file:///etc/passwd",
    "http://127.0.0.1:9/x",
    "file@agency",
    "cid:../../etc/passwd",
    "cid:%2e%2e%2ffile@agency",
    "cid:root@agency",
    "cid:<file@agency>",
    "CID:file@agency",
    "cid:",
    "",
)


async def test_a_reference_opens_nothing_but_the_part_of_that_id(soap: Served) -> None:
    for href in ELSEWHERE:
        told = await send(soap, parts(envelope(body(XOP.format(href.replace("<", "&lt;"))), ""), (FILE, written())))

        assert told.code == "soap.parts", href


KINDS = (
    "multipart/related",
    'multipart/related; boundary=""; type="application/xop+xml"',
    f'multipart/related; boundary="{"b" * 71}"; type="application/xop+xml"',
    'multipart/related; boundary="b1"; start="<other@agency>"',
    'multipart/related; boundary="b1"; start="<file@agency>"',
    "multipart/related;" + " x=y;" * 1_000 + " boundary=b1",
)


async def test_a_content_type_that_does_not_lead_to_one_envelope_is_refused(soap: Served) -> None:
    for kind in KINDS:
        assert (await send(soap, parts(WHOLE, (FILE, written())), kind=kind)).code == "soap.parts", kind


async def test_services_that_only_answer_take_no_parts(soap: Served) -> None:
    told = await send(soap, parts(WHOLE, (FILE, b"x")), path="/soap/idp-status")

    assert (told.status, told.code) == (415, "soap.content_type")


async def test_beyond_the_services_cap_nothing_is_read_and_bombs_take_no_time(soap: Served) -> None:
    began = time.monotonic()
    large = await send(soap, parts(WHOLE, (FILE, b"x" * (9 * 1024 * 1024))))
    boundaries = await send(soap, b"--b1\r\n" * 300_000)
    nodes = await send(soap, parts(envelope(body("<a/>" * 100_000), ""), (FILE, b"x")))

    assert (large.status, large.code) == (413, "door.too_large")
    assert (boundaries.code, nodes.code) == ("soap.parts", "door.xml_too_many_nodes")
    assert time.monotonic() - began < 5
