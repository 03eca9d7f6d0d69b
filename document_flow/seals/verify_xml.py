"""Verifying XAdES signatures, in an XML document or in a container; deliberately narrow.

A signature that is found by an Id may be moved: the verifier follows the Id, the reader looks at the place. So a
signature must stand in its place, cover the document as a whole (URI="") or exactly the files of its container, cover
its own properties, and nothing else; and what it covers is handed out, so that nobody reads the rest.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256, sha384, sha512

from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl
from cryptography.x509.ocsp import load_der_ocsp_response
from lxml import etree
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec

from document_flow.seals.certificates import (
    PublicKey,
    common_name,
    fingerprint,
    is_signed_by,
    is_specimen,
    masked_holder,
    public_key_of,
    read_certificate,
)
from document_flow.seals.chains import chain_of, check_stamp, validation_spec
from document_flow.seals.dsig import (
    DIGESTS,
    ENVELOPED,
    EXCLUSIVE,
    METHODS,
    SIGNED_PROPERTIES,
    canonical,
    digest_of,
    ds,
    from_xml_value,
    ids_of,
    xades,
)
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.refusals import KeyRefused
from document_flow.seals.report import Problem, SignatureReport, VerificationReport, problem, worst
from document_flow.seals.trust import TrustStore
from document_flow.seals.xades import MOST_BYTES, without_signature
from document_flow.seals.xades_archive import (
    ARCHIVE,
    CERTIFICATES,
    CRLS,
    OCSPS,
    STAMP_DATA,
    covered_by,
    referenced,
    unsigned_in,
)
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse

_PARTS = [ds("SignedInfo"), ds("SignatureValue"), ds("KeyInfo"), ds("Object")]
_IMPRINTS = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
_DOCUMENT = Words("imza xaric bütün sənəd", "the whole document but the signature")


class FlawFound(Exception):
    """A signature that is not looked at further; `name` is the report's word for why."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Content:
    """What a signature must cover, by URI: the bytes, and how they may be transformed."""

    data: Mapping[str, bytes]
    transforms: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """What a signature carries for its own verification: nobody signed it, but each part is signed by its authority.

    `stamps` are tokens with what each must be over, the oldest first.
    """

    certificates: tuple[bytes, ...] = ()
    facts: RevocationFacts = NO_FACTS
    stamps: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature whose mathematics and structure are right; whom to believe is another question."""

    certificate: bytes
    others: tuple[bytes, ...]
    claimed_at: datetime | None
    stamped_value: bytes
    stamp: bytes | None
    archive: Archive
    media_types: Mapping[str, str] = field(default_factory=dict)


async def verify_xml(
    raw: bytes, trust: TrustStore, at: datetime, facts: RevocationFacts = NO_FACTS
) -> VerificationReport:
    """An XML document with one signature over all of it. Never raises for what `raw` holds.

    `signed_xml` is set only where the signature is whole; it is the canonical document without the signature.
    """
    signed: bytes | None = None
    signatures: tuple[SignatureReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    try:
        root = parse(raw, most_bytes=MOST_BYTES)
        signature = _only_signature(root)
        content = without_signature(root)
        report = await report_on(
            signature, Content({"": content}, (ENVELOPED, EXCLUSIVE), (_DOCUMENT,)), "XML", Judge(trust, at, facts)
        )
        signatures = (report[0],)
        signed = content if report[1] is not None else None
    except XmlRefused as refused:
        problems = (Problem(f"seals.{refused.code}", "invalid", refused.words),)
    except FlawFound as flaw:
        problems = (problem(flaw.name),)
    statuses = [*(each.status for each in signatures), *(each.status for each in problems)]
    return VerificationReport("xades", worst(statuses), at, trust.version, trust.sha256, signatures, problems, signed)


@dataclass(frozen=True, slots=True)
class Judge:
    """Whom to believe, for which moment, by which answers."""

    trust: TrustStore
    at: datetime
    facts: RevocationFacts


async def report_on(
    signature: etree._Element, content: Content, place: str, judge: Judge
) -> tuple[SignatureReport, CheckedSignature | None]:
    """The report on one signature, and what was checked where its structure and mathematics are right."""
    try:
        checked = check(signature, content)
    except FlawFound as flaw:
        flawed = problem(flaw.name)
        return SignatureReport(place, flawed.status, not_covered=content.words, problems=(flawed,)), None
    certificate = read_certificate(checked.certificate)
    archive = checked.archive
    spec = validation_spec(judge.trust, judge.facts + archive.facts, (*checked.others, *archive.certificates))
    at, found = await _archived_at(archive, spec, place, judge.at)
    stamped_at = None
    if checked.stamp is not None:
        stamp = await check_stamp(checked.stamp, partial(_imprint, checked.stamped_value), spec, at)
        stamped_at = stamp.at
        found += [problem(stamp.problem)] if stamp.problem else []
    chain = await chain_of(checked.certificate, spec, at, stamped_at)
    found += [problem(chain.problem)] if chain.problem else []
    listed = tuple(found)
    return (
        SignatureReport(
            place=place,
            status=worst(each.status for each in listed),
            signer=common_name(certificate),
            holder=masked_holder(certificate),
            certificate_sha256=fingerprint(checked.certificate),
            specimen=is_specimen(certificate),
            claimed_at=checked.claimed_at,
            stamped_at=stamped_at,
            chain=chain.names,
            revocation=chain.revocation,
            covered=content.words,
            problems=listed,
        ),
        checked,
    )


async def _archived_at(
    archive: Archive, spec: SignatureValidationSpec, place: str, at: datetime
) -> tuple[datetime, list[Problem]]:
    """The earliest moment for which stamps over the whole vouch, else `at`, and what is wrong with them.

    The newest is judged at `at`, each before it at the time that the next one proves (EN 319 102-1, 5.6.2).
    """
    found: list[Problem] = []
    for number, (token, data) in reversed([*enumerate(archive.stamps, 1)]):
        stamp = await check_stamp(token, partial(_imprint, data), spec, at)
        at = stamp.at or at
        found += [problem(f"archive.{stamp.problem}", f"{place} № {number}")] if stamp.problem else []
    return at, found


def check(signature: etree._Element, content: Content) -> CheckedSignature:
    """Structure, digests and signature value. Raises FlawFound."""
    if [str(part.tag) for part in signature] != _PARTS:
        raise FlawFound("structure")
    info, value, key_info, holder = signature
    properties = _properties_of(signature, holder)
    certificates = tuple(_decoded(each) for each in key_info.iterfind(f"{ds('X509Data')}/{ds('X509Certificate')}"))
    if not certificates:
        raise FlawFound("structure")
    for each in certificates:
        _key_of(each)
    named = _check_references(info, content, properties)
    _check_value(info, value, certificates[0])
    _check_certificate(properties, certificates[0])
    return CheckedSignature(
        certificate=certificates[0],
        others=certificates[1:],
        claimed_at=_claimed_at(properties),
        stamped_value=canonical(value),
        stamp=_stamp_of(holder),
        archive=_archive_of(signature, content, properties),
        media_types=_media_types(properties, named),
    )


def _only_signature(root: etree._Element) -> etree._Element:
    """The document's one signature, in its one place: the last child of the root."""
    found = list(root.iter(ds("Signature")))
    if not found:
        raise FlawFound("none")
    if len(found) != 1 or not len(root) or root[-1] is not found[0]:
        raise FlawFound("place")
    refuse_twin_ids(root)
    return found[0]


