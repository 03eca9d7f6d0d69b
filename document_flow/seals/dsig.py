"""The words of XML signatures (W3C XML-Signature 1.1, ETSI EN 319 132-1) that we write and read, and no others.

Canonical form is exclusive C14N 1.0 everywhere, written as a Transform also for SignedProperties: what is inherited
from outside an element never enters its digest, and a verifier need not guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from lxml import etree

from document_flow.seals.certificates import PublicKey

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
NAMESPACES = {"ds": DS, "xades": XADES, "xades141": XADES141}

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

DIGESTS: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256,
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384,
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512,
}
"""SHA-1 is not among them."""

SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"


@dataclass(frozen=True, slots=True)
class Method:
    """A signature algorithm: the kind of key, and the digest."""

    uri: str
    key: type[rsa.RSAPublicKey | ec.EllipticCurvePublicKey]
    digest: type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]


METHODS = {
    method.uri: method
    for method in (
        Method(f"{_MORE}rsa-sha256", rsa.RSAPublicKey, hashes.SHA256),
        Method(f"{_MORE}rsa-sha384", rsa.RSAPublicKey, hashes.SHA384),
        Method(f"{_MORE}rsa-sha512", rsa.RSAPublicKey, hashes.SHA512),
        Method(f"{_MORE}ecdsa-sha256", ec.EllipticCurvePublicKey, hashes.SHA256),
        Method(f"{_MORE}ecdsa-sha384", ec.EllipticCurvePublicKey, hashes.SHA384),
        Method(f"{_MORE}ecdsa-sha512", ec.EllipticCurvePublicKey, hashes.SHA512),
    )
}


def ds(name: str) -> str:
    """The qualified name of an element of XML-Signature."""
    return f"{{{DS}}}{name}"


def xades(name: str) -> str:
    """The qualified name of an element of XAdES."""
    return f"{{{XADES}}}{name}"


def xades141(name: str) -> str:
    """The qualified name of an element of XAdES 1.4.1: what archives are made of."""
    return f"{{{XADES141}}}{name}"


def canonical(element: etree._Element) -> bytes:
    """Exclusive C14N without comments. What follows the element (its tail) is not part of it."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)


def digest_of(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    """The digest."""
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def method_for(key: PublicKey) -> str:
    """The algorithm that we sign with: always SHA-256."""
    return f"{_MORE}rsa-sha256" if isinstance(key, rsa.RSAPublicKey) else f"{_MORE}ecdsa-sha256"


def to_xml_value(key: PublicKey, value: bytes) -> bytes:
    """ECDSA in XML is r and s side by side, each as long as the curve (RFC 4050, XML-Signature 1.1, 6.4.3)."""
    if isinstance(key, rsa.RSAPublicKey):
        return value
    r, s = decode_dss_signature(value)
    size = _size_of(key)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def from_xml_value(key: PublicKey, value: bytes) -> bytes | None:
    """The reverse; None where the length is not the curve's."""
    if isinstance(key, rsa.RSAPublicKey):
        return value
    size = _size_of(key)
    if len(value) != 2 * size:
        return None
    return encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))


def ids_of(elements: Iterable[etree._Element]) -> list[str]:
    """Every identifier, by whatever attribute a verifier may take for one."""
    names = ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")
    return [str(value) for element in elements for name in names if (value := element.get(name)) is not None]


def _size_of(key: ec.EllipticCurvePublicKey) -> int:
    return (key.curve.key_size + 7) // 8
