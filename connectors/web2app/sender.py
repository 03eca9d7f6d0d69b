"""Who sent a request: the headers ts-cert, ts-sign and ts-sign-alg, checked against pinned issuers.

`ts-cert` is the signer's own certificate, Base64 of DER: the public clients read FIN and name out of it. They trust any
certificate at all; here it must come straight from a pinned issuer. `ts-sign` is over the exact bytes of the body, or
for a GET over path and query. Whether the certificate was revoked is for whoever keeps the signature to ask.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from connectors.web2app.refusal import Refused, refused

ALGORITHMS: Final = ("SHA256withECDSA", "SHA-256withECDSA", "ECDSA_SHA256")
"""One algorithm under the three names that public clients give it. The package's own HMACSHA256 is not accepted:
under it a public key would be taken for a secret."""

_UNREADABLE = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
_PERSON = "PNOAZ-"
"""What may stand before a FIN in a subject (ETSI EN 319 412-1, 5.1.3); the public clients expect the FIN alone."""

_MOST_HEADER_CHARS = 16_384
_LEAST_KEY_BITS = 256


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever holds the key of a certificate that a pinned issuer gave; `fin` is from the subject's serialNumber."""

    certificate: x509.Certificate = field(repr=False)
    key: ec.EllipticCurvePublicKey = field(repr=False)
    fin: str = field(repr=False)

    @property
    def certificate_der(self) -> bytes:
        """The certificate's DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def signed(self, signature: bytes, content: bytes) -> bool:
        """Whether the signature (DER, ECDSA with SHA-256) over the content is this sender's."""
        try:
            self.key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def read_pins(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The pinned issuers out of a PEM file; ValueError if there is none in it."""
    return tuple(x509.load_pem_x509_certificates(pem))


def read_sender(
    headers: Mapping[str, str], signed: bytes, pins: Sequence[x509.Certificate], now: datetime
) -> Sender | Refused:
    """The sender of a request with these headers (names in lower case) over the bytes `signed`."""
    algorithm = headers.get("ts-sign-alg", "")
    if not algorithm:
        return refused("header_missing", header="ts-sign-alg")
    if algorithm not in ALGORITHMS:
        return refused("algorithm", algorithm=algorithm, allowed=ALGORITHMS[0])
    raw = _header(headers, "ts-cert")
    signature = _header(headers, "ts-sign")
    if isinstance(raw, Refused):
        return raw
    if isinstance(signature, Refused):
        return signature
    sender = _person(raw, pins, now)
    if isinstance(sender, Sender) and not sender.signed(signature, signed):
        return refused("signature")
    return sender


def _header(headers: Mapping[str, str], name: str) -> bytes | Refused:
    value = headers.get(name, "")
    if not value:
        return refused("header_missing", header=name)
    if len(value) > _MOST_HEADER_CHARS:
        return refused("header_encoding", header=name)
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return refused("header_encoding", header=name)


def _person(raw: bytes, pins: Sequence[x509.Certificate], now: datetime) -> Sender | Refused:
    try:
        certificate = x509.load_der_x509_certificate(raw)
        extensions = certificate.extensions
        serials = certificate.subject.get_attributes_for_oid(x509.NameOID.SERIAL_NUMBER)
    except _UNREADABLE:
        return refused("certificate_unreadable")
    issuer = next((pin for pin in pins if is_issued_by(certificate, pin)), None)
    if issuer is None:
        return refused("certificate_unknown")
    if not (_valid(certificate, now) and _valid(issuer, now)):
        return refused("certificate_expired")
    key = _signing_key(certificate, extensions)
    if key is None:
        return refused("certificate_use")
    if len(serials) != 1:
        return refused("certificate_person")
    return Sender(certificate, key, str(serials[0].value).removeprefix(_PERSON))


def is_issued_by(certificate: x509.Certificate, pin: x509.Certificate) -> bool:
    """Whether the key of the pin has signed it, whatever is wrong with either."""
    try:
        certificate.verify_directly_issued_by(pin)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _valid(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _signing_key(certificate: x509.Certificate, extensions: x509.Extensions) -> ec.EllipticCurvePublicKey | None:
    """The key, unless the certificate is an issuer's, or its use leaves out signing (RFC 5280, 4.2.1.3)."""
    for each in extensions:
        if isinstance(each.value, x509.BasicConstraints) and each.value.ca:
            return None
        if isinstance(each.value, x509.KeyUsage) and not (
            each.value.digital_signature or each.value.content_commitment
        ):
            return None
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= _LEAST_KEY_BITS else None
