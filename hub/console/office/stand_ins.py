"""Substitutions (əvəz etmə): made and ended by the registry and heads; the rules' refusals stand beside the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.documents.words import KINDS
from hub.access.rights import Right
from hub.console.office.roles import ADMINISTERS, closed_to
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.errors import HubError, Words
from hub.web.context import HubDep
from hub.web.office import directory as api
from hub.web.office.directory_bodies import StandInBody
from hub.web.office.directory_views import DirectoryView, StandInView

router = APIRouter()
HERE = f"{PATH}/documents/office"
MANNERS: Mapping[str, Words] = {
    "substitute": Words("əvəz etmə", "substitution"),
    "delegate": Words("səlahiyyətin həvalə edilməsi", "delegation"),
}
_FIELDS = {
    "directory.own_stand_in": "acting", "directory.not_in_office": "acting", "directory.no_basis": "basis",
    "directory.period": "last", "directory.chain": "acting", "directory.stand_in_twice": "acting",
}  # fmt: skip
_SHOWN_DAYS = 60


@dataclass(frozen=True, slots=True)
class StandInBar:
    """A stand-in's days on the strip of the next weeks: first and width in days from today."""

    of: StandInView
    start: int
    length: int
    is_now: bool


@router.get("/documents/office")
@gets(Right.DOCUMENTS, "office")
async def shown(request: Request, who: ViewerDep, hub: HubDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """Who stands in for whom, now and to come."""
    directory = await api.show(hub, who.actor)
    today = (await hub.office.documents.around()).context(hub.clock.now()).today
    return await page(
        request,
        who,
        "office/stand_ins.html",
        tried=tried,
        directory=directory,
        bars=_bars(directory, today),
        today=today,
        shown_days=_SHOWN_DAYS,
        weeks=[(step, today + timedelta(days=step)) for step in range(0, _SHOWN_DAYS, 10)],
        kinds=KINDS,
        manners=MANNERS,
        closed=closed_to(who, ADMINISTERS),
    )


@router.post("/documents/office/stand-ins")
@posts(Right.DOCUMENTS, shown, otherwise="acting", beside=_FIELDS, shows=HubError)
async def make(sent: SentDep) -> str:
    """Let somebody act for another."""
    await api.appoint_stand_in(sent.hub, sent.who.actor, sent.read(StandInBody))
    return HERE


@router.post("/documents/office/stand-ins/{stand_in}/end")
@posts(Right.DOCUMENTS, shown, otherwise="stand-ins", shows=HubError)
async def end(sent: SentDep, stand_in: str) -> str:
    """It is over from today on."""
    await api.end(sent.hub, sent.who.actor, stand_in)
    return HERE


_DECIDES = {"agree": api.agree, "refuse": api.refuse}


@router.post("/documents/office/proposals/{proposal}/{outcome}")
@posts(Right.DOCUMENTS, shown, otherwise="proposals", shows=HubError)
async def decide(sent: SentDep, proposal: str, outcome: Literal["agree", "refuse"]) -> str:
    """Agree to what a colleague proposes, or refuse it."""
    await _DECIDES[outcome](sent.hub, sent.who.actor, proposal)
    return HERE if sent.form.text("page") != "people" else f"{HERE}/people"


def _bars(directory: DirectoryView, today: date) -> Sequence[StandInBar]:
    found = []
    for each in directory.stand_ins:
        start = max(0, (each.first - today).days)
        length = min(_SHOWN_DAYS, (each.last - today).days + 1) - start
        found.append(StandInBar(each, start, max(0, length), each.first <= today <= each.last))
    return found
