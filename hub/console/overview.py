"""The front page of operators: one look says whether all is well, since when not, and what waits for a person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.pages import page
from hub.console.viewer import ViewerDep

router = APIRouter()


@router.get("/overview")
async def overview(request: Request, who: ViewerDep) -> HTMLResponse:
    """How the hub is."""
    who.need(Right.STATE)
    return await page(request, who, "overview.html")
