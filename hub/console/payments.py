"""The room of payments: lists by period, a list to the qəpik, one person's payments, one obligation with its acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from document_flow.context import BAKU
from document_flow.form import PREFIX
from document_flow.money.kernel import OBLIGATIONS
from hub.access.rights import Right
from hub.aggregates.aggregates import Offer
from hub.aggregates.kind import Block
from hub.console.aggregates import said_in
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, SentDep, TriedDep, posts
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import HubError, NotFound, Words
from hub.money.acting import act_on, opened
from hub.store.ids import new_id
from hub.web.aggregates import block_view
from hub.web.context import HubDep, id_or
from hub.web.payments import PeriodQuery, WhoseBody, all_lists, certificate, one_list, title_of_list

router = APIRouter()
_ALL = PeriodQuery()
_TITLE = Words("Ödənişlər", "Payments")
_UNKNOWN = Words("Belə siyahı və ya öhdəlik yoxdur.", "There is no such list or obligation.")
_BESIDE = {each.name: PREFIX + each.name for act in OBLIGATIONS.acts for form in act.forms for each in form.fields} | {
    "aggregates.stale": "form"
}


@router.get("/payments")
async def lists(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    wanted: Annotated[PeriodQuery, Query()] = _ALL,
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """The lists, and the form that finds one person's payments."""
    _need(who)
    found = await all_lists(hub, wanted.period)
    return await blocks_page(request, who, _TITLE, found, tried, finds=True, period=wanted.period)


@router.post("/payments")
@posts(Right.CASES, lists, shows=HubError, otherwise="fin")
async def of_person(sent: SentDep) -> Response:
    """One person's payments; the look is written down, and the FIN stands in no address."""
    _need(sent.who)
    said = WhoseBody(fin=sent.form.text("fin")[:20] or "-", basis=sent.form.text("basis")[:200])
    blocks = await certificate(sent.hub, sent.who.person, said)
    return await blocks_page(
        sent.request, sent.who, Words("Ödənişlər arayışı", "Certificate of payments"), blocks, FRESH
    )


@router.get("/payments/lists/{name}")
async def one(request: Request, hub: HubDep, who: ViewerDep, name: str) -> HTMLResponse:
    """One list: what does not add up first."""
    _need(who)
    found = _id(name)
    return await blocks_page(request, who, await title_of_list(hub, found), await one_list(hub, found), FRESH)


@router.get("/payments/obligations/{name}")
async def obligation(request: Request, hub: HubDep, who: ViewerDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """One obligation."""
    _need(who)
    found = await opened(hub.aggregates.needs, _id(name), who.login)
    name_of = found.standing.context.directory.name
    return await blocks_page(
        request,
        who,
        Words("Öhdəlik", "Obligation"),
        found.blocks,
        tried,
        offers=[Offer(act, form) for act, form in found.offers],
        action=f"{PATH}/payments/obligations/{found.move.id}/act",
        version=found.move.state.length,
        history=[(OBLIGATIONS.names[each.kind], name_of(each.actor, each.at), each.event.at) for each in found.history],
    )


@router.post("/payments/obligations/{name}/act")
@posts(Right.CASES, obligation, shows=HubError, beside=_BESIDE)
async def act(sent: SentDep, name: str) -> str:
    """One act, on the version that the page showed."""
    _need(sent.who)
    form, kind, found = sent.form, sent.form.text("act"), _id(name)
    says = said_in(form, OBLIGATIONS)
    await act_on(sent.hub.aggregates.needs, found, kind, sent.who.login, says, form.version)
    return f"{PATH}/payments/obligations/{found}"


async def blocks_page(
    request: Request, who: Viewer, title: Words, blocks: Sequence[Block], tried: Attempt = FRESH, **more: Any
) -> HTMLResponse:
    """Tables on a page of their own."""
    failed = {"form": tried.text("act")} if tried.form else None
    nothing = {"finds": False, "period": "", "offers": (), "action": "", "version": "", "history": ()}
    return await page(
        request,
        who,
        "payments/page.html",
        tried=tried,
        title=title,
        blocks=[(each, block_view(each, who.lang)) for each in blocks],
        in_baku=lambda at: at.astimezone(BAKU),
        fresh=new_id,
        failed=failed,
        **{**nothing, **more},
    )


def _need(who: Viewer) -> None:
    house_only(who)
    who.need(Right.CASES, "payments")


def _id(text: str) -> str:
    return id_or(text, NotFound("money.unknown_obligation", _UNKNOWN))
