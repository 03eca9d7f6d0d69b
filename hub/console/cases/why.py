"""“Niyə kəsilib?”: a FIN is typed, and one screen answers; nothing of it stands in an address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.purposes import OF_REGISTER
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, SentDep, gets, posts
from hub.console.viewer import Viewer, ViewerDep
from hub.errors import HubError
from hub.web.why import WhyBody, WhyView, answered, why_view

router = APIRouter()


async def _page(request: Request, who: Viewer, tried: Attempt = FRESH, told: WhyView | None = None) -> HTMLResponse:
    return await page(request, who, "cases/why.html", tried=tried, told=told, purposes=OF_REGISTER)


@router.get("/cases/why")
@gets(Right.CASES)
async def asked(request: Request, who: ViewerDep) -> HTMLResponse:
    """The form."""
    return await _page(request, who)


@router.post("/cases/why")
@posts(Right.CASES, _page, otherwise="fin", shows=HubError)
async def told(sent: SentDep) -> HTMLResponse:
    """The answer, on the page that asked."""
    body = sent.read(WhyBody)
    lines = await answered(sent.hub, sent.who.person, body)
    return await _page(sent.request, sent.who, Attempt(form=sent.form), why_view(lines, sent.who.lang))
