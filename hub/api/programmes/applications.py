"""Parties: what became of an application that they handed in, and its paper (format F9 of the portal)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel

from document_flow.seals.offline import revoked_mark
from hub.clock import rfc3339
from hub.programmes.case_reading import revoked_papers
from hub.web.cases import PaperState
from hub.web.context import CallerDep, HubDep
from hub.web.own_applications import handed_paper, own_application, state_of

router = APIRouter(tags=["applications"])
Reference = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{8,64}$")]
_KEPT_S = 300


@router.get("/v1/applications/{reference}", response_model_exclude_none=True)
async def state(hub: HubDep, who: CallerDep, reference: Reference) -> PaperState:
    """Where it stands: PENDING, ISSUED, REFUSED, SUSPENDED or REVOKED with its reason, EXPIRED, WITHDRAWN.

    Of what was suspended or revoked by two officials the paper is that act's own.
    """
    return await state_of(hub, who.party, reference)


@router.get("/v1/applications/{reference}/paper.pdf", response_class=Response)
async def paper(hub: HubDep, who: CallerDep, reference: Reference) -> Response:
    """The sealed paper, for the person who asked for it; that it was handed over stands in the access history."""
    stored = await own_application(hub, who.party, reference)
    return Response(await handed_paper(hub, who.party, who.person, stored), media_type="application/pdf")


class CertificateKey(BaseModel):
    """A public key (PEM) that signs the facts of certificates."""

    id: str
    public: str


class CertificateKeys(BaseModel):
    """What a verifier without a network keeps."""

    keys: list[CertificateKey]


class RevokedPapers(BaseModel):
    """SHA-256 of the numbers of certificates that were revoked, complete as of a moment."""

    as_of: str
    revoked: list[str]


@router.get("/v1/certificates/keys")
async def keys(hub: HubDep) -> CertificateKeys:
    """The keys by which anybody checks a certificate's signed facts, without a login."""
    key = hub.programmes.advancing.papers.key
    return CertificateKeys(keys=[CertificateKey(id=key.id, public=key.public)])


@router.get("/v1/certificates/revoked")
async def revoked(hub: HubDep, response: Response) -> RevokedPapers:
    """Which certificates were revoked, as hashes; without a login. Keep it for `hub verify certificate`."""
    async with hub.store.read() as tx:
        now, numbers = await tx.now(), await revoked_papers(tx)
    response.headers["Cache-Control"] = f"public, max-age={_KEPT_S}"
    return RevokedPapers(as_of=rfc3339(now), revoked=[revoked_mark(each) for each in numbers])
