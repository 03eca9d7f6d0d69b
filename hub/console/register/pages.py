"""The pages of the register: find, one person or household, its access history."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from hub.access.history import read_accesses
from hub.access.purposes import PURPOSES
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Mistaken, Sent, SentDep, TriedDep, posts
from hub.console.register.change_form import GROUPS
from hub.console.register.finding import (
    KINDS,
    TOO_OFTEN,
    SearchedValue,
    may_open,
    must_open,
    purpose_of,
    purposes_for,
    wanted_of,
)
from hub.console.register.gathering import gather
from hub.console.register.labels import KINDS as ENTITY_KINDS
from hub.console.register.labels import PARTIES, called, outcome_words, service_words
from hub.console.register.named import MOST_SHOWN, NamesFound, rows_of
from hub.console.register.sheet import AsOf, instant_at_end_of
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.errors import Forbidden, NotFound
from hub.exchange.runs import runs_about
from hub.register.entity import Entity
from hub.register.looking import FIND, LISTED, LOOK, SHOWN, TOO_MANY, Event, searched_too_often, subject_of, write_down
from hub.register.names import NameQuery
from hub.register.reading import subjects_of
from hub.register.requests import GROUNDS, NOT_THERE
from hub.store.ids import next_cursor, parse_id
from hub.store.tx import Row, Tx
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422
from hub.web.register_scope import may_change, reader_of, sees

router = APIRouter()
_ROWS = 50


class Address(BaseModel):
    """The part of an address behind the question mark; what is no day counts as none."""

    known: str = Field(default="", max_length=10)
    valid: str = Field(default="", max_length=10)
    look: str = Field(default="", max_length=36)

    @property
    def chosen(self) -> AsOf:
        """The days as of which the entity is shown."""
        return AsOf(*(day if _is_day(day) else "" for day in (self.known, self.valid)))


_NOW = Address()


@router.get("/register")
async def front(request: Request, who: ViewerDep) -> HTMLResponse:
    """The form to find somebody; why it is closed for those whom it is closed for."""
    who.need(Right.AUDIT if who.may(Right.AUDIT) else Right.REGISTER, "register")
    return await _front(request, who, SearchedValue("fin", ""))


@router.post("/register")
@posts(None)
async def find(sent: SentDep) -> str | Response:
    """Find by a personal value and go to what was found by the hub's own id; the search is written down."""
    request, hub, who, wanted = sent.request, sent.hub, sent.who, wanted_of(sent.form)
    reader = reader_of(hub)
    subject = reader.store.hash(*wanted.key) if wanted.key else None
    try:
        must_open(who, wanted.kind)
    except Forbidden as refused:
        async with hub.store.write() as tx:
            await write_down(tx, hub.sealer, who.person, [Event(FIND, subject, refused.code)])
        return await _front(request, who, wanted, tried=Attempt(form=sent.form, status=403))
    if wanted.name is not None:
        return await _by_name(sent, wanted, wanted.name)
    if wanted.key is None or subject is None:
        return await _front(request, who, wanted, tried=Attempt(form=sent.form, status=422))
    async with hub.store.write() as tx:
        found = await reader.by_key(tx, *wanted.key)
        about = reader.store.hash(*subject_of(found)) if found else subject
        outcome = "found" if found else "unknown"
        if found is not None and not await sees(tx, hub, who.person, found):
            found, outcome = None, "register.scope"  # that there is somebody is not told either
        await write_down(tx, hub.sealer, who.person, [Event(FIND, about, outcome)])
    if found is None:
        return await _front(request, who, wanted, is_unknown=True, tried=Attempt(form=sent.form, status=404))
    return f"{PATH}/register/{found.id}"


async def _by_name(sent: Sent, wanted: SearchedValue, name: NameQuery) -> Response:
    """Whom a name may mean: shown for a purpose alone, each of them written down."""
    hub, who = sent.hub, sent.who
    who.need(Right.REGISTER, wanted.kind)
    purpose, wrong = purpose_of(who, sent.form.text("purpose"), sent.form.text("legal_basis"))
    if wrong:
        return await _front(sent.request, who, wanted, tried=Attempt(wrong, sent.form, 422))
    async with hub.store.read() as tx:
        too_often = await searched_too_often(tx, who.person)
    if too_often:
        async with hub.store.write() as tx:
            await write_down(tx, hub.sealer, who.person, [Event(FIND, None, TOO_MANY)])
        return await _front(sent.request, who, wanted, tried=Attempt({"value": TOO_OFTEN}, sent.form, 429))
    reader = reader_of(hub)
    async with hub.store.read() as tx:  # thousands may be opened and compared: nobody who writes waits for that
        found = await reader.by_name(tx, name)
        mine = [each for each in found.people if await sees(tx, hub, who.person, each)]
        found = replace(found, people=tuple(mine))
    shown = found.people[:MOST_SHOWN]
    subjects = [reader.store.hash(*subject_of(each)) for each in shown]
    outcomes = [Event(FIND, each, LISTED, purpose) for each in subjects] or [Event(FIND, None, "unknown", purpose)]
    async with hub.store.write() as tx:
        await write_down(tx, hub.sealer, who.person, outcomes)
    tried, names = Attempt(form=sent.form), NamesFound(found, rows_of(shown))
    return await _front(sent.request, who, wanted, tried=tried, found=names)


