"""Signing from a document's page: the body's seal at once, a person's SİMA by a link or a QR code and a wait."""

from __future__ import annotations

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.fields import given_by
from hub.console.documents.sheet import show
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, seen_by
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.viewer import PATH, Form, Viewer, ViewerDep, refused_field
from hub.documents.signing.request import PROVIDERS, SEAL, SigningRequest, refused_session
from hub.documents.signing.session_store import ENDED, Session
from hub.errors import HubError, NotFound
from hub.web.context import HubDep, Id

router = APIRouter()


@router.post("/documents/{document_id}/sign")
@posts(Right.DOCUMENTS, show, shows=HubError)
async def sign(sent: SentDep, document_id: Id) -> str:
    """Begin to sign the content that was seen. The same form goes on with the same session."""
    model = await seen_by(sent.hub, document_id, sent.who.actor)
    session = await _begun(sent.hub, model, sent.form)
    here = f"{PATH}/documents/{document_id}"
    return f"{here}?since={given_by(sent.form).expected}" if session.state == "done" else f"{here}/signing/{session.id}"


@router.get("/documents/{document_id}/signing/{session_id}")
@gets(Right.DOCUMENTS, "{document_id}")
async def waiting(request: Request, hub: HubDep, who: ViewerDep, document_id: Id, session_id: Id) -> HTMLResponse:
    """How far it is; its signer alone is shown the link and the QR code, for both name the signer's personal code."""
    model, session = await _session(hub, who, document_id, session_id)
    signers = hub.office.signing.signers
    shown = await signers.phones.shown(session) if session.signer == who.login else None
    # The QR code's own writer escapes what stands in it.
    qr = Markup(shown.qr_svg) if shown is not None else None  # noqa: S704
    return await page(
        request,
        who,
        "documents/signing.html",
        **view_of(model),
        session=session,
        link=shown.link if shown else None,
        qr=qr,
        is_waiting=session.state not in ENDED,
        signer=model.case.context.directory.name(session.signer),
        has_phone=hub.settings.sandbox and shown is not None,
    )


@router.get("/documents/{document_id}/signing/{session_id}/state")
async def state(hub: HubDep, who: ViewerDep, document_id: Id, session_id: Id) -> dict[str, str]:
    """For the page that waits."""
    who.need(Right.DOCUMENTS, document_id)
    _, session = await _session(hub, who, document_id, session_id)
    return {"state": session.state}


async def _begun(hub: Hub, model: DocumentViewModel, form: Form) -> Session:
    provider, given = form.text("provider"), given_by(form)
    if provider not in PROVIDERS:
        raise refused_field("provider", Words("Belə imzalama üsulu yoxdur.", "There is no such way to sign."))
    signers = hub.office.signing.signers
    if provider != SEAL:
        await signers.phones.ready()
    asked = SigningRequest(model.login, model.document, provider, form.text("hand") or None)
    session = await signers.sessions.begin(asked, model.case, given)
    if session.state == "refused":
        raise refused_session(session)
    return session


async def _session(hub: Hub, who: Viewer, document_id: str, session_id: str) -> tuple[DocumentViewModel, Session]:
    model = await seen_by(hub, document_id, who.actor)
    session = await hub.office.signing.signers.sessions.rows.get(session_id)
    if session.document != document_id:
        raise NotFound("signatures.unknown", _NONE)
    return model, session


_NONE = Words("Sənəddə belə imzalama yoxdur.", "The document has no such signing.")
