"""The body's electronic seal on a paper that no person signs (PAdES B-LTA), made at once.

What was sealed and not recorded, because a process died in between, is sealed anew: nothing refers to the first file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.trust.faults import TrustServiceFailed
from document_flow.rendering.models.parts import Mark
from document_flow.seals.certificates import common_name, is_specimen, read_certificate, serial_of
from document_flow.seals.provider import Signed, SigningRequest
from document_flow.seals.refusals import SealRefused, StampRefused
from hub.documents.signing.room import SigningRoom
from hub.errors import HubError, Words

_AWAY = Words(
    "Möhür və ya vaxt damğası xidməti cavab vermir; kağız özü hazırlanacaq.",
    "The seal or the time stamp service does not answer; the paper will be made by itself.",
)


@dataclass(frozen=True, slots=True)
class SealMark:
    """What the paper says of its seal. A specimen's paper is a specimen."""

    mark: Mark
    at: datetime
    is_specimen: bool


class _Once:
    """Each sealing is a request of its own: nothing is kept by it, the case keeps its paper."""

    async def kept(self, request_id: str) -> Signed | None:
        del request_id
        return None

    async def keep(self, signed: Signed) -> Signed:
        return signed


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals by the key of the signing room."""

    room: SigningRoom

    async def mark(self, now: datetime) -> SealMark:
        """The certificate under which it will be sealed. HubError where there is none."""
        key = await self.room.signers.trust.seal()
        certificate, at = read_certificate(key.certificate), now.astimezone(UTC)
        return SealMark(Mark(common_name(certificate), serial_of(certificate), at), at, is_specimen(certificate))

    async def put(self, request: str, pdf: bytes, mark: SealMark) -> bytes:
        """The sealed file."""
        from hub.documents.signing.thread import ThreadedSigning  # noqa: PLC0415  # its libraries are heavy

        trust = self.room.signers.trust
        key = await trust.seal()
        signing = ThreadedSigning(trust.stamps, trust, _Once())
        asked = SigningRequest(
            request,
            "pades",
            "B-LTA",
            key.certificate,
            mark.at,
            document=pdf,
            chain=key.chain,
            reason="Dövlət orqanının möhürü",
        )
        try:
            prepared = await signing.prepare(asked)
            return (await signing.finish(prepared, key.answer(prepared))).document
        except (TrustServiceFailed, StampRefused, SealRefused) as away:
            raise HubError("programmes.seal_away", _AWAY, status=503, retryable=True) from away
