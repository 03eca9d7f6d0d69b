"""A document's printable cards and minutes, as PDF/A to look at."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from hub.access.rights import Right
from hub.api.context import HubDep, id_or_404
from hub.console.viewer import ViewerDep
from hub.documents.printing import BODY
from hub.documents.prints import Page, print_page

router = APIRouter()


@router.get("/documents/{document_id}/prints/{page}.pdf")
async def card(hub: HubDep, who: ViewerDep, document_id: str, page: Page) -> Response:
    """Registration card, resolution card, control card or minutes; the same state gives the same bytes."""
    who.need(Right.DOCUMENTS, document_id)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, id_or_404(document_id), who.login)
    pdf = await asyncio.to_thread(print_page, page, case, BODY, "az" if page == "minutes" else who.lang)
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})
