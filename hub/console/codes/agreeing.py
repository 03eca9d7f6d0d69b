"""The second person: agrees to a code or its withdrawal, or does not; what waited is then reprocessed."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.codes.look import LOOKS, meaning_words
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.deployment import mapping_facts
from hub.errors import HubError
from hub.exchange.changes import Kind, note_changes
from hub.exchange.codes.book import AddedCode, approve, ask_withdrawal, entry, refuse, withdrawal_reason
from hub.exchange.codes.mapping import reprocess_waiting
from hub.exchange.codes.states import CodeState
from hub.exchange.codes.unknown import code_mark, unknown_code
from hub.web.context import HubDep, Id, id_or_404

router = APIRouter(prefix="/failures/codes/book", dependencies=[Depends(house_only)])
_HERE = f"{PATH}/failures/codes/book"


@router.get("/{added}")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def added_code(
    request: Request, hub: HubDep, who: ViewerDep, added: str, tried: TriedDep = FRESH
) -> HTMLResponse:
    """One entry of the book: what was agreed on, by whom, on which source."""
    async with hub.store.read() as tx:
        found = await entry(tx, id_or_404(added))
        mark = code_mark(hub.hash, found.format, found.addition.table, str(found.addition.code))
        unknown = await unknown_code(tx, hub.sealer, mark)
        reason = await withdrawal_reason(tx, hub.sealer, found.id)
    return await page(
        request,
        who,
        "codes/entry.html",
        tried=tried,
        entry=found,
        withdrawal_reason=reason,
        unknown=unknown,
        mark=mark,
        looks=LOOKS,
        meaning=meaning_words,
        is_own=str(found.asked_by) == str(who.who),
    )


@router.post("/{added}/approve")
@posts(Right.APPROVE, added_code, otherwise="decision", shows=HubError)
async def approve_code(sent: SentDep, added: Id) -> str:
    """Agree; a code in force is read in every process within seconds, and what waited is reprocessed.

    Where somebody took one of them into a repair meanwhile, the code is in force, and the rest can be asked for again.
    """
    decided = await approve(sent.hub.store, added, sent.who.who)
    await _take_in(sent.hub)
    if decided.state is not CodeState.IN_FORCE:
        return f"{_HERE}/{added}"
    return await _reprocessed(sent, decided)


@router.post("/{added}/reprocess")
@posts(Right.APPROVE, added_code, otherwise="decision", shows=HubError)
async def reprocess(sent: SentDep, added: Id) -> str:
    """Reprocess what came to wait for a code in force, as messages that were in another repair."""
    async with sent.hub.store.read() as tx:
        found = await entry(tx, added)
    return await _reprocessed(sent, found) if found.state.counts else f"{_HERE}/{added}"


@router.post("/{added}/refuse")
@posts(None, added_code, otherwise="decision", shows=HubError)
async def refuse_code(sent: SentDep, added: Id) -> str:
    """Do not agree; whoever asked may take it back."""
    async with sent.hub.store.read() as tx:
        asked_by = str((await entry(tx, added)).asked_by)
    sent.who.need(Right.PROPOSE if asked_by == str(sent.who.who) else Right.APPROVE, "code")
    await refuse(sent.hub.store, added, sent.who.who)
    return f"{_HERE}/{added}"


@router.post("/{added}/withdraw")
@posts(Right.PROPOSE, added_code, otherwise="decision", shows=HubError)
async def withdraw_code(sent: SentDep, added: Id) -> str:
    """Ask that a code no longer counts."""
    await ask_withdrawal(sent.hub.store, sent.hub.sealer, added, sent.form.text("reason"), sent.who.who)
    return f"{_HERE}/{added}"


async def _reprocessed(sent: Sent, found: AddedCode) -> str:
    waited = await reprocess_waiting(sent.hub.repairs, sent.hub.hash, found, sent.who.who)
    return f"{PATH}/repairs/{waited.repair}" if waited.repair else f"{_HERE}/{found.id}"


async def _take_in(hub: Hub) -> None:
    """Read with it in this process at once, and tell that the mapping changed; the others look every second."""
    await hub.formats.refresh(hub.store)
    await note_changes(hub.store, mapping_facts(hub.formats), (Kind.MAPPING,))
