"""The tablet's page of a move day: the handover act of a home, shown whole and signed by both sides."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.drawn_signature import HEIGHT, WIDTH
from document_flow.moves.handover import METER, READING, HandoverForm
from document_flow.moves.rules import METERED, SERVICES
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, posts
from hub.console.viewer import PATH, Form, ViewerDep
from hub.errors import HubError
from hub.store.ids import new_id
from hub.visits.visit import LONGEST_DRAWN
from hub.web.context import HubDep, id_or_404
from hub.web.home_handovers import shown_handover, sign_handover

router = APIRouter()
_LINE = 60


@router.get("/moves/{move}/handover/{case}")
async def handover(
    request: Request, hub: HubDep, who: ViewerDep, move: str, case: str, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The act of a family that has come, or what it became."""
    who.need(Right.CASES, f"{move} {case}")
    move, case = id_or_404(move), id_or_404(case)
    found = await shown_handover(hub, who.person, move, case)
    signers = [
        (place, f"{each.name}, {who.say(each.quality)}") for place, each in found.text.signers.items() if each.quality
    ]
    return await page(
        request,
        who,
        "aggregates/handover.html",
        tried=tried,
        it=found,
        signers=signers,
        address=f"{PATH}/moves/{move}",
        case=case,
        meters={each: SERVICES[each] for each in METERED},
        size=(WIDTH, HEIGHT),
        fresh=new_id,
    )


@router.post("/moves/{move}/handover/{case}/act")
@posts(Right.CASES, handover, otherwise="signature", shows=HubError)
async def sign(sent: SentDep, move: str, case: str) -> str:
    """Sign it; the same form sent twice is one act."""
    form, at = sent.form, (id_or_404(move), id_or_404(case))
    await sign_handover(sent.hub, sent.who.person, *at, _filled(form), form.key)
    return f"{PATH}/moves/{at[0]}/handover/{at[1]}"


def _filled(form: Form) -> HandoverForm:
    return HandoverForm(
        shown=form.text("shown")[:100],
        day=form.text("day")[:10],
        keys=form.text("keys")[:_LINE],
        signer=form.text("signer")[:_LINE],
        signature=form.text("signature")[:LONGEST_DRAWN],
        typed_meters={each: (form.text(METER + each)[:_LINE], form.text(READING + each)[:_LINE]) for each in METERED},
    )
