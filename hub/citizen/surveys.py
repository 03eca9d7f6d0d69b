"""Surveys that a person answers online, by their own hand: what they have said is theirs to change and to take back.

Nobody answers for another here: a guardian's word about a child is no answer of the child's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from document_flow.surveys.questionnaire import Questionnaire
from document_flow.surveys.state import Survey
from hub.access.parties import CITIZEN
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import unknown
from hub.aggregates.kind import Stored
from hub.app import Hub
from hub.citizen.pages import page
from hub.citizen.who import PATH, Citizen, CitizenDep, DeedDep
from hub.console.posting import FRESH, TriedDep, posts
from hub.console.viewer import Form
from hub.errors import Forbidden, HubError, Refused, Words, found_or
from hub.register.entity import Entity
from hub.store.store import snapshot
from hub.store.tx import Tx
from hub.surveys.answer_store import Kept
from hub.surveys.interviews import Hand, Interview, Interviews
from hub.surveys.kind import SURVEYS, answer_store, sheet_of
from hub.web.context import HubDep, id_or

router = APIRouter()
_ASKED: Final = "a-"
_MOST: Final = 100
_PHASES: Final = ("published", "closed")
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class OwnSurvey:
    """A survey, what it asks, what the person has answered, and whether it takes an answer of theirs now."""

    id: str
    survey: Survey
    asked: Questionnaire
    kept: Kept | None
    takes: bool


async def surveys_of(tx: Tx, hub: Hub, who: Citizen) -> list[OwnSurvey]:
    """Those that ask this person now, and those that keep an answer of theirs; the newest first."""
    if who.acts_for_another:
        return []
    found = []
    for phase in _PHASES:
        for stored in await hub.aggregates.tables.find(tx, SURVEYS, WantedAggregates(phase, most=_MOST)):
            own = await _own(tx, hub, who, stored)
            found += [own] if own is not None else []
    return found


async def _own(tx: Tx, hub: Hub, who: Citizen, stored: Stored[Survey]) -> OwnSurvey | None:
    asked = sheet_of(stored.state)
    if asked is None or stored.state.phase not in _PHASES:
        return None
    kept = (await answer_store(hub.aggregates.needs).newest(tx, stored.id, [who.fin])).get(who.fin)
    takes = await Interviews(hub.aggregates).asks(tx, stored, _hand(hub, who), who.fin)
    return OwnSurvey(stored.id, stored.state, asked, kept, takes) if takes or kept is not None else None


def _hand(hub: Hub, who: Citizen) -> Hand:
    async def own(_tx: Tx, _entity: Entity) -> bool:
        return True

    return Hand(CITIZEN, CITIZEN, hub.hash("fin", who.fin), own, online=True)


@router.get("/surveys/{name}")
async def survey(request: Request, hub: HubDep, who: CitizenDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """Its questions, with what the person has answered."""
    own = await _found(hub, who, name)
    consents = tried.all("consents", own.kept.consents if own.kept is not None else ())
    return page(
        request, "survey.html", who, tried=tried, own=own, said_before=_said(own, tried.form), consents=consents
    )


@router.post("/surveys/{name}")
@posts(None, survey, shows=HubError)
async def answer(sent: DeedDep, name: str) -> str:
    """Answer it, once; later otherwise, in the stead of what was seen on the page."""
    hub, who, form = sent.hub, sent.who, sent.form
    own = await _found(hub, who, name)
    try:
        said = Interview(
            fin=who.fin,
            consents=tuple(form.all("consents")),
            answers={each: said for each in own.asked.questions if (said := "|".join(form.all(_ASKED + each)))},
            instead_of=form.whole("instead_of"),
            word=True,
        )
    except ValidationError as wrong:
        raise Refused("surveys.form", _FORM, status=422) from wrong
    (taken,) = await Interviews(hub.aggregates).take(own.id, _hand(hub, who), (said,))
    if isinstance(taken, HubError):
        raise taken
    return f"{PATH}/surveys/{own.id}"


@router.post("/surveys/{name}/withdraw")
@posts(None)
async def withdraw(sent: DeedDep, name: str) -> str:
    """Delete what the person has answered."""
    own = await _found(sent.hub, sent.who, name)
    await Interviews(sent.hub.aggregates).withdraw(own.id, _hand(sent.hub, sent.who), sent.who.fin)
    return f"{PATH}/"


async def _found(hub: Hub, who: Citizen, name: str) -> OwnSurvey:
    """NotFound of a survey that neither asks this person nor keeps an answer of theirs, as of one that there is not."""
    if who.acts_for_another:
        raise Forbidden("citizen.own_word", _OWN_WORD)
    wanted = id_or(name, unknown(SURVEYS))
    async with snapshot(hub.store) as tx:
        stored = await hub.aggregates.tables.get(tx, SURVEYS, wanted)
        return found_or(await _own(tx, hub, who, stored) if stored is not None else None, unknown(SURVEYS))


def _said(own: OwnSurvey, form: Form | None) -> Typed:
    """By question what stands in its field: what was sent, else what was answered before."""
    if form is not None:
        return {each: form.all(_ASKED + each) for each in own.asked.questions}
    kept = own.kept.answers if own.kept is not None else {}
    return {name: list(map(str, said)) if isinstance(said, tuple) else [str(said)] for name, said in kept.items()}


_FORM = Words("Formanı doldurun: razılıq mütləqdir.", "Fill the form in: a consent is needed.")
_OWN_WORD = Words("Sorğuya hər kəs özü cavab verir.", "A survey is answered by everybody themselves.")
