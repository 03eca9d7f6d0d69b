"""The CMS of a PAdES signature (RFC 5652, RFC 5035, EN 319 122-1): signed attributes first, the whole later.

The signed attributes are the three that the baseline asks for: content type, message digest, and the digest of the
signer's certificate. The claimed time stands in the PDF itself (EN 319 142-1, 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import rsa

from document_flow.seals.certificates import public_key_of, read_certificate
from document_flow.seals.der import OCTETS, SEQUENCE, SET, integer, members, oid, set_of, tlv

_DATA = oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
_SIGNATURE_TIME_STAMP = oid("1.2.840.113549.1.9.16.2.14")
_NULL = b"\x05\x00"
_SHA256 = tlv(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), _NULL)
_RSA_SHA256 = tlv(SEQUENCE, oid("1.2.840.113549.1.1.11"), _NULL)
_ECDSA_SHA256 = tlv(SEQUENCE, oid("1.2.840.10045.4.3.2"))
_CONSTRUCTED_0, _CONSTRUCTED_1 = 0xA0, 0xA1


def signed_attributes(digest: bytes, certificate: bytes) -> bytes:
    """The SET OF attributes, as it is signed; `digest` is SHA-256 of the document but for the gap."""
    named = tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, tlv(OCTETS, sha256(certificate).digest()))))
    return set_of(
        SET,
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, tlv(OCTETS, digest)),
        _attribute(_SIGNING_CERTIFICATE_V2, named),
    )


def digest_in(attributes: bytes) -> bytes:
    """The message digest that signed attributes of ours name."""
    found = next(each for each in members(attributes) if members(each)[0] == _MESSAGE_DIGEST)
    return members(members(found)[1])[0][2:]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature value with what it is over and who made it; `chain` are further certificates in DER."""

    certificate: bytes
    attributes: bytes
    value: bytes
    chain: tuple[bytes, ...] = ()


def content_info(signature: Signature, token: bytes | None) -> bytes:
    """The ContentInfo in DER, with the time stamp over the value as its one unsigned attribute.

    Self-issued certificates are left out of it: whoever believes a root has it.
    """
    signer = read_certificate(signature.certificate)
    chain = (der for der in signature.chain if not _is_root(der))
    certificates = dict.fromkeys((signature.certificate, *chain))
    stamp = () if token is None else (set_of(_CONSTRUCTED_1, _attribute(_SIGNATURE_TIME_STAMP, token)),)
    signer_info = tlv(
        SEQUENCE,
        integer(1),
        tlv(SEQUENCE, signer.issuer.public_bytes(), integer(signer.serial_number)),
        _SHA256,
        tlv(_CONSTRUCTED_0, *members(signature.attributes)),
        _RSA_SHA256 if isinstance(public_key_of(signer), rsa.RSAPublicKey) else _ECDSA_SHA256,
        tlv(OCTETS, signature.value),
        *stamp,
    )
    signed_data = tlv(
        SEQUENCE,
        integer(1),
        tlv(SET, _SHA256),
        tlv(SEQUENCE, _DATA),
        set_of(_CONSTRUCTED_0, *certificates),
        tlv(SET, signer_info),
    )
    return tlv(SEQUENCE, _SIGNED_DATA, tlv(_CONSTRUCTED_0, signed_data))


def _is_root(der: bytes) -> bool:
    certificate = read_certificate(der)
    return certificate.issuer == certificate.subject


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tlv(SEQUENCE, kind, tlv(SET, value))
