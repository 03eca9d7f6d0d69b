"""A document's printable cards and minutes, as PDF/A to look at."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.viewer import ViewerDep
from hub.documents.printing.printing import BODY, preview
from hub.documents.printing.prints import Page, print_page
from hub.errors import NotFound, Words
from hub.web.context import HubDep, Id

router = APIRouter()


@router.get("/documents/{document_id}/prints/{page}.pdf")
async def card(hub: HubDep, who: ViewerDep, document_id: Id, page: Page) -> Response:
    """Registration card, resolution card, control card or minutes; the same state gives the same bytes."""
    who.need(Right.DOCUMENTS, document_id)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, who.login)
    pdf = await asyncio.to_thread(print_page, page, case, BODY, "az" if page == "minutes" else who.lang)
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})


@router.get("/documents/{document_id}/letter.pdf")
async def letter(hub: HubDep, who: ViewerDep, document_id: Id) -> Response:
    """The present version as it would be printed for a signature, marked as a specimen."""
    who.need(Right.DOCUMENTS, document_id)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, who.login)
    pdf = await preview(hub.office.documents.content, case)
    if pdf is None:
        raise NotFound("documents.nothing_to_print", _NO_LETTER)
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})


_NO_LETTER = Words("Sənədin çap ediləcək mətni yoxdur.", "The document has no text to print.")
