"""Unmapped codes: which, how many wait for each, and the page of one where its meaning is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.codes.look import LOOKS, meaning_words
from hub.console.messages.listing import names_of_messages
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import HubError, found_or
from hub.exchange.codes.book import AddedCode, counting, entries, entries_of, propose
from hub.exchange.codes.mapping import exact_code, meanings, proposal_for, table_of
from hub.exchange.codes.unknown import UnknownCode, list_codes, unknown_code, unknown_codes, waiting
from hub.exchange.codes.words import no_such_code
from hub.store.ids import next_cursor
from hub.store.tx import Row
from hub.web.agency_book import title
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422
from mappings.codes import Code

router = APIRouter(prefix="/failures/codes", dependencies=[Depends(house_only)])
Mark = Annotated[str, Path(pattern="^k1_[0-9a-f]{32}$")]
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code of the list, with the proposal that waits for it or is in force."""

    unknown: UnknownCode
    entry: AddedCode | None


@router.get("")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def codes(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The work list, and the book of what was agreed on."""
    await list_codes(hub.store, hub.sealer, hub.hash)
    async with hub.store.read() as tx:
        found = await unknown_codes(tx, hub.sealer, _SHOWN)
        book = await entries(tx, _SHOWN)
    lines = [CodeLine(each, _entry_for(each, book)) for each in found]
    return await page(
        request,
        who,
        "codes/list.html",
        lines=lines,
        book=book,
        looks=LOOKS,
        meaning=meaning_words,
        shown=_SHOWN,
    )


@router.get("/{mark}")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def code(
    request: Request, hub: HubDep, who: ViewerDep, mark: Mark, cursor: str | None = None, tried: TriedDep = FRESH
) -> HTMLResponse:
    """One code: who waits for it, and what is proposed."""
    unknown = await _unknown(hub, mark)
    exact = await _exact(hub, unknown)
    async with hub.store.read() as tx:
        rows: list[Row] = list(await waiting(tx, mark, cursor_or_422(cursor), _SHOWN))
        named = await names_of_messages(tx, hub, [row["message_id"] for row in rows])
        history = [] if exact is None else await entries_of(tx, unknown.format, unknown.table, exact)
    table = None if exact is None else table_of(hub.formats, unknown.format, unknown.table)
    return await page(
        request,
        who,
        "codes/code.html",
        tried=tried,
        unknown=unknown,
        exact=exact,
        rows=rows,
        named=named,
        title=title,
        history=history,
        entry=counting(history),
        known=[] if table is None else meanings(table),
        looks=LOOKS,
        meaning=meaning_words,
        older=next_cursor([row["message_id"] for row in rows], _SHOWN),
        is_text=isinstance(exact, str),
    )


@router.post("/{mark}")
@posts(Right.PROPOSE, code, otherwise="meaning", shows=HubError)
async def propose_meaning(sent: SentDep, mark: Mark) -> str:
    """Propose what the code means, with the document that says so."""
    hub, chosen = sent.hub, sent.form.whole("meaning")
    unknown = await _unknown(hub, mark)
    table = table_of(hub.formats, unknown.format, unknown.table)
    exact = await exact_code(hub.repairs, unknown)
    proposal = proposal_for(table, unknown, exact, -1 if chosen is None else chosen, sent.form.text("source"))
    await propose(hub.store, proposal, sent.who.who)
    return f"{PATH}/failures/codes/{mark}"


async def _unknown(hub: Hub, mark: str) -> UnknownCode:
    async with hub.store.read() as tx:
        return found_or(await unknown_code(tx, hub.sealer, mark), no_such_code())


async def _exact(hub: Hub, unknown: UnknownCode) -> Code | None:
    """None where the code cannot be mapped: it looks personal, its table is gone, or no body is kept."""
    try:
        table_of(hub.formats, unknown.format, unknown.table)
        return await exact_code(hub.repairs, unknown)
    except HubError:
        return None


def _entry_for(unknown: UnknownCode, book: list[AddedCode]) -> AddedCode | None:
    wanted = (unknown.format, unknown.table, unknown.code)
    return counting([each for each in book if (each.format, each.addition.table, str(each.addition.code)) == wanted])
