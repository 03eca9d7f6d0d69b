"""The archive of a XAdES signature (ETSI EN 319 132-1, 5.4 and 5.5; levels B-LT and B-LTA).

Behind the time stamp over the value go certificates and revocation facts, the signer's in CertificateValues and
RevocationValues, those of a stamping unit in TimeStampValidationData; then a stamp over all of it and over what is
signed, so that later nobody need be asked what was so. Renewal appends the last stamp's data and a further stamp.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from document_flow.seals.dsig import EXCLUSIVE, canonical, ds, xades, xades141
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.stamps import Stamper, certificates_of

CERTIFICATES = (xades("CertificateValues"), xades("EncapsulatedX509Certificate"))
OCSPS = (xades("RevocationValues"), f"{xades('OCSPValues')}/{xades('EncapsulatedOCSPValue')}")
CRLS = (xades("RevocationValues"), f"{xades('CRLValues')}/{xades('EncapsulatedCRLValue')}")
"""Where values stand: the property, and the path in it."""

STAMP_DATA = xades141("TimeStampValidationData")
ARCHIVE = xades141("ArchiveTimeStamp")


@dataclass(frozen=True, slots=True)
class ValidationData:
    """Certificates (DER) and what was said about them."""

    certificates: tuple[bytes, ...]
    facts: RevocationFacts

    def beside(self, other: ValidationData) -> ValidationData:
        """What the other one has not."""
        known = (*other.facts.ocsps, *other.facts.crls)
        return ValidationData(
            tuple(each for each in dict.fromkeys(self.certificates) if each not in other.certificates),
            RevocationFacts(
                tuple(each for each in self.facts.ocsps if each not in known),
                tuple(each for each in self.facts.crls if each not in known),
            ),
        )


Octets = Callable[[str], bytes]
Asked = Callable[[tuple[bytes, ...], tuple[bytes, ...]], Awaitable[ValidationData]]
"""Certificates, and further ones among which their issuers may be, to what is said about the former now."""


def referenced(info: etree._Element, octets: Octets) -> list[bytes]:
    """What every reference of a SignedInfo comes to, in order; `octets` gives it by URI."""
    return [octets(str(each.get("URI"))) for each in info.iterfind(ds("Reference"))]


def covered_by(signature: etree._Element, stamp: etree._Element | None, signed: Sequence[bytes]) -> bytes:
    """What an archive time stamp is over (5.5.2.2, not distributed); None for one that is about to be appended.

    `signed` is what the references come to. The one ds:Object of our form is that of the properties.
    """
    info, value, key_info, holder = signature
    before: list[bytes] = []
    for each in unsigned_in(holder):
        if each is stamp:
            break
        before.append(canonical(each))
    return b"".join((*signed, canonical(info), canonical(value), canonical(key_info), *before))


def unsigned_in(holder: etree._Element) -> Sequence[etree._Element]:
    """The unsigned properties of a signature, in order; empty where it has none."""
    found = holder[0].find(f"{xades('UnsignedProperties')}/{xades('UnsignedSignatureProperties')}")
    return [] if found is None else list(found)


async def archive(signature: etree._Element, octets: Octets, asked: Asked, stamper: Stamper) -> None:
    """Append what is needed to judge the signer, where it is not there yet, and the latest stamp; then stamp all of it.

    `octets` gives what a reference is of, by its URI. Done again, it renews the archive. LookupError where there is no
    time stamp to begin with.
    """
    place = signature[3][0].find(f"{xades('UnsignedProperties')}/{xades('UnsignedSignatureProperties')}")
    tokens = [] if place is None else [*place.iter(xades("EncapsulatedTimeStamp"))]
    if place is None or not tokens:
        raise LookupError("a signature is archived behind its time stamp")
    chain = tuple(_raw(each) for each in signature[2].iter(ds("X509Certificate")))
    of_stamp = await asked(certificates_of(_raw(tokens[-1])), chain)
    if place.find(xades("CertificateValues")) is None:
        of_signer = await asked(chain, ())
        _values(place, of_signer)
        of_stamp = of_stamp.beside(of_signer)
    if of_stamp.certificates or of_stamp.facts != NO_FACTS:
        _values(etree.SubElement(place, STAMP_DATA), of_stamp)
    own = f"#{signature[3][0][0].get('Id')}"
    signed = referenced(signature[0], lambda uri: canonical(signature[3][0][0]) if uri == own else octets(uri))
    token = await stamper.stamp_of(covered_by(signature, None, signed))
    added = etree.SubElement(place, ARCHIVE)
    etree.SubElement(added, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    etree.SubElement(added, xades("EncapsulatedTimeStamp")).text = _text(token)


def _values(place: etree._Element, data: ValidationData) -> None:
    _listed(etree.SubElement(place, xades("CertificateValues")), "EncapsulatedX509Certificate", data.certificates)
    revocation = etree.SubElement(place, xades("RevocationValues"))
    if data.facts.crls:
        _listed(etree.SubElement(revocation, xades("CRLValues")), "EncapsulatedCRLValue", data.facts.crls)
    if data.facts.ocsps:
        _listed(etree.SubElement(revocation, xades("OCSPValues")), "EncapsulatedOCSPValue", data.facts.ocsps)


def _listed(place: etree._Element, name: str, values: Iterable[bytes]) -> None:
    for each in values:
        etree.SubElement(place, xades(name)).text = _text(each)


def _raw(element: etree._Element) -> bytes:
    return b64decode("".join((element.text or "").split()))


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
