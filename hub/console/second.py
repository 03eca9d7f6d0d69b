"""The page of whatever waits for a second person (`hub.web.awaited`)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.console.pages import page
from hub.console.viewer import ViewerDep, house_only
from hub.web import awaited
from hub.web.context import HubDep

router = APIRouter()


@router.get("/second")
async def second(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The list."""
    house_only(who)
    lines, is_cut = await awaited.waiting_for(hub, who.actor)
    return await page(request, who, "second.html", lines=lines, most=awaited.MOST if is_cut else None)
