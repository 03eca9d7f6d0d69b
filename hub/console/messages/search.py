"""The search box: what is pasted leads to its message in one step; what is asked for becomes a list's address.

A personal value is posted, and stands in the address as a token of the person's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from connectors.agencies import FILER
from hub.access.rights import Right
from hub.access.saved_searches import forget, save
from hub.access.search_tokens import make_token
from hub.app import Hub
from hub.console.messages.listing import Filters, Listed, choices, shown
from hub.console.messages.lookup import look_up
from hub.console.messages.naming import masked_key
from hub.console.messages.query import PLAIN, QUALIFIERS, Known, Query, parse
from hub.console.pages import go
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep, local
from hub.errors import Refused, Words
from hub.exchange.searching import Found, normal_key
from hub.web.context import HubDep

router = APIRouter()
_HINTS = {
    "fin": Words("şəxsin FİN-i", "a person's FIN"),
    "account": Words(f"abonent kodu: {FILER.name}:0712345678901", f"a subscriber: {FILER.name}:0712345678901"),
    "act": Words("aktın nömrəsi", "an act's number"),
    "id": Words("göndərənin öz nömrəsi", "the sender's own id"),
    "agency": Words("göndərən; xəta ilə birlikdə ünvan", "the sender; with an error where it was going"),
    "route": Words("marşrut", "a route"),
    "format": Words("mesajın formatı", "the message's format"),
    "state": Words("mesajın və ya göndərişin vəziyyəti", "the state of the message or of a delivery"),
    "error": Words("xətanın kodu və ya qrupun nömrəsi", "an error's code or a group's number"),
    "since": Words("2h, 7d, today və ya 24.11.2026", "2h, 7d, today or 24.11.2026"),
}


@router.post("/search")
async def search(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """From the box to a message or a list."""
    who.need(Right.SEE)
    typed = form.text("q")
    async with hub.store.read() as tx:
        known = await choices(tx, hub, who)
    asked = parse(typed, Known(known))
    if asked.wrong:
        return await _again(request, hub, who, typed, asked.wrong)
    filters = Filters(**asked.plain)
    if asked.pasted and not asked.personal:
        target = await look_up(hub, who, asked.pasted)
        if target.address and not asked.plain:
            return go(f"{PATH}{target.address}")
        if not target.key_hash:
            return await _again(request, hub, who, typed, (), nothing=True)
        token = await make_token(hub.store, who.login, target.key_hash, target.shown)
        return go(filters.address(token=token))
    return await _by_key(request, hub, who, _Asked(typed, asked, filters))


@dataclass(frozen=True, slots=True)
class _Asked:
    typed: str
    query: Query
    filters: Filters


async def _by_key(request: Request, hub: Hub, who: Viewer, asked: _Asked) -> Response:
    """To the list, with the personal value behind a token."""
    if not asked.query.personal:
        return go(asked.filters.address())
    ((kind, value),) = asked.query.personal
    try:
        normal = normal_key(kind, value)
    except Refused as refused:
        return await _again(request, hub, who, asked.typed, (refused.words,))
    token = await make_token(hub.store, who.login, hub.planner.hash(kind, normal), masked_key(kind, normal))
    return go(asked.filters.address(token=token))


async def _again(
    request: Request, hub: Hub, who: Viewer, typed: str, wrong: object, *, nothing: bool = False
) -> Response:
    """The list without rows, what was typed still in the box, and what to do."""
    listed = Listed(Found((), None), {})
    status = 200 if nothing else 422
    return await shown(request, hub, who, Filters(), listed, typed=typed, wrong=wrong, nothing=nothing, status=status)


@router.get("/search/words")
async def words(hub: HubDep, who: ViewerDep) -> JSONResponse:
    """What the box completes: qualifiers with a hint each, and the values of those that have a closed list."""
    who.need(Right.SEE)
    async with hub.store.read() as tx:
        values = await choices(tx, hub, who)
    return JSONResponse(
        {
            "qualifiers": [{"name": name, "hint": who.say(_HINTS[name])} for name in QUALIFIERS],
            "values": {name: values.get(name, []) for name in PLAIN},
        }
    )


@router.post("/messages/searches")
async def keep(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """Keep the filters of the page under a name."""
    who.need(Right.SEE)
    kept = Filters.of(form.text("filters"))
    filters = kept.address().partition("?")[2]
    wrong = _NOT_KEPT if kept.token else await save(hub.store, who.login, form.text("name"), filters)
    if wrong is not None:
        return await _again(request, hub, who, "", (wrong,))
    return _to_list(filters)


@router.post("/messages/searches/{search_id}/delete")
async def drop(hub: HubDep, who: ViewerDep, form: FormDep, search_id: str) -> RedirectResponse:
    """Delete a kept search of one's own."""
    who.need(Right.SEE)
    await forget(hub.store, who.login, search_id)
    return _to_list(form.text("filters"))


def _to_list(filters: str) -> RedirectResponse:
    return go(local(f"{PATH}/messages?{filters}" if filters else f"{PATH}/messages"))


_NOT_KEPT = Words("Şəxsi məlumatla axtarış saxlanmır.", "A search for a personal value is not kept.")
