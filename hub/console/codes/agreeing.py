"""The second person: agrees to a code or its withdrawal, or does not; what waited is then reprocessed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.codes.look import LOOKS, house_only, meaning_words
from hub.console.pages import go, page
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.deployment import mapping_facts
from hub.errors import Conflict, HubError
from hub.exchange.changes import Kind, note_changes
from hub.exchange.codes.book import approve, ask_withdrawal, entry, refuse
from hub.exchange.codes.mapping import reprocess_waiting
from hub.exchange.codes.states import CodeState
from hub.exchange.codes.unknown import code_mark, unknown_code
from hub.web.context import HubDep, id_or_404

router = APIRouter(prefix="/failures/codes/book")


@router.get("/{added}")
async def added_code(request: Request, hub: HubDep, who: ViewerDep, added: str) -> HTMLResponse:
    """One entry of the book: what was agreed on, by whom, on which source."""
    who.need(Right.SEE)
    house_only(who)
    return await _show(request, hub, who, added)


@router.post("/{added}/approve")
async def approve_code(request: Request, hub: HubDep, who: ViewerDep, _form: FormDep, added: str) -> Response:
    """Agree; a code in force is read in every process within seconds, and what waited is reprocessed."""
    who.need(Right.APPROVE, "code")
    try:
        decided = await approve(hub.store, id_or_404(added), who.who)
    except HubError as refused:
        return await _show(request, hub, who, added, refused)
    await _take_in(hub)
    if decided.state is not CodeState.IN_FORCE:
        return go(f"{PATH}/failures/codes/book/{added}")
    try:
        waited = await reprocess_waiting(hub.repairs, hub.hash, decided, who.who)
    except Conflict as taken:
        # Somebody took one of them into a repair meanwhile: the code is in force, and the rest can be asked for again.
        return await _show(request, hub, who, added, taken)
    return go(f"{PATH}/repairs/{waited.repair}" if waited.repair else f"{PATH}/failures/codes/book/{added}")


@router.post("/{added}/reprocess")
async def reprocess(request: Request, hub: HubDep, who: ViewerDep, _form: FormDep, added: str) -> Response:
    """Reprocess what came to wait for a code in force, as messages that were in another repair."""
    who.need(Right.APPROVE, "code")
    async with hub.store.read() as tx:
        found = await entry(tx, id_or_404(added))
    if not found.state.counts:
        return go(f"{PATH}/failures/codes/book/{added}")
    try:
        waited = await reprocess_waiting(hub.repairs, hub.hash, found, who.who)
    except HubError as refused:
        return await _show(request, hub, who, added, refused)
    return go(f"{PATH}/repairs/{waited.repair}" if waited.repair else f"{PATH}/failures/codes/book/{added}")


@router.post("/{added}/refuse")
async def refuse_code(request: Request, hub: HubDep, who: ViewerDep, _form: FormDep, added: str) -> Response:
    """Do not agree; whoever asked may take it back."""
    async with hub.store.read() as tx:
        asked_by = str((await entry(tx, id_or_404(added))).asked_by)
    who.need(Right.PROPOSE if asked_by == str(who.who) else Right.APPROVE, "code")
    try:
        await refuse(hub.store, id_or_404(added), who.who)
    except HubError as refused:
        return await _show(request, hub, who, added, refused)
    return go(f"{PATH}/failures/codes/book/{added}")


@router.post("/{added}/withdraw")
async def withdraw_code(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, added: str) -> Response:
    """Ask that a code no longer counts."""
    who.need(Right.PROPOSE, "code")
    try:
        await ask_withdrawal(hub.store, id_or_404(added), form.text("reason"), who.who)
    except HubError as refused:
        return await _show(request, hub, who, added, refused, reason=form.text("reason"))
    return go(f"{PATH}/failures/codes/book/{added}")


async def _show(
    request: Request, hub: Hub, who: Viewer, added: str, refused: HubError | None = None, reason: str = ""
) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await entry(tx, id_or_404(added))
        mark = code_mark(hub.hash, found.format, found.addition.table, str(found.addition.code))
        unknown = await unknown_code(tx, hub.sealer, mark)
    errors = {} if refused is None else {refused.place or "decision": who.say(refused.words)}
    return await page(
        request,
        who,
        "codes/entry.html",
        refused.status if refused else 200,
        entry=found,
        unknown=unknown,
        mark=mark,
        looks=LOOKS,
        meaning=meaning_words,
        found=errors,
        reason=reason,
        is_own=str(found.asked_by) == str(who.who),
    )


async def _take_in(hub: Hub) -> None:
    """Read with it in this process at once, and tell that the mapping changed; the others look every second."""
    await hub.formats.refresh(hub.store)
    await note_changes(hub.store, mapping_facts(hub.formats), (Kind.MAPPING,))
