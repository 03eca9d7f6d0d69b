"""Asking for a time stamp (RFC 3161) and refusing one that answers something else.

pyHanko checks the nonce and leaves the imprint to the verifier; a stamp over another document would be found out when
it is too late to ask again, so it is refused here.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from pyhanko.sign.timestamps import TimeStamper

from document_flow.seals.der import integer, members
from document_flow.seals.provider import StampAuthority
from document_flow.seals.refusals import StampRefused
from document_flow.words import Words

MOST_BYTES = 64 * 1024
"""Of one answer; a stamp with its chain has about 3 KB."""

_GRANTED = (integer(0), integer(1))
_CERTIFICATES = 0xA0


class Stamper(TimeStamper):
    """pyHanko's seam over the port; keeps the tokens that it got, the latest last."""

    def __init__(self, authority: StampAuthority) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._authority = authority
        self.tokens: list[bytes] = []

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> bytes:
        """A token in DER, byte for byte as it came; its status, nonce and imprint are checked. Raises StampRefused.

        What the authority's port raises passes through.
        """
        _, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        token = _checked_token(request, await self._authority.stamp(request.dump()))
        self.tokens.append(token)
        return token

    async def stamp_of(self, data: bytes) -> bytes:
        """The token over the SHA-256 of `data`."""
        return await self.async_timestamp(sha256(data).digest(), "sha256")

    @property
    def stamped_at(self) -> datetime | None:
        """The time of the first stamp."""
        return time_of(self.tokens[0]) if self.tokens else None


def time_of(token: bytes) -> datetime:
    """The time in a token. ValueError, TypeError or KeyError where it is none."""
    at: datetime = _info_of(token)["gen_time"].native
    return at


def certificates_of(token: bytes) -> tuple[bytes, ...]:
    """The certificates that came with a token, in DER."""
    _, explicit = members(token)
    wanted = (each for each in members(members(explicit)[0]) if each[0] == _CERTIFICATES)
    return tuple(der for each in wanted for der in members(each))


def _info_of(token: bytes) -> tsp.TSTInfo:
    content = cms.ContentInfo.load(token, strict=True)["content"]["encap_content_info"]["content"]
    return content.parsed


def _checked_token(req: tsp.TimeStampReq, answer: bytes) -> bytes:
    token = _token_in(answer)
    try:
        info = _info_of(token)
        nonce, imprint, wanted = info["nonce"].native, info["message_imprint"], req["message_imprint"]
        same_imprint = imprint.native == wanted.native
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable() from error
    if nonce != req["nonce"].native:
        raise StampRefused(
            "seals.stamp.nonce",
            Words("Vaxt möhürü başqa sorğunun cavabıdır.", "The time stamp answers another request (nonce)."),
        )
    if not same_imprint:
        raise StampRefused(
            "seals.stamp.imprint",
            Words("Vaxt möhürü başqa məlumat üzərindədir.", "The time stamp is over other data (imprint)."),
        )
    return token


def _token_in(answer: bytes) -> bytes:
    """The token of a response that grants one (RFC 3161, 2.4.2); a refusal has none."""
    try:
        status, *token = members(answer[: MOST_BYTES + 1])
        granted = members(status)[0] in _GRANTED
    except (ValueError, IndexError) as error:
        raise _unreadable() from error
    if not granted:
        raise StampRefused(
            "seals.stamp.status",
            Words("Vaxt möhürü mərkəzi sorğunu rədd etdi.", "The time stamping authority refused the request."),
        )
    if len(token) != 1:
        raise _unreadable()
    return token[0]


def _unreadable() -> StampRefused:
    return StampRefused(
        "seals.stamp.unreadable",
        Words("Vaxt möhürünün cavabı oxunmur.", "The answer of the time stamping authority cannot be read."),
    )
