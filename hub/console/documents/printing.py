"""A document's printable cards and minutes, as PDF/A to look at."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.documents.printing.answered import answered_by
from hub.documents.printing.prints import Page, print_page
from hub.errors import NotFound, Words, found_or
from hub.web.context import HubDep, Id

router = APIRouter()


@router.get("/documents/{document_id}/prints/{page}.pdf")
@gets(Right.DOCUMENTS, "{document_id}")
async def card(hub: HubDep, who: ViewerDep, document_id: Id, page: Page) -> Response:
    """Registration card, resolution card, control card or minutes; the same state gives the same bytes."""
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, who.login)
    pdf = await asyncio.to_thread(
        print_page, page, case, hub.office.rules.letterhead.body, "az" if page == "minutes" else who.lang
    )
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})


@router.get("/documents/{document_id}/letter.pdf")
@gets(Right.DOCUMENTS, "{document_id}")
async def letter(hub: HubDep, who: ViewerDep, document_id: Id) -> Response:
    """The paper as it is now: the signed file, else what would be signed, as a specimen. Shown within our own pages."""
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, who.login)
    answers = await answered_by(hub.office.documents, case)
    pdf = found_or(
        await hub.office.printing.view(document_id, case, answers), NotFound("documents.nothing_to_print", _NO_LETTER)
    )
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})


_NO_LETTER = Words("Sənədin çap ediləcək mətni yoxdur.", "The document has no text to print.")
