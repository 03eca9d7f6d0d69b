"""Signatures over HTTP: put the body's seal on a document or ask a person by SİMA, and check any signed file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from hub.app import Hub
from hub.bodies import Body
from hub.clock import SECOND
from hub.documents.acting.service import Given
from hub.documents.signing.request import SEAL, Provider, SigningRequest, refused_session
from hub.documents.signing.session_store import Session
from hub.documents.signing.verifying import Form, verified
from hub.errors import Refused, Words
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute, id_or_404
from hub.web.officials import Actor, OfficialDep
from hub.web.views import Instant, Said, View, as_, from_

router = APIRouter(tags=["signatures"], route_class=StrictRoute)
MOST_BYTES = 10 * 1024 * 1024
Iso = Annotated[str, as_(lambda moment: moment.isoformat())]


class SigningBody(Body):
    """Which document is to be signed, as it is at `expected_version`, by what, and for whom a stand-in does."""

    document: str
    expected_version: int = Field(ge=1)
    provider: Provider = Field(default="seal", description="The body's seal, or the person's own phone (SİMA İmza)")
    on_behalf_of: str | None = Field(default=None, max_length=100)


class SigningSessionView(View):
    """A signing session: prepared, waiting, answered, signed, done, refused or expired; `code` says why it ended.

    While it waits for a phone, its signer alone is shown the `link` (for the same phone) and the `qr` (an SVG image,
    for another screen). Both name the signer's personal code: show them to nobody else.
    """

    id: str
    document: str
    provider: str
    state: str
    content_hash: str
    expires_at: Instant
    code: str | None
    links: dict[str, str]
    link: str | None = Field(default=None, repr=False)
    qr: str | None = Field(default=None, repr=False)


class SignatureProblem(View):
    """Something that is wrong with a signature."""

    code: str
    detail: Said = from_("words")


class OneSignature(View):
    """What is known of one signature in a file."""

    status: str
    signer: str
    holder: str
    claimed_at: Iso | None
    stamped_at: Iso | None
    chain: list[str]
    covers: list[Said] = from_("covered")
    leaves_out: list[Said] = from_("not_covered")
    problems: list[SignatureProblem]
    sentences: list[Said]


class Verified(View):
    """What a signed file proves: `valid` only if every signature in it is, and nothing was smuggled in or changed."""

    status: Literal["valid", "invalid", "indeterminate"]
    trust: str
    sentences: list[Said]
    signatures: list[OneSignature]


@router.post("/v1/signatures", status_code=201)
async def begin(
    hub: HubDep, who: OfficialDep, body: SigningBody, key: KeyHeader, response: Response
) -> SigningSessionView:
    """Seal a document with the body's seal, or begin to sign it by SİMA.

    The same key goes on with the same session, after an interruption too.
    """
    document = id_or_404(body.document)
    asked = SigningRequest(who.login, document, body.provider, body.on_behalf_of)
    if body.provider != SEAL:
        await hub.office.signing.signers.phones.ready()
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, who.login)
    session = await hub.office.signing.signers.sessions.begin(asked, case, Given(key, body.expected_version))
    if session.state == "refused":
        raise refused_session(session)
    response.headers["cache-control"] = "no-store"
    return await _view(hub, who, session)


@router.get("/v1/signatures/{session_id}")
async def show(hub: HubDep, who: OfficialDep, session_id: Id, response: Response) -> SigningSessionView:
    """How far a signing session is; for those who may see its document."""
    session = await hub.office.signing.signers.sessions.rows.get(session_id)
    async with hub.store.read() as tx:
        await hub.office.documents.case(tx, session.document, who.login)
    response.headers["cache-control"] = "no-store"
    return await _view(hub, who, session)


@router.post("/v1/signatures/verify")
async def verify(
    hub: HubDep,
    who: OfficialDep,
    request: Request,
    form: Annotated[Form | None, Query(description="Guessed where it is left out")] = None,
) -> Verified:
    """Check a signed file (its bytes are the body, at most 10 MB) against the pinned authorities."""
    raw = await request.body()
    if not raw or len(raw) > MOST_BYTES:
        raise Refused("signatures.size", _SIZE, status=413 if raw else 422, place="body")
    at = datetime.fromtimestamp(hub.clock.now() / SECOND, UTC)
    report = await verified(raw, form or _form_of(raw), hub.office.signing.signers.trust, at)
    return Verified.of(report, who.lang, trust=f"{report.trust_version} ({report.trust_sha256[:16]})")


def _form_of(raw: bytes) -> Form:
    if raw.startswith(b"%PDF"):
        return "pdf"
    return "asice" if raw.startswith(b"PK") else "xml"


async def _view(hub: Hub, who: Actor, session: Session) -> SigningSessionView:
    shown = await hub.office.signing.signers.phones.shown(session) if who.login == session.signer else None
    return SigningSessionView.of(
        session,
        links={"self": f"/v1/signatures/{session.id}", "document": f"/v1/documents/{session.document}"},
        link=shown.link if shown else None,
        qr=shown.qr_svg if shown else None,
    )


_SIZE = Words("Fayl boş olmamalı və 10 MB-dan böyük olmamalıdır.", "The file is not empty and not over 10 MB.")
