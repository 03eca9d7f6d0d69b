"""Units with their heads and commissions with their members, settled by those whom the API allows to."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.office.attempt import FRESH, Attempt, refused
from hub.console.office.roles import ADMINISTERS, SETTLES_UNITS, closed_to
from hub.console.pages import go, page
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.documents.office.administration import units
from hub.errors import HubError, NotFound, Words
from hub.web.context import HubDep
from hub.web.office import directory as api
from hub.web.words import WordsBody

router = APIRouter()
HERE = f"{PATH}/documents/office/people"


@router.get("/documents/office/people")
async def shown(request: Request, who: ViewerDep, hub: HubDep) -> HTMLResponse:
    """Who works where."""
    who.need(Right.DOCUMENTS, "office")
    return await _page(request, who, hub)


@router.post("/documents/office/units/{unit}")
async def settle_head(request: Request, who: ViewerDep, form: FormDep, hub: HubDep, unit: str) -> Response:
    """Who heads a unit from now on; nobody where the post is vacant."""
    who.need(Right.DOCUMENTS, unit)
    async with hub.store.read() as tx:
        known = next((each for each in await units(tx) if each.name == unit), None)
    if known is None:
        raise NotFound("directory.no_unit", _NO_UNIT)
    title = WordsBody(az=known.title.az, en=known.title.en)
    try:
        await api.settle_unit(hub, who.actor, unit, api.UnitBody(title=title, head=form.text("head") or None))
    except HubError as error:
        return await _page(request, who, hub, refused(error, form, f"head-{unit}"))
    return go(HERE)


@router.post("/documents/office/commissions/{name}")
async def settle_commission(request: Request, who: ViewerDep, form: FormDep, hub: HubDep, name: str) -> Response:
    """Who sits on a commission from now on."""
    who.need(Right.DOCUMENTS, name)
    known = (await hub.office.documents.around()).directory
    if name not in known.groups:
        raise NotFound("directory.no_commission", _NO_COMMISSION)
    try:
        await api.settle_commission(hub, who.actor, name, api.CommissionBody(members=form.all("members")[:100]))
    except HubError as error:
        return await _page(request, who, hub, refused(error, form, f"commission-{name}"))
    return go(HERE)


async def _page(request: Request, who: Viewer, hub: Hub, tried: Attempt = FRESH) -> HTMLResponse:
    values: dict[str, Any] = {
        "directory": await api.show(hub, who.actor),
        "closed": closed_to(who, ADMINISTERS),
        "closed_units": closed_to(who, SETTLES_UNITS),
        **tried.values(who),
    }
    return await page(request, who, "office/people.html", tried.status, **values)


_NO_UNIT = Words("Belə şöbə yoxdur.", "There is no such unit.")
_NO_COMMISSION = Words("Belə komissiya yoxdur.", "There is no such commission.")
