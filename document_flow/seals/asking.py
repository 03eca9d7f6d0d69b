"""About which certificates of a signed file its authorities may be asked now: those that lead to a pinned one.

An archive says what was so until its last stamp; whether that stamp's own certificate is good now, only its authority
can say. Nothing but what a believed authority has issued is ever asked about.
"""

from __future__ import annotations

from base64 import b64decode
from contextlib import suppress
from itertools import islice
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from pyhanko.pdf_utils.misc import PdfError

from document_flow.seals.asice import MOST_META_BYTES, signature_entries
from document_flow.seals.certificates import is_issued_by
from document_flow.seals.container import read_container
from document_flow.seals.dsig import ds, xades
from document_flow.seals.pades import embedded_certificates
from document_flow.seals.refusals import DocumentRefused
from document_flow.seals.stamps import certificates_of
from document_flow.seals.trust import TrustStore
from document_flow.seals.xades import MOST_BYTES
from document_flow.xml import XmlRefused, parse

MOST_ASKED = 12
"""A file with an archive of three stamps names eight certificates below a root."""
_MOST_READ = 100
_FOREIGN = (PdfError, DocumentRefused, XmlRefused, ValueError, TypeError, KeyError, AttributeError, IndexError)


def askable(raw: bytes, form: Literal["pdf", "asice", "xml"], trust: TrustStore) -> tuple[tuple[bytes, bytes], ...]:
    """Certificates in the file with the issuer of each, in DER; () for what cannot be read. Never raises."""
    try:
        ders = embedded_certificates(raw) if form == "pdf" else _in_xml(raw, form)
    except _FOREIGN:
        return ()
    known = [x509.load_der_x509_certificate(der) for der in (*trust.anchors, *trust.others)]
    waiting = list(islice((each for der in dict.fromkeys(ders) if (each := _read(der)) is not None), _MOST_READ))
    found: dict[x509.Certificate, x509.Certificate] = {}
    for _ in range(3):  # issuers may stand behind what they have issued, and pinned ones are not in the file
        for each in [*waiting, *found.values()]:
            issuer = next((one for one in known if each not in (one, *found) and is_issued_by(each, one)), None)
            if issuer is not None:
                found[each] = issuer
                known.append(each)
    listed = list(found.items())[:MOST_ASKED]
    return tuple((each.public_bytes(Encoding.DER), issuer.public_bytes(Encoding.DER)) for each, issuer in listed)


def _in_xml(raw: bytes, form: Literal["asice", "xml"]) -> list[bytes]:
    roots = [parse(raw, most_bytes=MOST_BYTES)] if form == "xml" else _roots(raw)
    found: list[bytes] = []
    for root in roots:
        found += [_decoded(each) for each in root.iter(ds("X509Certificate"), xades("EncapsulatedX509Certificate"))]
        for each in root.iter(xades("EncapsulatedTimeStamp")):
            found += certificates_of(_decoded(each))
    return found


def _roots(raw: bytes) -> list[etree._Element]:
    contents = read_container(raw)
    return [parse(contents[name], most_bytes=MOST_META_BYTES) for name in signature_entries(contents)]


def _decoded(element: etree._Element) -> bytes:
    return b64decode("".join((element.text or "").split()))


def _read(der: bytes) -> x509.Certificate | None:
    with suppress(ValueError):
        return x509.load_der_x509_certificate(der)
    return None
