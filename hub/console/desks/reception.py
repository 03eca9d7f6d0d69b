"""The reception: sign-up by one right, the day's list, and by another the brief, what came of it, and promises."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.appeals import AppealKind
from document_flow.context import Context
from document_flow.days import day_of
from document_flow.documents.words import APPEALS
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, TriedDep, posts
from hub.console.register.family import members_of
from hub.console.register.labels import full_name
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.desks.receptions import STATES, Promise, State, Visitor
from hub.errors import HubError, Words
from hub.exchange.ask.problems import fin_refused, sure_fin
from hub.store.ids import new_id
from hub.web.context import HubDep
from hub.web.fields import FILL, Wrong
from mappings.identity import FinRefused, read_code

router = APIRouter()
_DAY = Words("Günü yazın: 24.11.2026.", "Type the day: 24.11.2026.")
_Day = Annotated[date, Wrong(_DAY)]


class SignUpForm(BaseModel):
    """Who comes to whom on which day, and what about; the FIN is read beside it."""

    official: str = ""
    day: _Day
    name: str = Field(min_length=1, max_length=200)
    topic: str = Field(min_length=1, max_length=300)


class PromiseForm(BaseModel):
    """What is promised, who does it and until when; `kind` is of the appeal that it is put on."""

    order: str = Field(min_length=1, max_length=4000)
    executor: str = Field(min_length=1)
    until: _Day
    kind: AppealKind = "application"


class ReceptionFilter(BaseModel):
    """Whose reception on which day."""

    official: str = Field(default="", max_length=100)
    day: str = Field(default="", max_length=10)


@router.get("/reception")
async def listing(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    wanted: Annotated[ReceptionFilter, Query()],
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """A day's places; the list names nobody."""
    _need_either(who)
    receptions = hub.desks.receptions
    async with hub.store.read() as tx:
        context = await hub.programmes.cases.context(tx)
        whose = _whose(hub, who, context)
        official = wanted.official if wanted.official in whose else next(iter(whose), "")
        ahead = receptions.days(official, context)
        day = day_of(wanted.day) or next(iter(ahead), context.today)
        rows = await receptions.list_of(tx, official, day)
    hours = receptions.hours(official, day)
    return await page(
        request,
        who,
        "desks/receptions.html",
        tried=tried,
        rows=rows,
        officials={each: context.directory.name(each) for each in whose},
        official=official,
        days=ahead,
        day=day,
        at=hours.at if hours else str,
        places=hours.places if hours else 0,
        states=STATES,
    )


async def _listing_again(sent: Sent, tried: Attempt) -> HTMLResponse:
    chosen = ReceptionFilter(official=sent.form.text("official")[:100], day=sent.form.text("day")[:10])
    return await listing(sent.request, sent.hub, sent.who, chosen, tried)


@router.post("/reception")
@posts(Right.SIGN_UP, _listing_again, otherwise="fin")
async def sign_up(sent: SentDep) -> str:
    """Sign a citizen up; twice for one day is once."""
    house_only(sent.who)
    fin = read_code(sent.form.text("fin") or "-")
    typed = sent.read(SignUpForm, fin=fin_refused(fin).words if isinstance(fin, FinRefused) else None)
    visitor = Visitor(sure_fin(fin), typed.name, typed.topic)
    await sent.hub.desks.receptions.sign_up(typed.official, typed.day, visitor, sent.who.login)
    return f"{PATH}/reception?{urlencode({'official': typed.official, 'day': typed.day.isoformat()})}"


@router.get("/reception/{reception}")
async def one(request: Request, hub: HubDep, who: ViewerDep, reception: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """For the official the brief, for who signs up what was signed up; either look is written down."""
    _need_either(who)
    desks = hub.desks
    own = await desks.briefs.own(who.person, reception) if who.may(Right.RECEIVE) else None
    if own is not None and await desks.briefs.is_open(own):
        brief = await desks.briefs.of(who.person, reception)
        houses = brief.affairs.belongings.households
        family = [each for house in houses for each in members_of(house, brief.relatives, PATH, shown=True)]
        person = brief.affairs.person
        return await page(
            request,
            who,
            "desks/brief.html",
            tried=tried,
            brief=brief,
            it=brief.reception,
            family=[each for each in family if each.until is None],
            known=full_name(dict(person.attributes)) if person else None,
            states=STATES,
            kinds=APPEALS,
            fresh=new_id,
        )
    async with hub.store.read() as tx:
        it = own or await desks.receptions.get(tx, reception)
    await desks.briefs.looked(who.person, it)
    return await page(request, who, "desks/signed_up.html", tried=tried, it=it, states=STATES)


@router.post("/reception/{reception}/cancel")
@posts(Right.SIGN_UP, one)
async def cancel(sent: SentDep, reception: str) -> str:
    """The citizen does not come after all: the place is free again."""
    house_only(sent.who)
    receptions = sent.hub.desks.receptions
    async with sent.hub.store.read() as tx:
        it = await receptions.get(tx, reception)
    await receptions.end(it.id, "cancelled", "", sent.who.login)
    return f"{PATH}/reception?{urlencode({'official': it.official, 'day': it.day.isoformat()})}"


@router.post("/reception/{reception}/end")
@posts(Right.RECEIVE, one, otherwise="text")
async def end(sent: SentDep, reception: str) -> str:
    """What came of it."""
    house_only(sent.who)
    it = await sent.hub.desks.briefs.own(sent.who.person, reception)
    text = sent.form.needed("text", FILL)[:4000]
    state: State = "absent" if sent.form.text("state") == "absent" else "received"
    await sent.hub.desks.receptions.end(it.id, state, text, sent.who.login)
    return f"{PATH}/reception/{it.id}"


@router.post("/reception/{reception}/promise")
@posts(Right.RECEIVE, one, otherwise="order", shows=HubError, beside={"orders.over_law": "until"})
async def promise(sent: SentDep, reception: str) -> str:
    """A promise becomes an order under control."""
    house_only(sent.who)
    it = await sent.hub.desks.briefs.own(sent.who.person, reception)
    typed = sent.read(PromiseForm)
    made = Promise(typed.order, typed.executor, typed.until, typed.kind)
    await sent.hub.desks.receptions.promise(it, made, sent.who.login, sent.form.key)
    return f"{PATH}/reception/{it.id}"


def _need_either(who: Viewer) -> None:
    house_only(who)
    who.need(Right.RECEIVE if who.may(Right.RECEIVE) else Right.SIGN_UP)


def _whose(hub: Hub, who: Viewer, context: Context) -> list[str]:
    """Whose lists are open: to who signs up all, to an official their own and those of whom they stand in for."""
    receiving = hub.desks.receptions.officials()
    if who.may(Right.SIGN_UP):
        return list(receiving)
    hands = (who.login, *context.directory.acting_for(who.login, context.today, "appeal"))
    return [each for each in receiving if each in hands]
