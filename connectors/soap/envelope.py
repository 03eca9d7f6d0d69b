"""Reads a SOAP 1.1 envelope by position: one Envelope, at most one Header before one Body, one element in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.parsing import XmlRefused, parse_xml

NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/"
ENVELOPE, HEADER, BODY, FAULT = (f"{{{NAMESPACE}}}{name}" for name in ("Envelope", "Header", "Body", "Fault"))


class EnvelopeRefused(ValueError):
    """No envelope that we read; `code` is stable, the text holds no values."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


def body_of(raw: bytes) -> etree._Element:
    """The only element of the only Body. Raises EnvelopeRefused."""
    try:
        root = parse_xml(raw)
    except XmlRefused as error:
        raise EnvelopeRefused("agency.contract_xml", f"{error.code} at {error.place}") from error
    if root.tag != ENVELOPE:
        raise EnvelopeRefused("agency.contract_envelope", "no SOAP 1.1 envelope")
    names = [str(child.tag) for child in root]
    if names not in ([BODY], [HEADER, BODY]):
        raise EnvelopeRefused("agency.contract_envelope", "not one Header at most and one Body")
    body = root[-1]
    if len(body) != 1:
        raise EnvelopeRefused("agency.contract_envelope", "not one element in the Body")
    return body[0]


def blocks_of(body: etree._Element) -> Iterator[etree._Element]:
    """The header blocks of the message whose Body's element this is."""
    parent = body.getparent()
    header = None if parent is None else parent.getprevious()
    return iter(()) if header is None else iter(header)


def header_of(raw: bytes) -> dict[str, str]:
    """The header's text fields by local name; only for a message whose Body was read. Raises EnvelopeRefused."""
    return {etree.QName(field).localname: field.text or "" for field in blocks_of(body_of(raw))}
