"""Asking whether a certificate is revoked over HTTP (RFC 6960, A.1), with a nonce (RFC 9654)."""

from __future__ import annotations

import secrets

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from connectors.outcome import Rejected
from connectors.rest.client import Answer
from connectors.trust.faults import TrustServiceFailed
from connectors.trust.service import TrustService, breach

_QUERY, _REPLY, _CRL = "application/ocsp-request", "application/ocsp-response", "application/pkix-crl"


class OcspClient:
    """One responder. Whose signature an answer bears is judged where it is used, with the chain at hand."""

    def __init__(self, service: TrustService) -> None:
        self._service = service

    async def ask(self, certificate: bytes, issuer: bytes) -> bytes:
        """The answer about a certificate, both in DER; status, subject and nonce checked. Raises TrustServiceFailed."""
        pair = (x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer))
        nonce = secrets.token_bytes(32)
        # SHA-1 names the issuer here and protects nothing: many responders know no other (RFC 6960, 4.3).
        builder = ocsp.OCSPRequestBuilder().add_certificate(*pair, SHA1())  # noqa: S303
        request = builder.add_extension(x509.OCSPNonce(nonce), critical=False).build()
        answer = await self._service.post(request.public_bytes(Encoding.DER), _QUERY, _REPLY)
        try:
            response = ocsp.load_der_ocsp_response(answer.body)
        except ValueError as error:
            raise breach(answer, "trust.unreadable") from error
        _check(request, response, nonce, answer)
        return answer.body


class CrlClient:
    """One list of revoked certificates."""

    def __init__(self, service: TrustService) -> None:
        self._service = service

    async def fetch(self) -> bytes:
        """The list in DER. Raises TrustServiceFailed."""
        answer = await self._service.get(_CRL)
        try:
            x509.load_der_x509_crl(answer.body)
        except ValueError as error:
            raise breach(answer, "trust.unreadable") from error
        return answer.body


def _check(request: ocsp.OCSPRequest, response: ocsp.OCSPResponse, nonce: bytes, answer: Answer) -> None:
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise TrustServiceFailed(Rejected(answer.exchanged, "trust.status", response.response_status.name))
    if (response.serial_number, response.issuer_key_hash) != (request.serial_number, request.issuer_key_hash):
        raise breach(answer, "trust.subject")
    try:
        same = response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == nonce
    except x509.ExtensionNotFound:
        same = True  # a responder that signs its answers beforehand repeats no nonce (RFC 9654, 3); they expire soon
    if not same:
        raise breach(answer, "trust.nonce")
