"""The search box: what is pasted leads to its message in one step; what is asked for becomes a list's address.

A personal value is posted, and stands in the address as a token of the person's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from connectors.agencies import FILER
from hub.access.rights import Right
from hub.access.saved_searches import forget, save
from hub.access.search_tokens import keep_words, make_token, read_words
from hub.app import Hub
from hub.console.documents.listing import box as documents_of_box
from hub.console.messages.listing import STATES, Filters, Listed, choices, shown
from hub.console.messages.lookup import look_up
from hub.console.messages.naming import masked_key
from hub.console.messages.query import PLAIN, QUALIFIERS, Known, Query, parse
from hub.console.pages import go
from hub.console.posting import Sent, SentDep, gets, posts
from hub.console.states import look
from hub.console.viewer import PATH, Viewer, ViewerDep, local
from hub.errors import Refused, Words
from hub.exchange.causes import is_code
from hub.exchange.searching import Found, normal_key
from hub.web.agency_book import title
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
_SAID: Mapping[str, Mapping[str, str]] = {
    "state": {text: state for state in STATES for text in (look(state).name.az, look(state).name.en)},
}
"""How people write a state."""


@router.post("/search")
@posts(None)
async def search(sent: SentDep) -> str | Response:
    """From the box to a message or a list; for those who work with documents, of documents."""
    hub, who, typed = sent.hub, sent.who, sent.form.text("q")
    if not who.may(Right.SEE):
        who.need(Right.DOCUMENTS)
        return await documents_of_box(sent, typed)
    asked = await _read(hub, who, typed)
    if asked.wrong:
        return await _again(sent)
    filters = Filters(**asked.plain)
    if asked.pasted and not asked.personal:
        target = await look_up(hub, who, asked.pasted)
        if target.address and not asked.plain:
            return f"{PATH}{target.address}"
        if not target.key_hash:
            return await documents_of_box(sent, typed) if who.may(Right.DOCUMENTS) else await _again(sent)
        token = await make_token(hub.store, who.login, target.key_hash, target.shown)
        return filters.address(token=token)
    return await _by_key(sent, asked, filters)


@router.get("/search")
@gets(Right.SEE)
async def searched(request: Request, hub: HubDep, who: ViewerDep, token: str = "") -> Response:
    """A search that led nowhere: what was typed still in the box, and what to do; in whatever language one reads."""
    async with hub.store.read() as tx:
        typed = await read_words(tx, hub.sealer, who.login, token)
    if typed is None:
        return go(f"{PATH}/messages")
    asked = await _read(hub, who, typed)
    wrong = [*asked.wrong, *(words for words in (_unfit(*each) for each in asked.personal) if words is not None)]
    more = {"searched": typed, "misread": wrong, "nothing": not wrong}
    return await shown(request, hub, who, Filters(), Listed(Found((), None), {}), **more)


async def _read(hub: Hub, who: Viewer, typed: str) -> Query:
    async with hub.store.read() as tx:
        may_be = await choices(tx, hub, who)
        titles = {name: title(name) for name in may_be["agency"]}
    agencies = {text: name for name, words in titles.items() for text in (words.az, words.en)}
    return parse(typed, Known(may_be, {**_SAID, "agency": agencies}, ("state", "agency"), is_code))


async def _by_key(sent: Sent, asked: Query, filters: Filters) -> str | Response:
    """To the list, with the personal value behind a token."""
    if not asked.personal:
        return filters.address()
    ((kind, value),) = asked.personal
    if _unfit(kind, value) is not None:
        return await _again(sent)
    normal = normal_key(kind, value)
    hashed = sent.hub.planner.hash(kind, normal)
    return filters.address(token=await make_token(sent.hub.store, sent.who.login, hashed, masked_key(kind, normal)))


def _unfit(kind: str, value: str) -> Words | None:
    """Why it cannot be such a key."""
    try:
        normal_key(kind, value)
    except Refused as refused:
        return refused.words
    return None


async def _again(sent: Sent) -> str:
    """To the page that says what is wrong, with what was typed behind a token: a change of language keeps it."""
    token = await keep_words(sent.hub.store, sent.hub.sealer, sent.who.login, sent.form.text("q"))
    return f"{PATH}/search?token={token}"


async def _not_taken(sent: Sent, why: Words) -> Response:
    """The list without rows, and why the search was not kept."""
    listed = Listed(Found((), None), {})
    return await shown(sent.request, sent.hub, sent.who, Filters(), listed, misread=(why,), status=422)


@router.get("/search/words")
@gets(Right.SEE)
async def words(hub: HubDep, who: ViewerDep) -> JSONResponse:
    """What the box completes: qualifiers with a hint each, and the values of those that have a closed list."""
    async with hub.store.read() as tx:
        values = await choices(tx, hub, who)
    return JSONResponse(
        {
            "qualifiers": [{"name": name, "hint": who.say(_HINTS[name])} for name in QUALIFIERS],
            "values": {name: values.get(name, []) for name in PLAIN},
        }
    )


@router.post("/messages/searches")
@posts(Right.SEE)
async def keep(sent: SentDep) -> str | Response:
    """Keep the filters of the page under a name."""
    kept = Filters.of(sent.form.text("filters"))
    filters = kept.address().partition("?")[2]
    hub, name = sent.hub, sent.form.text("name")
    wrong = _NOT_KEPT if kept.token else await save(hub.store, hub.sealer, sent.who.login, name, filters)
    return _to_list(filters) if wrong is None else await _not_taken(sent, wrong)


@router.post("/messages/searches/{search_id}/delete")
@posts(Right.SEE)
async def drop(sent: SentDep, search_id: str) -> str:
    """Delete a kept search of one's own."""
    await forget(sent.hub.store, sent.who.login, search_id)
    return _to_list(sent.form.text("filters"))


def _to_list(filters: str) -> str:
    return local(f"{PATH}/messages?{filters}" if filters else f"{PATH}/messages")


_NOT_KEPT = Words("Şəxsi məlumatla axtarış saxlanmır.", "A search for a personal value is not kept.")