def refuse_twin_ids(root: etree._Element) -> None:
    """Raise FlawFound where two elements share an Id: which of them is meant depends on who reads."""
    ids = ids_of(root.iter())
    if len(set(ids)) != len(ids):
        raise FlawFound("duplicate_id")


def _properties_of(signature: etree._Element, holder: etree._Element) -> etree._Element:
    """SignedProperties in their one place, of this very signature."""
    if [str(each.tag) for each in holder] != [xades("QualifyingProperties")]:
        raise FlawFound("structure")
    qualifying = holder[0]
    parts = [str(each.tag) for each in qualifying]
    if parts[:1] != [xades("SignedProperties")] or parts[1:] not in ([], [xades("UnsignedProperties")]):
        raise FlawFound("structure")
    if not signature.get("Id") or qualifying.get("Target") != f"#{signature.get('Id')}" or not qualifying[0].get("Id"):
        raise FlawFound("structure")
    return qualifying[0]


def _check_references(info: etree._Element, content: Content, properties: etree._Element) -> dict[str, str]:
    """Exactly the content, each once, and the properties; returns the URI of each reference by its Id."""
    parts = [str(each.tag) for each in info]
    if parts[:2] != [ds("CanonicalizationMethod"), ds("SignatureMethod")] or set(parts[2:]) != {ds("Reference")}:
        raise FlawFound("structure")
    if info[0].get("Algorithm") != EXCLUSIVE or len(info[0]):
        raise FlawFound("algorithm")
    references = list(info)[2:]
    own = [each for each in references if each.get("Type") == SIGNED_PROPERTIES]
    data = [each for each in references if each.get("Type") != SIGNED_PROPERTIES]
    uris = [each.get("URI") for each in data]
    if len(own) != 1 or own[0].get("URI") != f"#{properties.get('Id')}":
        raise FlawFound("structure")
    if sorted(str(uri) for uri in uris) != sorted(content.data):
        raise FlawFound("references")
    _check_digest(own[0], (EXCLUSIVE,), canonical(properties))
    for each in data:
        _check_digest(each, content.transforms, content.data[str(each.get("URI"))])
    return {str(each.get("Id")): str(each.get("URI")) for each in data}


