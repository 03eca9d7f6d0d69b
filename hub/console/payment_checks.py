"""Whom a check of a payment is about, on a page of its own: the look is written to the access history."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.console.payments import blocks_page
from hub.console.viewer import ViewerDep, house_only
from hub.sampling.checks import CHECKS
from hub.web.context import HubDep, id_or_404
from hub.web.payment_checks import whom

router = APIRouter()


@router.get("/payment_checks/{name}/whom")
async def show(request: Request, hub: HubDep, who: ViewerDep, name: str) -> HTMLResponse:
    """Name, settlement and sum."""
    house_only(who)
    who.need(next((each for each in CHECKS.rights if who.may(each)), CHECKS.rights[0]), name)
    block = await whom(hub, who.person, id_or_404(name))
    return await blocks_page(request, who, block.title, [block])
