"""A signature over the Body and what else must hold, by a pinned certificate (X.509 Token Profile, XML Signature).

Before the library is asked, the shape is held to what we agree on: one signature, in the one block `Security`; each
reference by an id that stands once in the document, to a place that is known by position, with one exclusive canonical
form and no other transform; SHA-256 or better, RSA or ECDSA. What wraps, multiplies or points outside ends there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from connectors.parsing import XmlRefused, parse_xml
from connectors.soap.security.header import (
    CREATED,
    EXPIRES,
    FRESH,
    TIMESTAMP,
    WSSE,
    WSU,
    SecurityRefused,
    child,
    child_text,
    instant,
    refuse_stale,
    security_of,
    written,
)

DS = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
_X509 = f"{_PROFILE}-x509-token-profile-1.0#X509v3"
_BASE64 = f"{_PROFILE}-soap-message-security-1.0#Base64Binary"
_TOKEN = f"{{{WSSE}}}BinarySecurityToken"
_METHODS = frozenset(
    (
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    )
)
_DIGESTS = frozenset((DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512))
_IDS = frozenset(("id", "Id", "ID", "iD"))
_URI = re.compile(r"#([A-Za-z_][A-Za-z0-9_.-]{0,127})", re.ASCII)
_MOST_REFERENCES = 12
_LEAST_RSA_BITS = 2048
_REFERENCE = ["Transforms", "DigestMethod", "DigestValue"]


@dataclass(frozen=True, slots=True)
class Signer:
    """Our key and the certificate that goes with the message."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    @classmethod
    def of_files(cls, key_file: Path, certificate: Path) -> Signer:
        """By PEM files, the key without a passphrase. OSError, ValueError where they cannot be used or do not fit."""
        key = load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise ValueError(f"{key_file} holds no RSA or elliptic key")  # noqa: TRY004  # of the file, no type of ours
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        if found.public_key() != key.public_key():
            raise ValueError(f"{certificate} is not of the key in {key_file}")
        return cls(key, found)


@dataclass(frozen=True, slots=True)
class Signed:
    """The Body's element and the header blocks that the signature covers, as they were signed, and what must not come
    again.
    """

    body: etree._Element
    blocks: tuple[etree._Element, ...]
    mark: str


def add_signature(root: etree._Element, security: etree._Element, signer: Signer, now: datetime) -> None:
    """Sign Body, timestamp and all other header blocks of an envelope whose Header has that block."""
    stamp = child(security, TIMESTAMP)
    child(stamp, CREATED, written(now))
    child(stamp, EXPIRES, written(now + FRESH))
    token = child(security, _TOKEN, base64.b64encode(signer.certificate.public_bytes(Encoding.DER)).decode())
    for name, value in (("EncodingType", _BASE64), ("ValueType", _X509), (f"{{{WSU}}}Id", "certificate")):
        token.set(name, value)
    signed = [root[-1], stamp, *(block for block in root[0] if block is not security)]
    for number, each in enumerate(signed):
        each.set(f"{{{WSU}}}Id", f"signed-{number}")
    method = SignatureMethod.RSA_SHA256 if isinstance(signer.key, rsa.RSAPrivateKey) else SignatureMethod.ECDSA_SHA256
    made = XMLSigner(
        method=SignatureConstructionMethod.detached,
        signature_algorithm=method,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    ).sign(
        root,
        key=signer.key,
        reference_uri=[f"#signed-{number}" for number in range(len(signed))],
        key_info=_key_info(),
    )
    security.append(made)


def _key_info() -> etree._Element:
    made = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS})
    reference = child(child(made, f"{{{WSSE}}}SecurityTokenReference"), f"{{{WSSE}}}Reference")
    reference.set("URI", "#certificate")
    reference.set("ValueType", _X509)
    return made


def check_signature(root: etree._Element, certificate: x509.Certificate, now: datetime) -> Signed:
    """What the signature of an envelope covers: the Body, its timestamp and any header blocks. Raises SecurityRefused.

    `root` was read by position: one Header before one Body. The certificate is the one that was agreed on; whatever
    the message brings of its own is not looked at.
    """
    security = security_of(root[0] if len(root) > 1 else None)
    signature = _only_signature(root, security)
    stamp = _only(security, TIMESTAMP)
    places = _places(root, security, stamp)
    wanted = _references(signature, places)
    if root[-1] not in wanted or stamp not in wanted:
        raise SecurityRefused("security.not_signed")
    _refuse_weak(certificate)
    verified = _verified(root, certificate, now, len(wanted))
    found = {id(place): raw for place, raw in zip(wanted, verified, strict=True)}
    _refuse_old(_read(found[id(stamp)]), now)
    body = _read(found[id(root[-1])])
    if body.tag != root[-1].tag or len(body) != 1:
        raise SecurityRefused("security.not_signed")
    blocks = tuple(_read(found[id(each)]) for each in wanted if each not in (root[-1], stamp))
    value = "".join((signature.findtext(f"{{{DS}}}SignatureValue") or "").split())
    return Signed(body[0], blocks, f"signature {hashlib.sha256(value.encode()).hexdigest()}")


