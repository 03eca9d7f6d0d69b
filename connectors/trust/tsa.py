"""Asking a time stamping authority over HTTP (RFC 3161, 3.4)."""

from __future__ import annotations

import secrets

from asn1crypto import tsp  # type: ignore[import-untyped]

from connectors.outcome import Rejected
from connectors.rest.client import Answer
from connectors.trust.faults import TrustServiceFailed
from connectors.trust.rfc3161 import TimeStampResponse
from connectors.trust.service import TrustService, breach

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class TsaClient:
    """Fits the StampAuthority port of document_flow's seals."""

    def __init__(self, service: TrustService) -> None:
        self._service = service

    async def token_over(self, digest: bytes) -> bytes:
        """The token over a SHA-256, in DER, with the authority's certificate. Raises TrustServiceFailed."""
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        nonce = secrets.randbits(63)
        asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
        response = TimeStampResponse.load(await self.stamp(asked.dump()), strict=True)
        token: bytes = response["time_stamp_token"].dump()
        return token

    async def stamp(self, request_der: bytes) -> bytes:
        """The response to a request, its status, nonce and imprint checked. Raises TrustServiceFailed."""
        asked = tsp.TimeStampReq.load(request_der)
        answer = await self._service.post(request_der, _QUERY, _REPLY)
        try:
            response = TimeStampResponse.load(answer.body, strict=True)
            _check(asked, response, answer)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise breach(answer, "trust.unreadable") from error
        return answer.body


def _check(asked: tsp.TimeStampReq, response: TimeStampResponse, answer: Answer) -> None:
    status = response["status"]
    if status["status"].native not in ("granted", "granted_with_mods"):
        why = ",".join(sorted(status["fail_info"].native or ()))
        raise TrustServiceFailed(Rejected(answer.exchanged, "trust.status", why))
    info = response["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != asked["nonce"].native:
        raise breach(answer, "trust.nonce")
    if info["message_imprint"].dump() != asked["message_imprint"].dump():
        raise breach(answer, "trust.imprint")