@router.get("/register/{entity}")
async def sheet(
    request: Request,
    who: ViewerDep,
    hub: HubDep,
    entity: str,
    wanted: Annotated[Address, Query()] = _NOW,
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """One person, household or account, masked unless the official's own look still lasts."""
    must_open(who, entity)
    async with hub.store.read() as tx:
        gathered = await gather(tx, hub, who, await _found(tx, hub, who, entity), wanted.chosen, wanted.look)
    kind = ENTITY_KINDS[gathered.entity.kind]
    return await page(
        request,
        who,
        "register/sheet.html",
        tried=tried,
        it=gathered,
        kind=kind,
        groups={code: words for code, (words, _names) in GROUPS.items()},
        purposes=purposes_for(who),
        grounds=GROUNDS,
        may_change=may_change(who.person),
        called=called,
    )


async def looked_at_again(sent: Sent, tried: Attempt, entity: str) -> HTMLResponse:
    """What a form of the sheet was refused for, while the official's own look lasts."""
    wanted = Address.model_construct(look=sent.form.text("look"))
    return await sheet(sent.request, sent.who, sent.hub, entity, wanted, tried)


@router.post("/register/{entity}/look")
@posts(None, sheet)
async def unmask(sent: SentDep, entity: str) -> str:
    """Give a purpose and a legal basis; from then on the values are shown, and the person can learn who saw them."""
    hub, who, form = sent.hub, sent.who, sent.form
    must_open(who, entity)
    who.need(Right.REGISTER, entity)
    purpose, wrong = purpose_of(who, form.text("purpose"), form.text("legal_basis"))
    if wrong:
        raise Mistaken(wrong)
    reader = reader_of(hub)
    async with hub.store.write() as tx:
        found = await _found(tx, hub, who, entity)
        others = [reader.store.hash("fin", fin) for fin in _members(found)]
        hashes = dict.fromkeys([*await subjects_of(tx, reader.store, found), *others])
        made = await write_down(tx, hub.sealer, who.person, [Event(LOOK, each, SHOWN, purpose) for each in hashes])
    days = "".join(f"&{name}={form.text(name)}" for name in ("known", "valid") if _is_day(form.text(name)))
    return f"{PATH}/register/{found.id}?look={made[0]}{days}"


@router.get("/register/{entity}/history")
async def access_history(
    request: Request,
    who: ViewerDep,
    hub: HubDep,
    entity: str,
    cursor: Annotated[str | None, Query(max_length=36)] = None,
) -> HTMLResponse:
    """Who saw or asked what about the person, for what purpose, who was refused; all of it for auditors."""
    must_open(who, entity)
    only = None if who.may(Right.AUDIT) else who.login
    before = cursor_or_422(cursor)
    async with hub.store.read() as tx:
        found = await _found(tx, hub, who, entity)
        looks: dict[str, Row] = {}
        for subject in await subjects_of(tx, reader_of(hub).store, found):
            runs = await runs_about(tx, subject)
            read = await read_accesses(tx, hub.sealer, before, _ROWS, runs, subject=subject, person=only)
            looks |= {row["id"]: row for row in read}
        rows = [looks[id_] for id_ in sorted(looks, reverse=True)[:_ROWS]]
    return await page(
        request,
        who,
        "register/history.html",
        entity=found,
        kind=ENTITY_KINDS[found.kind],
        rows=rows,
        next=next_cursor([row["id"] for row in rows], _ROWS),
        parties=PARTIES,
        called=called,
        purposes=PURPOSES,
        is_all=only is None,
        service_words=service_words,
        outcome_words=outcome_words,
    )


async def _front(
    request: Request,
    who: Viewer,
    wanted: SearchedValue,
    *,
    is_unknown: bool = False,
    tried: Attempt = FRESH,
    found: NamesFound | None = None,
) -> HTMLResponse:
    return await page(
        request,
        who,
        "register/find.html",
        wanted=wanted,
        kinds=KINDS,
        closed=may_open(who),
        is_unknown=is_unknown,
        tried=tried,
        found=found,
        may_change=may_change(who.person),
        purposes=purposes_for(who),
    )


async def _found(tx: Tx, hub: HubDep, who: Viewer, entity: str) -> Entity:
    wanted = parse_id(entity)
    found = await reader_of(hub).by_id(tx, wanted) if wanted else None
    if found is None or not await sees(tx, hub, who.person, found):
        raise NotFound("register.not_there", NOT_THERE)
    return found


def _members(entity: Entity) -> list[str]:
    return [member["fin"] for member in entity.attributes.get("members", ()) if member.get("fin")]


def _is_day(text: str) -> bool:
    try:
        instant_at_end_of(text)
    except ValueError:
        return False
    return bool(text)
