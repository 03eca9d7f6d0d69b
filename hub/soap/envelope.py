"""Reads an envelope by position: one Envelope of the announced version, at most one Header, one Body with one element.

Whatever else stands there is refused: two readers that look for a Body by name could find two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from connectors.parsing import XmlRefused, parse_xml
from hub.errors import Refused, Words
from hub.soap.versions import SOAP_11, SOAP_12, Version

MOST_NODES = 5_000
"""Elements and attributes of one request; content goes as Base64, which is one."""
MOST_HEADERS = 32
_TRUE = frozenset(("1", "true"))


class VersionMismatch(Refused):
    """An envelope of another namespace than the Content-Type announced (SOAP 1.1, 4.4.1; SOAP 1.2, 2.8)."""

    def __init__(self) -> None:
        super().__init__("soap.version_mismatch", _VERSION, place="/Envelope")


class NotUnderstood(Refused):
    """Header blocks that must be understood and are not (SOAP 1.1, 4.2.3; SOAP 1.2, 2.4)."""

    def __init__(self, blocks: tuple[str, ...]) -> None:
        super().__init__(
            "soap.must_understand",
            Words(
                "Başlıqda mustUnderstand ilə işarələnmiş, tanınmayan blok var.",
                "The header has a block marked mustUnderstand that is not understood.",
            ),
            place="/Envelope/Header",
        )
        self.blocks = blocks


@dataclass(frozen=True, slots=True)
class Envelope:
    """`headers` are the blocks for us, in order; `body` is the one element that was sent, `root` the whole."""

    version: Version
    headers: tuple[etree._Element, ...]
    body: etree._Element
    root: etree._Element

    def header(self, tag: str) -> etree._Element | None:
        """The block of that qualified name; Refused if there are two."""
        found = [block for block in self.headers if block.tag == tag]
        if len(found) > 1:
            raise Refused(
                "soap.header_twice",
                Words("Başlıq bloku bir dəfə göndərilir.", "A header block is sent once."),
                place="/Envelope/Header",
            )
        return found[0] if found else None


def read_envelope(raw: bytes, version: Version, max_bytes: int) -> Envelope:
    """Raises VersionMismatch, or Refused with the place."""
    try:
        root = parse_xml(raw, max_bytes=max_bytes, max_nodes=MOST_NODES)
    except XmlRefused as refused:
        raise Refused(refused.code, Words(*refused.text), place=refused.place) from refused
    name = etree.QName(root)
    if name.localname == "Envelope" and name.namespace != version.namespace:
        raise VersionMismatch
    names = [str(child.tag) for child in root]
    head, body = version.tag("Header"), version.tag("Body")
    if root.tag != version.tag("Envelope") or names not in ([body], [head, body]):
        raise Refused("soap.envelope", _ENVELOPE, place="/Envelope")
    if len(root[-1]) != 1:
        raise Refused(
            "soap.body",
            Words("Body içində düz bir element olmalıdır.", "The Body has exactly one element."),
            place="/Envelope/Body",
        )
    return Envelope(version, for_us(root[0], version) if len(names) > 1 else (), root[-1][0], root)


def refuse_not_understood(envelope: Envelope, understood: frozenset[str]) -> None:
    """Before anything is done: NotUnderstood for blocks of other names that must be."""
    must = envelope.version.tag("mustUnderstand")
    unknown = tuple(
        str(block.tag)
        for block in envelope.headers
        if block.get(must, "").strip() in _TRUE and block.tag not in understood
    )
    if unknown:
        raise NotUnderstood(unknown)


def for_us(header: Iterable[etree._Element], version: Version) -> tuple[etree._Element, ...]:
    """Of header blocks those in a role of ours."""
    blocks = tuple(header)
    if len(blocks) > MOST_HEADERS:
        raise Refused("soap.envelope", _ENVELOPE, place="/Envelope/Header")
    return tuple(block for block in blocks if block.get(version.role, "").strip() in version.roles)


def enveloped(version: Version, content: etree._Element, *blocks: etree._Element) -> bytes:
    """An answer as bytes, with its header blocks."""
    root = version.element("Envelope")
    if blocks:
        header = etree.SubElement(root, version.tag("Header"))
        header.extend(blocks)
    etree.SubElement(root, version.tag("Body")).append(content)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


_VERSION = Words(
    f"Zərf Content-Type başlığının bildirdiyi versiyada deyil: SOAP 1.1 {SOAP_11.namespace}, "
    f"SOAP 1.2 {SOAP_12.namespace} ad fəzasındadır.",
    f"The envelope is not of the version that Content-Type says: SOAP 1.1 has the namespace {SOAP_11.namespace}, "
    f"SOAP 1.2 {SOAP_12.namespace}.",
)
_ENVELOPE = Words(
    "Zərfdə ən çox bir Header və ondan sonra bir Body olmalıdır.",
    "An envelope has at most one Header and one Body after it.",
)
