"""Building XAdES baseline signatures (ETSI EN 319 132-1), in two phases.

A signature covers its references and, by one more reference, its own signed properties: the time that the signer
claims, the digest of his certificate, the media type of each file. Element names are ASCII, the encoding is UTF-8.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from lxml import etree

from document_flow.seals import xades_archive
from document_flow.seals.certificates import public_key_of, read_certificate
from document_flow.seals.dsig import (
    DS,
    ENVELOPED,
    EXCLUSIVE,
    NAMESPACES,
    SHA256,
    SIGNED_PROPERTIES,
    XADES,
    canonical,
    ds,
    ids_of,
    method_for,
    to_xml_value,
    xades,
)
from document_flow.seals.provider import Prepared, RawSignature, SigningRequest
from document_flow.seals.refusals import DocumentRefused
from document_flow.seals.stamps import Stamper
from document_flow.seals.xades_archive import Asked
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse

MOST_BYTES = 16 * 1024 * 1024
"""Of an XML document that is signed or verified."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Something that a signature covers. `uri` is "" for the document around the signature, else a file's name."""

    uri: str
    digest: bytes
    media_type: str
    transforms: tuple[str, ...] = ()


async def prepare(request: SigningRequest) -> Prepared:
    """Append a signature without a value as the last child of the root. Raises DocumentRefused.

    Comments and processing instructions of the document are dropped; it may not be signed already, since a signature
    of the whole document covers every other one.
    """
    root = _root_of(request.document)
    covered = Covered("", sha256(canonical(root)).digest(), "text/xml", (ENVELOPED, EXCLUSIVE))
    signature = build(request, (covered,))
    if set(ids_of(root.iter())) & set(ids_of(signature.iter())):
        raise _unsignable("Sənəddəki identifikator imzanınkı ilə eynidir.", "An Id of the document is one of ours.")
    root.append(signature)
    return prepared_from(request, signature, written(root))


async def fill(prepared: Prepared, answer: RawSignature, stamper: Stamper | None) -> bytes:
    """The document with the value, and the stamp over it, in the signature."""
    root = parse(prepared.draft, most_bytes=2 * MOST_BYTES)
    await put_value(root[-1], prepared, answer, stamper)
    return written(root)


async def archive(document: bytes, asked: Asked, stamper: Stamper) -> bytes:
    """The document with the archive of its signature, or with a renewed one."""
    root = parse(document, most_bytes=2 * MOST_BYTES)
    content = without_signature(root)
    await xades_archive.archive(root[-1], lambda _: content, asked, stamper)
    return written(root)