def _only(parent: etree._Element, tag: str) -> etree._Element:
    found = [each for each in parent if each.tag == tag]
    if len(found) != 1:
        raise SecurityRefused("security.shape")
    return found[0]


def _only_signature(root: etree._Element, security: etree._Element) -> etree._Element:
    everywhere = list(root.iter(f"{{{DS}}}Signature"))
    if len(everywhere) != 1 or everywhere[0].getparent() is not security:
        raise SecurityRefused("security.signature_missing" if not everywhere else "security.signature_place")
    return everywhere[0]


def _places(root: etree._Element, security: etree._Element, stamp: etree._Element) -> Mapping[str, etree._Element]:
    """What may be signed, by its id. An id that stands twice in the document, in whatever spelling, is refused."""
    ids = Counter(
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if str(name).rpartition("}")[2] in _IDS
    )
    if any(times > 1 for times in ids.values()):
        raise SecurityRefused("security.id_twice")
    known = (root[-1], stamp, *(block for block in root[0] if block is not security))
    return {value: each for each in known if (value := each.get(f"{{{WSU}}}Id") or each.get("Id")) is not None}


def _references(signature: etree._Element, places: Mapping[str, etree._Element]) -> list[etree._Element]:
    info = _only(signature, f"{{{DS}}}SignedInfo")
    if [etree.QName(each).localname for each in signature][:2] != ["SignedInfo", "SignatureValue"] or any(
        etree.QName(each).localname == "Object" for each in signature
    ):
        raise SecurityRefused("security.shape")
    _refuse_other_form(_only(info, f"{{{DS}}}CanonicalizationMethod"))
    references = info.findall(f"{{{DS}}}Reference")
    if not 0 < len(references) <= _MOST_REFERENCES:
        raise SecurityRefused("security.references")
    found = [_referred(each, places) for each in references]
    if len({id(each) for each in found}) != len(found):
        raise SecurityRefused("security.references")
    return found


def _referred(reference: etree._Element, places: Mapping[str, etree._Element]) -> etree._Element:
    uri = _URI.fullmatch(reference.get("URI", ""))
    if uri is None or reference.get("Type") is not None or uri[1] not in places:
        raise SecurityRefused("security.references")
    if [str(each.tag) for each in reference] != [f"{{{DS}}}{name}" for name in _REFERENCE]:
        raise SecurityRefused("security.transforms")
    transforms = list(reference[0])
    if len(transforms) != 1 or transforms[0].tag != f"{{{DS}}}Transform":
        raise SecurityRefused("security.transforms")
    _refuse_other_form(transforms[0])
    return places[uri[1]]


def _refuse_other_form(method: etree._Element) -> None:
    """Exclusive canonical form without comments; the prefixes that it may list hold no code and are few."""
    inside = [str(each.tag) for each in method]
    if method.get("Algorithm") != _C14N or inside not in ([], [f"{{{_C14N}}}InclusiveNamespaces"]):
        raise SecurityRefused("security.transforms")


def _refuse_weak(certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    strong = isinstance(key, ec.EllipticCurvePublicKey) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA_BITS
    )
    if not strong:
        raise SecurityRefused("security.key")


def _verified(root: etree._Element, certificate: x509.Certificate, now: datetime, references: int) -> list[bytes]:
    """The bytes that were signed, by the order of the references."""
    header, security = root[0].tag, security_of(root[0]).tag
    config = SignatureConfiguration(
        location=f"./{header}/{security}/",
        expect_references=True,
        signature_methods=_METHODS,
        digest_algorithms=_DIGESTS,
        ignore_ambiguous_key_info=True,
        verification_time=now,
    )
    try:
        results = XMLVerifier().verify(root, x509_cert=certificate, expect_config=config)
    except (SignXMLException, etree.LxmlError, ValueError, TypeError, KeyError, AttributeError) as error:
        # The library raises whatever a strange algorithm or number meets inside it.
        raise SecurityRefused("security.signature") from error
    found = results if isinstance(results, list) else [results]
    if len(found) != references:
        raise SecurityRefused("security.references")
    return [each.signed_data for each in found]


def _read(raw: bytes) -> etree._Element:
    try:
        return parse_xml(raw)
    except XmlRefused as error:
        raise SecurityRefused("security.shape") from error


def _refuse_old(stamp: etree._Element, now: datetime) -> None:
    refuse_stale(instant(child_text(stamp, CREATED)), instant(child_text(stamp, EXPIRES)), now)
