"""Signing from a document's page: the body's seal at once, a person's SİMA by a link or a QR code and a wait."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.failed import Failed, changed_since
from hub.console.documents.fields import Filled
from hub.console.documents.sheet import sheet
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, view_model_of
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep, refused_field
from hub.documents.acting.service import Given
from hub.documents.signing.request import PROVIDERS, SEAL, SigningRequest, refused_session
from hub.documents.signing.session_store import ENDED, Session
from hub.errors import HubError, NotFound
from hub.web.context import HubDep, id_or_404

router = APIRouter()


@router.post("/documents/{document_id}/sign")
async def sign(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, document_id: str) -> Response:
    """Begin to sign the content that was seen. The same form goes on with the same session."""
    document = id_or_404(document_id)
    who.need(Right.DOCUMENTS, f"sign {document}")
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document, who.actor)
    try:
        session = await _begun(hub, model, form)
    except HubError as problem:
        changed = changed_since(problem, model.case.context.directory)
        failed = Failed("act-sign", _SIGN, {"act-sign": problem.words}, Filled(), problem.status, changed=changed)
        return await sheet(request, hub, who, document, failed)
    done = session.state == "done"
    return go(f"{PATH}/documents/{document}?done=signed" if done else _place(session))


@router.get("/documents/{document_id}/signing/{session_id}")
async def waiting(request: Request, hub: HubDep, who: ViewerDep, document_id: str, session_id: str) -> HTMLResponse:
    """How far it is; its signer alone is shown the link and the QR code, for both name the signer's personal code."""
    who.need(Right.DOCUMENTS, document_id)
    model, values, session = await _session(hub, who, document_id, session_id)
    signers = hub.office.signing.signers
    shown = await signers.phones.shown(session) if session.signer == who.login else None
    # The QR code's own writer escapes what stands in it.
    qr = Markup(shown.qr_svg) if shown is not None else None  # noqa: S704
    return await page(
        request,
        who,
        "documents/signing.html",
        **values,
        session=session,
        link=shown.link if shown else None,
        qr=qr,
        is_waiting=session.state not in ENDED,
        signer=model.case.context.directory.name(session.signer),
        has_phone=hub.settings.sandbox and shown is not None,
    )


@router.get("/documents/{document_id}/signing/{session_id}/state")
async def state(hub: HubDep, who: ViewerDep, document_id: str, session_id: str) -> dict[str, str]:
    """For the page that waits."""
    who.need(Right.DOCUMENTS, document_id)
    _, _, session = await _session(hub, who, document_id, session_id)
    return {"state": session.state}


async def _begun(hub: Hub, model: DocumentViewModel, form: Form) -> Session:
    provider = form.text("provider")
    version = form.text("version")
    if provider not in PROVIDERS or not version.isdigit():
        raise refused_field("provider", _OLD)
    signers = hub.office.signing.signers
    if provider != SEAL:
        await signers.phones.ready()
    asked = SigningRequest(model.login, model.document, provider, form.text("hand") or None)
    session = await signers.sessions.begin(asked, model.case, Given(form.text("key")[:64], int(version)))
    if session.state == "refused":
        raise refused_session(session)
    return session


async def _session(
    hub: Hub, who: Viewer, document_id: str, session_id: str
) -> tuple[DocumentViewModel, dict[str, Any], Session]:
    document = id_or_404(document_id)
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document, who.actor)
        values = view_of(model)
    session = await hub.office.signing.signers.sessions.rows.get(id_or_404(session_id))
    if session.document != document:
        raise NotFound("signatures.unknown", _NONE)
    return model, values, session


def _place(session: Session) -> str:
    return f"{PATH}/documents/{session.document}/signing/{session.id}"


_SIGN = Words("İmza", "Signature")
_OLD = Words("Forma köhnəlib: səhifəni yeniləyin.", "The form is out of date: reload the page.")
_NONE = Words("Sənəddə belə imzalama yoxdur.", "The document has no such signing.")
