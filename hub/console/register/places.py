"""The list of places: how a place is called, where it lies, what it was and is now, and its codes. Nothing personal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.register.placing import HEADS, look_up

router = APIRouter()


@router.get("/register/places")
@gets(Right.REGISTER, "places")
async def places(request: Request, who: ViewerDep, q: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """The districts, or what a text finds."""
    return await page(request, who, "register/places.html", found=look_up(q), typed=q, heads=HEADS)
