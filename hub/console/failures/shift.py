"""The shift handover: what is open, promised and paused, signed over to the next operator."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.failures.people import operator_named, operators
from hub.console.failures.standing import as_text, sections_for
from hub.console.pages import go, page
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.errors import Forbidden, Refused, Words
from hub.exchange.care.handover import Shift, hand_over, last_handovers, take_over
from hub.web.context import HubDep, id_or_404

router = APIRouter()
HERE = f"{PATH}/failures/handover"
LONGEST_REMARK = 2_000


@router.get("/failures/handover")
async def handover(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """How things stand, as a text; and the last handovers."""
    who.need(Right.SEE)
    return await _page(request, hub, who)


async def _page(
    request: Request, hub: Hub, who: Viewer, refused: Refused | None = None, remark: str = ""
) -> HTMLResponse:
    if who.at_agency:
        raise Forbidden("failure.handover", _OURS)
    sections = await sections_for(request, hub, who)
    async with hub.store.read() as tx:
        last = await last_handovers(tx)
        now = await tx.now()
    return await page(
        request,
        who,
        "failures/handover.html",
        422 if refused else 200,
        sections=sections,
        last=last,
        text=as_text(sections, who, now),
        operators=await operators(request),
        remark=remark,
        errors={refused.place: refused.words} if refused else {},
    )


@router.post("/failures/handover")
async def sign_over(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """Leave what is open to the next operator, with the groups that one has in hand."""
    who.need(Right.STEER, "shift")
    remark = form.text("remark")[:LONGEST_REMARK]
    try:
        to = await operator_named(request, who, form.text("to"), "to")
    except Refused as refused:
        return await _page(request, hub, who, refused, remark)
    sections = await sections_for(request, hub, who)
    async with hub.store.read() as tx:
        now = await tx.now()
    await hand_over(hub.store, Shift(who.login, to, as_text(sections, who, now), remark))
    return go(f"{HERE}#last")


@router.post("/failures/handover/{handover_id}/take")
async def take(hub: HubDep, who: ViewerDep, _form: FormDep, handover_id: str) -> Response:
    """Confirm that one has taken the shift over."""
    who.need(Right.STEER, "shift")
    await take_over(hub.store, id_or_404(handover_id), who.login)
    return go(f"{HERE}#last")


_OURS = Words("Növbəni komitənin operatorları təhvil verir.", "Shifts are handed over by the committee's operators.")