def _check_digest(reference: etree._Element, transforms: tuple[str, ...], data: bytes) -> None:
    listed = reference.findall(f"{ds('Transforms')}/{ds('Transform')}")
    if tuple(each.get("Algorithm") for each in listed) != transforms or any(len(each) for each in listed):
        raise FlawFound("structure")
    method, value = reference.find(ds("DigestMethod")), reference.find(ds("DigestValue"))
    if method is None or value is None:
        raise FlawFound("structure")
    algorithm = DIGESTS.get(str(method.get("Algorithm")))
    if algorithm is None:
        raise FlawFound("algorithm")
    if digest_of(data, algorithm()) != _decoded(value):
        raise FlawFound("broken")


def _check_value(info: etree._Element, value: etree._Element, certificate: bytes) -> None:
    key = _key_of(certificate)
    method = METHODS.get(str(info[1].get("Algorithm")))
    if method is None or not isinstance(key, method.key) or len(info[1]):
        raise FlawFound("algorithm")
    der = from_xml_value(key, _decoded(value))
    if der is None or not is_signed_by(key, der, canonical(info), method.digest()):
        raise FlawFound("broken")


def _check_certificate(properties: etree._Element, certificate: bytes) -> None:
    """The signed properties must name the certificate by digest: another one of the same key is another promise."""
    own = properties.find(f"{xades('SignedSignatureProperties')}/{xades('SigningCertificateV2')}/{xades('Cert')}")
    digest = own.find(xades("CertDigest")) if own is not None else None
    if digest is None:
        raise FlawFound("structure")
    method, value = digest.find(ds("DigestMethod")), digest.find(ds("DigestValue"))
    algorithm = DIGESTS.get(str(method.get("Algorithm"))) if method is not None else None
    if algorithm is None or value is None:
        raise FlawFound("algorithm")
    if digest_of(certificate, algorithm()) != _decoded(value):
        raise FlawFound("certificate_mismatch")


def _claimed_at(properties: etree._Element) -> datetime | None:
    text = properties.findtext(f"{xades('SignedSignatureProperties')}/{xades('SigningTime')}")
    try:
        claimed = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return claimed if claimed.tzinfo is not None else None


def _stamp_of(holder: etree._Element) -> bytes | None:
    """The stamp over the value; of several the first. It must name the canonical form that we use."""
    path = f"{xades('UnsignedProperties')}/{xades('UnsignedSignatureProperties')}/{xades('SignatureTimeStamp')}"
    stamp = holder[0].find(path)
    if stamp is None:
        return None
    return _token_in(stamp)


def _token_in(stamp: etree._Element) -> bytes:
    method, token = stamp.find(ds("CanonicalizationMethod")), stamp.find(xades("EncapsulatedTimeStamp"))
    if method is None or token is None or method.get("Algorithm") != EXCLUSIVE:
        raise FlawFound("stamp")
    return _decoded(token)


def _archive_of(signature: etree._Element, content: Content, properties: etree._Element) -> Archive:
    """What lies behind the stamp over the value. Values that are no certificate or answer are passed over."""
    own = f"#{properties.get('Id')}"
    signed = referenced(signature[0], lambda uri: canonical(properties) if uri == own else content.data[uri])
    unsigned = unsigned_in(signature[3])
    stamps = [each for each in unsigned if each.tag == ARCHIVE]
    return Archive(
        certificates=_values(unsigned, CERTIFICATES, load_der_x509_certificate),
        facts=RevocationFacts(
            ocsps=_values(unsigned, OCSPS, load_der_ocsp_response), crls=_values(unsigned, CRLS, load_der_x509_crl)
        ),
        stamps=tuple((_token_in(each), covered_by(signature, each, signed)) for each in stamps),
    )


def _values(
    unsigned: Sequence[etree._Element], where: tuple[str, str], reads: Callable[[bytes], object]
) -> tuple[bytes, ...]:
    found: list[bytes] = []
    first, rest = where
    for place in (each for each in unsigned for each in ([each] if each.tag != STAMP_DATA else list(each))):
        for each in place.iterfind(rest) if place.tag == first else ():
            der = _decoded(each)
            with suppress(ValueError):
                reads(der)
                found.append(der)
    return tuple(dict.fromkeys(found))


def _media_types(properties: etree._Element, named: Mapping[str, str]) -> dict[str, str]:
    path = f"{xades('SignedDataObjectProperties')}/{xades('DataObjectFormat')}"
    described = ((named.get(str(each.get("ObjectReference"))[1:]), each) for each in properties.iterfind(path))
    return {uri: each.findtext(xades("MimeType")) or "" for uri, each in described if uri is not None}


def _key_of(certificate: bytes) -> PublicKey:
    try:
        return public_key_of(read_certificate(certificate))
    except KeyRefused as refused:
        raise FlawFound("algorithm") from refused


def _decoded(element: etree._Element) -> bytes:
    """Base64 with nothing but white space beside it; children would hide text from one of two readers."""
    if len(element):
        raise FlawFound("structure")
    try:
        return b64decode("".join((element.text or "").split()), validate=True)
    except binascii.Error as error:
        raise FlawFound("structure") from error


def _imprint(data: bytes, name: str) -> bytes:
    """The digest that a stamp should be over; KeyError for an algorithm that is not accepted."""
    return _IMPRINTS[name](data).digest()
