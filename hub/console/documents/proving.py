"""A signature of a document, verified at this moment against the pinned authorities."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.clock import SECOND
from hub.console.documents.view import view_of
from hub.console.documents.view_model import seen_by
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.documents.signing.verifying import Form, verified
from hub.errors import NotFound, Words
from hub.web.context import HubDep, Id

router = APIRouter()
_PDF = "application/pdf"


@router.get("/documents/{document_id}/signatures/{session}")
@gets(Right.DOCUMENTS, "{document_id}")
async def verification(request: Request, hub: HubDep, who: ViewerDep, document_id: Id, session: str) -> HTMLResponse:
    """What the signed file proves: every signature in it, what it covers, by which chain, and what is wrong."""
    model = await seen_by(hub, document_id, who.actor)
    document = model.case.document
    signature = next((each for each in document.signatures if each.session == session), None)
    if signature is None or document.destroyed_at is not None:
        raise NotFound("documents.no_signature", _NONE)
    raw = await hub.office.documents.content.read(signature.file.sha256)
    form: Form = "pdf" if signature.file.mime == _PDF else "asice"
    at = datetime.fromtimestamp(hub.clock.now() / SECOND, UTC)
    report = await verified(raw, form, hub.office.signing.signers.trust, at)
    return await page(request, who, "documents/signature.html", **view_of(model), signature=signature, report=report)


_NONE = Words("Sənəddə belə imza yoxdur.", "The document has no such signature.")
