"""Handover of a leaver's documents (təhvil-təslim): the act is drawn up and looked at, then carried out."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.console.office.roles import HANDS_OVER, closed_to
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.documents.office.handover_print import print_act
from hub.documents.office.handovers import newest_acts
from hub.errors import HubError
from hub.store.ids import new_id, parse_id
from hub.web.context import HubDep, id_or_404
from hub.web.office import directory
from hub.web.office import handovers as api

router = APIRouter()
HERE = f"{PATH}/documents/office/handovers"
_FIELDS = {"/to": "receiver", "Idempotency-Key": "act"}


@router.get("/documents/office/handovers")
@gets(Right.DOCUMENTS, "handovers")
async def shown(request: Request, who: ViewerDep, hub: HubDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form of a new act, and the newest acts."""
    closed = closed_to(who, HANDS_OVER)
    async with hub.store.read() as tx:
        acts = await newest_acts(tx) if closed is None else ()
    return await page(
        request,
        who,
        "office/handovers.html",
        tried=tried,
        directory=await directory.show(hub, who.actor),
        closed=closed,
        key=new_id(),
        acts=acts,
    )


@router.post("/documents/office/handovers")
@posts(Right.DOCUMENTS, shown, otherwise="receiver", beside=_FIELDS, shows=HubError)
async def draw_up(sent: SentDep) -> str:
    """Draw the act up; nothing is handed over yet. The form's own key makes a second sending harmless."""
    made = await api.draw(
        sent.hub, sent.who.actor, sent.read(api.HandoverBody), parse_id(sent.form.text("key")) or new_id()
    )
    return f"{HERE}/{made.id}"


@router.get("/documents/office/handovers/{handover}")
@gets(Right.DOCUMENTS, "{handover}")
async def act(request: Request, who: ViewerDep, hub: HubDep, handover: str) -> HTMLResponse:
    """An act: every document with its state and parts, and what became of it."""
    return await page(request, who, "office/handover.html", act=await api.show(hub, who.actor, handover))


@router.get("/documents/office/handovers/{handover}/act.pdf")
@gets(Right.DOCUMENTS, "{handover}")
async def printed(who: ViewerDep, hub: HubDep, handover: str) -> Response:
    """The act on paper, to be signed by hand; by those who may draw one up."""
    who.actor.need(*HANDS_OVER)
    around = await hub.office.documents.around()
    found = await api.act_named(hub, id_or_404(handover))
    pdf = await asyncio.to_thread(
        print_act, found, around.context(hub.clock.now()), hub.office.rules.letterhead.body, who.lang
    )
    return Response(pdf, media_type="application/pdf", headers={"content-disposition": "inline"})


@router.post("/documents/office/handovers/{handover}/carry-out")
@posts(Right.DOCUMENTS)
async def carry_out(sent: SentDep, handover: str) -> str:
    """Hand over what is not done yet; harmless to repeat."""
    made = await api.carry(sent.hub, sent.who.actor, handover)
    return f"{HERE}/{made.id}"
