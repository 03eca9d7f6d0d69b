"""Case files (işlər): the volumes of a year's plan, closed by the registry; what may be destroyed and what stays."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.office.roles import HANDS_OVER, KEEPS_FILES, PROPOSES_DESTRUCTION, closed_to
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Form, ViewerDep
from hub.errors import HubError
from hub.web.context import HubDep
from hub.web.office import retention
from hub.web.office import volumes as api

router = APIRouter()
HERE = f"{PATH}/documents/office/files"
Year = Annotated[int | None, Query(ge=1990, le=2200)]


@router.get("/documents/office/files")
@gets(Right.DOCUMENTS, "files")
async def shown(
    request: Request, who: ViewerDep, hub: HubDep, year: Year = None, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The volumes of a year, and the proposal to destroy for those who make it."""
    shown_year = year or (await api.today_of(hub)).year
    may_propose = closed_to(who, PROPOSES_DESTRUCTION) is None
    return await page(
        request,
        who,
        "office/files.html",
        tried=tried,
        year=shown_year,
        years=sorted(hub.office.rules.nomenclature, reverse=True),
        volumes=(await api.show_volumes(hub, who.actor, shown_year)).volumes,
        proposal=await retention.propose(hub, who.actor) if may_propose else None,
        closed_close=closed_to(who, KEEPS_FILES),
        closed_not_needed=closed_to(who, HANDS_OVER),
        closed_proposal=closed_to(who, PROPOSES_DESTRUCTION),
    )


async def _again(sent: Sent, tried: Attempt) -> HTMLResponse:
    return await shown(request=sent.request, who=sent.who, hub=sent.hub, year=_year(sent.form), tried=tried)


@router.post("/documents/office/files/close")
@posts(Right.DOCUMENTS, _again, otherwise="volumes", shows=HubError)
async def close(sent: SentDep) -> str:
    """Nothing more is put into a volume."""
    await api.close(sent.hub, sent.who.actor, sent.read(api.VolumeBody))
    return f"{HERE}?year={_year(sent.form)}"


@router.post("/documents/office/files/not-needed")
@posts(Right.DOCUMENTS, _again, otherwise="volumes", shows=HubError)
async def not_needed(sent: SentDep) -> str:
    """Its unit needs a volume no more."""
    await api.not_needed(sent.hub, sent.who.actor, sent.read(api.NotNeededBody))
    return f"{HERE}?year={_year(sent.form)}"


def _year(form: Form) -> int | None:
    year = form.text("volume").partition("/")[0]
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
