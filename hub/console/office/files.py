"""Case files (işlər): the volumes of a year's plan, closed by the registry; what may be destroyed and what stays."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.office.attempt import FRESH, Attempt, refused
from hub.console.office.roles import HANDS_OVER, KEEPS_FILES, PROPOSES_DESTRUCTION, closed_to
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.errors import HubError, Refused, Words
from hub.web.context import HubDep
from hub.web.office import retention
from hub.web.office import volumes as api

router = APIRouter()
B = TypeVar("B", bound=api.VolumeBody)
HERE = f"{PATH}/documents/office/files"
Year = Annotated[int | None, Query(ge=1990, le=2200)]


@router.get("/documents/office/files")
async def shown(request: Request, who: ViewerDep, hub: HubDep, year: Year = None) -> HTMLResponse:
    """The volumes of a year, and the proposal to destroy for those who make it."""
    who.need(Right.DOCUMENTS, "files")
    return await _page(request, who, hub, year)


@router.post("/documents/office/files/close")
async def close(request: Request, who: ViewerDep, form: FormDep, hub: HubDep) -> Response:
    """Nothing more is put into a volume."""
    who.need(Right.DOCUMENTS, "files")
    try:
        await api.close(hub, who.actor, _body(api.VolumeBody, form))
    except HubError as error:
        return await _page(request, who, hub, _year(form), refused(error, form, "volumes"))
    return go(f"{HERE}?year={_year(form)}")


@router.post("/documents/office/files/not-needed")
async def not_needed(request: Request, who: ViewerDep, form: FormDep, hub: HubDep) -> Response:
    """Its unit needs a volume no more."""
    who.need(Right.DOCUMENTS, "files")
    try:
        await api.not_needed(hub, who.actor, _body(api.NotNeededBody, form))
    except HubError as error:
        return await _page(request, who, hub, _year(form), refused(error, form, "volumes"))
    return go(f"{HERE}?year={_year(form)}")


def _body(model: type[B], form: Form) -> B:
    sent = {name: form.text(name) for name in model.model_fields}
    try:
        return model.model_validate(sent)
    except ValidationError as wrong:
        raise Refused("console.field", _REASON, status=422, place="reason") from wrong


def _year(form: Form) -> int | None:
    year = form.text("volume").partition("/")[0]
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None


async def _page(request: Request, who: Viewer, hub: Hub, year: int | None, tried: Attempt = FRESH) -> HTMLResponse:
    shown_year = year or (await api.today_of(hub)).year
    may_propose = closed_to(who, PROPOSES_DESTRUCTION) is None
    values: dict[str, Any] = {
        "year": shown_year,
        "years": sorted(hub.office.rules.nomenclature, reverse=True),
        "volumes": (await api.show_volumes(hub, who.actor, shown_year)).volumes,
        "proposal": await retention.propose(hub, who.actor) if may_propose else None,
        "closed_close": closed_to(who, KEEPS_FILES),
        "closed_not_needed": closed_to(who, HANDS_OVER),
        "closed_proposal": closed_to(who, PROPOSES_DESTRUCTION),
        **tried.values(who),
    }
    return await page(request, who, "office/files.html", tried.status, **values)


_REASON = Words("Cildi və səbəbi göstərin (300 simvoladək).", "Name the volume and the reason (up to 300 characters).")
