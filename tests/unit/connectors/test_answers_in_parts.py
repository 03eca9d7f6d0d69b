"""An answer whose file travels beside the envelope: what is read, and what is a breach of the contract."""

from __future__ import annotations

import base64
import hashlib

import pytest
from lxml import etree

from connectors.operations import Attachment
from connectors.parsing import parse_xml
from connectors.soap.envelope import EnvelopeRefused
from connectors.soap.mtom import MAX_PARTS, read_parts, take_file

PDF = b"%PDF-1.4\r\n--not-the-mark\r\n\x00\xff\r\n"
PAPER = Attachment(field="Pdf", digest="Hash", media_type="application/pdf", begins=b"%PDF-", most_bytes=100)
XOP = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:{}"/>'
ABOUT = 'multipart/related; boundary="mark"; type="application/xop+xml"; start="<root@x>"'
ROOT = 'Content-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\nContent-ID: <root@x>'
FILE = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <file@x>"


def body(content: str, digest: str | None = None) -> str:
    digest = hashlib.sha256(PDF).hexdigest() if digest is None else digest
    return f"<A><Hash>{digest}</Hash><Pdf>{content}</Pdf></A>"


def in_parts(*parts: tuple[str, bytes], end: bytes = b"--") -> bytes:
    pieces = [b"--mark\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts]
    return b"".join([*pieces, b"--mark" + end])


def taken(envelope: str, *beside: tuple[str, bytes]) -> tuple[bytes | None, etree._Element]:
    parts = read_parts(ABOUT, in_parts((ROOT, envelope.encode()), *beside))
    element = parse_xml(parts.envelope)
    return take_file(element, PAPER, parts.beside), element


def test_a_file_beside_the_envelope_is_taken_to_the_byte_and_leaves_an_empty_field() -> None:
    file, element = taken(body(XOP.format("file%40x")), (FILE, PDF))

    assert file == PDF
    assert (element.findtext("Pdf"), len(element[1])) == ("", 0)


def test_a_small_file_may_stand_inline() -> None:
    encoded = base64.b64encode(PDF).decode()
    element = parse_xml(body(f"{encoded[:8]}\n {encoded[8:]}").encode())

    assert take_file(element, PAPER, {}) == PDF
    assert element.findtext("Pdf") == ""


@pytest.mark.parametrize("envelope", ["<A/>", "<A><Pdf/></A>"])
def test_no_file_is_no_file(envelope: str) -> None:
    assert take_file(parse_xml(envelope.encode()), PAPER, {}) is None


@pytest.mark.parametrize(
    ("envelope", "beside", "code"),
    [
        (body(XOP.format("other@x")), [(FILE, PDF)], "agency.contract_parts"),
        (body(XOP.format("file@x") * 2), [(FILE, PDF)], "agency.contract_parts"),
        (body(XOP.format("file@x") * 2), [(FILE, PDF), (FILE.replace("file", "more"), PDF)], "agency.contract_parts"),
        (body(XOP.format("file@x")), [(FILE, PDF), (FILE.replace("file", "more"), PDF)], "agency.contract_parts"),
        (body(""), [(FILE, PDF)], "agency.contract_parts"),
        (f"<A><B>{XOP.format('file@x')}</B></A>", [(FILE, PDF)], "agency.contract_parts"),
        (body(XOP.format("file@x")), [(FILE.replace("application/pdf", "text/html"), PDF)], "agency.contract_parts"),
        (body(XOP.format("file@x")), [(FILE, b"%PDF-" + b"x" * 100)], "agency.file_too_large"),
        (body(base64.b64encode(b"%PDF-" + b"x" * 100).decode()), [], "agency.file_too_large"),
        (body("%%%"), [], "agency.contract_schema"),
        (body(base64.b64encode(b"MZ").decode()), [], "agency.file_kind"),
        (body(XOP.format("file@x"), "0" * 64), [(FILE, PDF)], "agency.file_digest"),
        (f"<A><Pdf>{XOP.format('file@x')}</Pdf></A>", [(FILE, PDF)], "agency.file_digest"),
    ],
)
def test_a_file_that_is_not_as_agreed_is_a_breach(envelope: str, beside: list[tuple[str, bytes]], code: str) -> None:
    with pytest.raises(EnvelopeRefused) as refused:
        taken(envelope, *beside)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("about", "raw"),
    [
        ("multipart/related", in_parts((ROOT, b"<A/>"))),
        (f"multipart/related; boundary={'m' * 71}", in_parts((ROOT, b"<A/>"))),
        (ABOUT, in_parts((ROOT, b"<A/>"), end=b"")),
        (ABOUT, in_parts((ROOT, b"<A/>"), *[(FILE.replace("file", f"f{n}"), b"") for n in range(MAX_PARTS)])),
        (ABOUT, in_parts((ROOT, b"<A/>"), (FILE, PDF), (FILE, PDF))),
        (ABOUT, in_parts((ROOT, b"<A/>"), (ROOT, b"<A/>"))),
        (ABOUT, in_parts((ROOT.replace("root", "other"), b"<A/>"))),
        (ABOUT, in_parts((ROOT.replace("application/xop+xml", "text/html"), b"<A/>"))),
        (ABOUT, in_parts((ROOT, b"<A/>"), (FILE.replace("binary", "base64"), PDF))),
        (ABOUT, b"--mark\r\nContent-Type: text/xml\r\n--mark--"),
        (ABOUT, in_parts((f"{ROOT}\r\nX: {'x' * 5000}", b"<A/>"))),
        (ABOUT, b""),
    ],
)
def test_parts_that_cannot_be_told_apart_are_a_breach(about: str, raw: bytes) -> None:
    with pytest.raises(EnvelopeRefused) as refused:
        read_parts(about, raw)

    assert refused.value.code == "agency.contract_parts"


def test_the_first_part_is_the_envelope_where_no_start_is_named() -> None:
    folded = ROOT.replace("; type", ";\r\n\ttype")

    parts = read_parts("multipart/related; boundary=mark", in_parts((folded, b"<A/>"), (FILE, PDF)))

    assert (parts.envelope, parts.beside["file@x"].body) == (b"<A/>", PDF)
