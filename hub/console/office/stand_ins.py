"""Substitutions (əvəz etmə): made and ended by the registry and heads; the rules' refusals stand beside the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.documents.words import KINDS
from hub.access.rights import Right
from hub.app import Hub
from hub.console.office.attempt import FRESH, Attempt, mistaken, refused
from hub.console.office.roles import ADMINISTERS, closed_to
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.errors import HubError, Words
from hub.web.context import HubDep
from hub.web.office import directory as api
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
_TYPED = ("principal", "acting", "first", "last", "basis", "manner")
_SHOWN_DAYS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A stand-in's days on the strip of the next weeks: first and width in days from today."""

    of: StandInView
    start: int
    length: int
    is_now: bool


@router.get("/documents/office")
async def shown(request: Request, who: ViewerDep, hub: HubDep) -> HTMLResponse:
    """Who stands in for whom, now and to come."""
    who.need(Right.DOCUMENTS, "office")
    return await _page(request, who, hub)


@router.post("/documents/office/stand-ins")
async def make(request: Request, who: ViewerDep, form: FormDep, hub: HubDep) -> Response:
    """Let somebody act for another."""
    who.need(Right.DOCUMENTS, "office")
    days, wrong = days_of(form, "first", "last")
    wrong.update({name: _PERSON for name in ("principal", "acting") if not form.text(name)})
    if len(form.text("basis")) > _LONGEST_BASIS:
        wrong["basis"] = _TOO_LONG
    if wrong:
        return await _page(request, who, hub, mistaken(wrong, form))
    body = api.StandInBody.model_validate(
        {
            "principal": form.text("principal"),
            "acting": form.text("acting"),
            "first": days["first"],
            "last": days["last"],
            "basis": form.text("basis"),
            "kinds": [kind for kind in form.all("kinds") if kind in KINDS],
            "manner": "delegate" if form.text("manner") == "delegate" else "substitute",
        }
    )
    try:
        await api.appoint_stand_in(hub, who.actor, body)
    except HubError as error:
        return await _page(request, who, hub, refused(error, form, "acting", _FIELDS))
    return go(HERE)


@router.post("/documents/office/stand-ins/{stand_in}/end")
async def end(request: Request, who: ViewerDep, form: FormDep, hub: HubDep, stand_in: str) -> Response:
    """It is over from today on."""
    who.need(Right.DOCUMENTS, "office")
    try:
        await api.end(hub, who.actor, stand_in)
    except HubError as error:
        return await _page(request, who, hub, refused(error, form, "stand-ins"))
    return go(HERE)


def days_of(form: Form, *names: str) -> tuple[dict[str, date], dict[str, Words]]:
    """The days that were typed, and which of them are no days."""
    days: dict[str, date] = {}
    wrong: dict[str, Words] = {}
    for name in names:
        try:
            days[name] = date.fromisoformat(form.text(name))
        except ValueError:
            wrong[name] = _DAY
    return days, wrong


async def _page(request: Request, who: Viewer, hub: Hub, tried: Attempt = FRESH) -> HTMLResponse:
    directory = await api.show(hub, who.actor)
    today = (await hub.office.documents.around()).context(hub.clock.now()).today
    values: dict[str, Any] = {
        "directory": directory,
        "bars": _bars(directory, today),
        "today": today,
        "shown_days": _SHOWN_DAYS,
        "weeks": [(step, today + timedelta(days=step)) for step in range(0, _SHOWN_DAYS, 10)],
        "kinds": KINDS,
        "manners": MANNERS,
        "closed": closed_to(who, ADMINISTERS),
        "ticked": tried.form.all("kinds") if tried.form else [],
        **tried.values(who, _TYPED),
    }
    return await page(request, who, "office/stand_ins.html", tried.status, **values)


def _bars(directory: DirectoryView, today: date) -> Sequence[Bar]:
    found = []
    for each in directory.stand_ins:
        start = max(0, (each.first - today).days)
        length = min(_SHOWN_DAYS, (each.last - today).days + 1) - start
        found.append(Bar(each, start, max(0, length), each.first <= today <= each.last))
    return found


_LONGEST_BASIS = 300
_DAY = Words("Tarixi seçin.", "Choose a day.")
_PERSON = Words("Əməkdaşı seçin.", "Choose an official.")
_TOO_LONG = Words("Əsas 300 simvoldan uzun olmamalıdır.", "The basis has at most 300 characters.")