def without_signature(root: etree._Element) -> bytes:
    """The enveloped-signature transform over a document: the signature goes, the text behind it stays."""
    bare = deepcopy(root)
    tail = bare[-1].tail or ""
    before = bare[-2] if len(bare) > 1 else None
    if before is None:
        bare.text = (bare.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    bare.remove(bare[-1])
    return canonical(bare)


def build(request: SigningRequest, covered: Sequence[Covered]) -> etree._Element:
    """A complete ds:Signature but for its value."""
    name = "S" + sha256(request.request_id.encode()).hexdigest()[:24]
    signature = etree.Element(ds("Signature"), {"Id": name}, nsmap=NAMESPACES)
    info = etree.SubElement(signature, ds("SignedInfo"))
    etree.SubElement(info, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    key = public_key_of(read_certificate(request.certificate))
    etree.SubElement(info, ds("SignatureMethod"), Algorithm=method_for(key))
    for number, each in enumerate(covered):
        _reference(info, each.uri, each.digest, each.transforms).set("Id", f"{name}-R{number}")
    etree.SubElement(signature, ds("SignatureValue"), Id=f"{name}-V")
    data = etree.SubElement(etree.SubElement(signature, ds("KeyInfo")), ds("X509Data"))
    etree.SubElement(data, ds("X509Certificate")).text = b64encode(request.certificate).decode()
    for issuer in request.chain:
        etree.SubElement(data, ds("X509Certificate")).text = b64encode(issuer).decode()
    properties = _signed_properties(signature, name, request, covered)
    last = _reference(info, f"#{name}-P", sha256(canonical(properties)).digest(), (EXCLUSIVE,))
    last.set("Type", SIGNED_PROPERTIES)
    return signature


def prepared_from(request: SigningRequest, signature: etree._Element, draft: bytes, **notes: str) -> Prepared:
    """What there is to sign: the canonical SignedInfo."""
    info = signature[0]
    return Prepared(
        request_id=request.request_id,
        form=request.form,
        level=request.level,
        certificate=request.certificate,
        to_sign=canonical(info),
        draft=draft,
        chain=request.chain,
        notes=notes,
    )


async def put_value(
    signature: etree._Element, prepared: Prepared, answer: RawSignature, stamper: Stamper | None
) -> None:
    """Write the value into a signature that was built, and a stamp over the value's element (EN 319 132-1, 5.3)."""
    if canonical(signature[0]) != prepared.to_sign:
        raise _unsignable("Saxlanmış qaralama imzalanan deyil.", "The kept draft is not what was signed.")
    key = public_key_of(read_certificate(answer.certificate))
    value = signature[1]
    value.text = b64encode(to_xml_value(key, answer.value)).decode()
    if stamper is None:
        return
    token = await stamper.stamp_of(canonical(value))
    qualifying = signature[3][0]
    unsigned = etree.SubElement(qualifying, xades("UnsignedProperties"))
    stamp = etree.SubElement(
        etree.SubElement(unsigned, xades("UnsignedSignatureProperties")), xades("SignatureTimeStamp")
    )
    etree.SubElement(stamp, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    etree.SubElement(stamp, xades("EncapsulatedTimeStamp")).text = b64encode(token).decode()


def written(root: etree._Element) -> bytes:
    """The bytes of a document; lxml's default is ASCII, which breaks element names that are not."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _reference(info: etree._Element, uri: str, digest: bytes, transforms: Sequence[str]) -> etree._Element:
    reference = etree.SubElement(info, ds("Reference"), URI=uri)
    if transforms:
        listed = etree.SubElement(reference, ds("Transforms"))
        for transform in transforms:
            etree.SubElement(listed, ds("Transform"), Algorithm=transform)
    etree.SubElement(reference, ds("DigestMethod"), Algorithm=SHA256)
    etree.SubElement(reference, ds("DigestValue")).text = b64encode(digest).decode()
    return reference


def _signed_properties(
    signature: etree._Element, name: str, request: SigningRequest, covered: Sequence[Covered]
) -> etree._Element:
    holder = etree.SubElement(signature, ds("Object"))
    qualifying = etree.SubElement(holder, f"{{{XADES}}}QualifyingProperties", Target=f"#{name}")
    signed = etree.SubElement(qualifying, xades("SignedProperties"), Id=f"{name}-P")
    own = etree.SubElement(signed, xades("SignedSignatureProperties"))
    etree.SubElement(own, xades("SigningTime")).text = f"{request.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    certificate = etree.SubElement(etree.SubElement(own, xades("SigningCertificateV2")), xades("Cert"))
    digest = etree.SubElement(certificate, xades("CertDigest"))
    etree.SubElement(digest, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
    etree.SubElement(digest, ds("DigestValue")).text = b64encode(sha256(request.certificate).digest()).decode()
    data = etree.SubElement(signed, xades("SignedDataObjectProperties"))
    for number, each in enumerate(covered):
        described = etree.SubElement(data, xades("DataObjectFormat"), ObjectReference=f"#{name}-R{number}")
        etree.SubElement(described, xades("MimeType")).text = each.media_type
    return signed


def _root_of(document: bytes) -> etree._Element:
    try:
        root = parse(document, most_bytes=MOST_BYTES)
    except XmlRefused as error:
        raise DocumentRefused(f"seals.{error.code}", error.words) from error
    if next(root.iter(ds("Signature")), None) is not None:
        raise _unsignable("XML artıq imzalanıb.", "The XML is signed already.")
    return root


def _unsignable(az: str, en: str) -> DocumentRefused:
    return DocumentRefused("seals.xml.unsignable", Words(az, en))
