"""What the test authority says about its certificates: OCSP answers (RFC 6960) and CRLs (RFC 5280, 5).

A responder of the authority that issued a certificate signs for it, and its certificate goes with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from connectors.sandbox.authority.issuing import Hierarchy, KeyPair

FRESH_FOR = timedelta(hours=12)
"""From an answer's `thisUpdate` to its `nextUpdate`."""


@dataclass(frozen=True, slots=True)
class Register:
    """Every certificate that was issued, by serial number, and since when some of them are revoked."""

    issued: Mapping[int, x509.Certificate]
    revoked: Mapping[int, datetime]


def ocsp_answer(hierarchy: Hierarchy, register: Register, request: bytes, now: datetime, *, wrong_nonce: bool) -> bytes:
    """The answer to one request, its nonce repeated (RFC 9654); `malformed` or `unauthorized` where it asks amiss."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
    except ValueError:
        return _refused(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    subject = _subject(hierarchy, register, asked)
    if subject is None:
        return _refused(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    certificate, issuer, responder = subject
    revoked_at = register.revoked.get(certificate.serial_number)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=certificate,
        issuer=issuer.certificate,
        algorithm=asked.hash_algorithm,
        cert_status=ocsp.OCSPCertStatus.GOOD if revoked_at is None else ocsp.OCSPCertStatus.REVOKED,
        this_update=now,
        next_update=now + FRESH_FOR,
        revocation_time=revoked_at,
        revocation_reason=None if revoked_at is None else x509.ReasonFlags.unspecified,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    builder = builder.certificates([responder.certificate])
    nonce = _nonce_of(asked)
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce[::-1] if wrong_nonce else nonce), critical=False)
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def crl(issuer: KeyPair, register: Register, now: datetime) -> bytes:
    """The list of what `issuer` revoked, in DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now)
        .next_update(now + FRESH_FOR)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for serial, since in register.revoked.items():
        certificate = register.issued.get(serial)
        if certificate is not None and certificate.issuer == issuer.certificate.subject:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _subject(
    hierarchy: Hierarchy, register: Register, asked: ocsp.OCSPRequest
) -> tuple[x509.Certificate, KeyPair, KeyPair] | None:
    """The certificate that is asked about, its issuer and that one's responder; name and key hash must be right too."""
    certificate = register.issued.get(asked.serial_number)
    if certificate is None:
        return None
    by_root = certificate.issuer == hierarchy.root.certificate.subject
    issuer = hierarchy.root if by_root else hierarchy.issuing
    ours = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer.certificate, asked.hash_algorithm).build()
    if (ours.issuer_name_hash, ours.issuer_key_hash) != (asked.issuer_name_hash, asked.issuer_key_hash):
        return None
    return certificate, issuer, hierarchy.root_ocsp if by_root else hierarchy.issuing_ocsp


def _refused(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)


def _nonce_of(asked: ocsp.OCSPRequest) -> bytes | None:
    try:
        return asked.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return None
