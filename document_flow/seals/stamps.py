"""Asking for a time stamp (RFC 3161) and refusing one that answers something else.

pyHanko checks the nonce and leaves the imprint to the verifier; a stamp over another document would be found out when
it is too late to ask again, so it is refused here.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]
from pyhanko.sign.timestamps import TimeStamper

from document_flow.seals.provider import StampAuthority
from document_flow.seals.refusals import StampRefused
from document_flow.words import Words

MOST_BYTES = 64 * 1024
"""Of one answer; a stamp with its chain has about 3 KB."""


class TimeStampResponse(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no annotations
    """TimeStampResp (RFC 3161, 2.4.2): a refusal has no token, which asn1crypto's own class cannot read."""

    _fields = [  # noqa: RUF012 - the form that asn1crypto reads
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Stamper(TimeStamper):
    """pyHanko's seam over the port; remembers the stamps that it got, the latest last."""

    def __init__(self, authority: StampAuthority) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._authority = authority
        self.tokens: list[cms.ContentInfo] = []

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> TimeStampResponse:
        """Ask, and check status, nonce and imprint. Raises StampRefused, and what the authority's port raises."""
        answer = await self._authority.stamp(req.dump())
        response = _read(answer)
        token = _checked_token(req, response)
        self.tokens.append(token)
        return response

    async def stamp_of(self, data: bytes) -> bytes:
        """The token (DER) over the SHA-256 of `data`."""
        token = await self.async_timestamp(sha256(data).digest(), "sha256")
        return bytes(token.dump())

    @property
    def stamped_at(self) -> datetime | None:
        """The time of the first stamp."""
        return time_of(self.tokens[0]) if self.tokens else None


def time_of(token: cms.ContentInfo) -> datetime:
    """The time in a token whose form was checked."""
    at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def certificates_of(token: cms.ContentInfo) -> tuple[bytes, ...]:
    """The certificates that came with a token, in DER."""
    return tuple(each.chosen.dump() for each in token["content"]["certificates"] or ())


def _read(answer: bytes) -> TimeStampResponse:
    if len(answer) > MOST_BYTES:
        raise _unreadable()
    try:
        response: TimeStampResponse = TimeStampResponse.load(answer, strict=True)
        granted = response["status"]["status"].native in ("granted", "granted_with_mods")
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable() from error
    if not granted:
        raise StampRefused(
            "seals.stamp.status",
            Words("Vaxt möhürü mərkəzi sorğunu rədd etdi.", "The time stamping authority refused the request."),
        )
    return response


def _checked_token(req: tsp.TimeStampReq, response: TimeStampResponse) -> cms.ContentInfo:
    try:
        token = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed
        nonce, imprint = info["nonce"].native, info["message_imprint"]
        same_imprint = (
            imprint["hashed_message"].native == req["message_imprint"]["hashed_message"].native
            and imprint["hash_algorithm"]["algorithm"].native
            == req["message_imprint"]["hash_algorithm"]["algorithm"].native
        )
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


def _unreadable() -> StampRefused:
    return StampRefused(
        "seals.stamp.unreadable",
        Words("Vaxt möhürünün cavabı oxunmur.", "The answer of the time stamping authority cannot be read."),
    )
