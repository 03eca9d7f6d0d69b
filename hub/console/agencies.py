"""Agencies: how each stands, what it bears, whom to call; pausing, resuming and agreed breaks. An agency's people see
their own agency alone.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.contacts import add_contact, drop_contact
from hub.access.rights import Right
from hub.app import Hub
from hub.console.agency_forms import break_of, contact_of, hours_of
from hub.console.agency_reading import read_agency
from hub.console.cache import caches_of
from hub.console.headline import clock_time
from hub.console.overview_reading import Overview
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.errors import NotFound, Refused
from hub.exchange.maintenance import agree, end
from hub.exchange.repair.commanding import command
from hub.exchange.steering import pause_operations, pause_route, resume_operations, resume_route
from hub.web.agency_book import Agency
from hub.web.context import NOTHING_THERE, HubDep, hub_of, id_or_404

router = APIRouter()


@router.get("/agencies")
async def agencies(request: Request, who: ViewerDep) -> Response:
    """All agencies."""
    who.need(Right.STATE)
    if who.at_agency:
        return go(_at(who.person.party))
    seen = await caches_of(request).overview.look()
    return await page(request, who, "agencies/list.html", seen=seen, clock_time=clock_time)


@router.get("/agencies/{name}")
async def agency(request: Request, who: ViewerDep, name: str) -> Response:
    """One agency."""
    who.need(Right.STATE, name)
    return await _agency_page(request, who, name)


@router.post("/agencies/{name}/pause")
async def pause(request: Request, who: ViewerDep, hub: HubDep, form: FormDep, name: str) -> Response:
    """Pause an operation, or all of the agency's."""
    who.need(Right.STEER, form.text("operation") or name)
    found = await _known(request, who, name)
    try:
        async with command(hub.store) as tx:
            await pause_operations(tx, _chosen(found, form), who.login, form.text("reason"))
    except Refused as refused:
        return await _agency_page(request, who, name, refused=refused, form=form, opened="pause")
    return _done(request, name)


@router.post("/agencies/{name}/resume")
async def resume(request: Request, who: ViewerDep, hub: HubDep, form: FormDep, name: str) -> Response:
    """Let an operation, or all of the agency's, go on."""
    who.need(Right.STEER, form.text("operation") or name)
    found = await _known(request, who, name)
    async with command(hub.store) as tx:
        await resume_operations(tx, _chosen(found, form), who.login)
    return _done(request, name)


@router.post("/agencies/{name}/routes/{route}/pause")
async def pause_one_route(
    request: Request, who: ViewerDep, hub: HubDep, form: FormDep, name: str, route: str
) -> Response:
    """Pause a route to or from the agency."""
    who.need(Right.STEER, route)
    await _known(request, who, name)
    try:
        async with command(hub.store) as tx:
            await pause_route(tx, _route(hub, route), who.login, form.text("reason"))
    except Refused as refused:
        return await _agency_page(request, who, name, refused=refused, form=form, opened=route)
    return _done(request, name)


@router.post("/agencies/{name}/routes/{route}/resume")
async def resume_one_route(
    request: Request, who: ViewerDep, hub: HubDep, _form: FormDep, name: str, route: str
) -> Response:
    """Let a route go on."""
    who.need(Right.STEER, route)
    await _known(request, who, name)
    async with command(hub.store) as tx:
        await resume_route(tx, _route(hub, route), who.login)
    return _done(request, name)


@router.post("/agencies/{name}/breaks")
async def agree_break(request: Request, who: ViewerDep, hub: HubDep, form: FormDep, name: str) -> Response:
    """Note a break that was agreed with the agency."""
    who.need(Right.STEER, name)
    found = await _known(request, who, name)
    try:
        agreed = break_of(form, found.name)
        if agreed.operation is not None and agreed.operation not in found.operations:
            raise NotFound("console.no_operation", NOTHING_THERE)
        async with command(hub.store) as tx:
            await agree(tx, agreed, who.login, hub.owners)
    except Refused as refused:
        return await _agency_page(request, who, name, refused=refused, form=form, opened="break")
    return _done(request, name)


@router.post("/agencies/{name}/breaks/{made}/end")
async def end_break(request: Request, who: ViewerDep, hub: HubDep, _form: FormDep, name: str, made: str) -> Response:
    """Take a break back."""
    who.need(Right.STEER, name)
    found = await _known(request, who, name)
    async with command(hub.store) as tx:
        await end(tx, id_or_404(made), found.name, who.login, hub.owners)
    return _done(request, name)


@router.post("/agencies/{name}/contacts")
async def new_contact(request: Request, who: ViewerDep, hub: HubDep, form: FormDep, name: str) -> Response:
    """Note whom to call."""
    who.need(Right.CONFIGURE, name)
    found = await _known(request, who, name)
    try:
        async with command(hub.store) as tx:
            await add_contact(tx, hub.sealer, found.name, contact_of(form), who.login)
    except Refused as refused:
        return await _agency_page(request, who, name, refused=refused, form=form, opened="contact")
    return _done(request, name)


@router.post("/agencies/{name}/contacts/{made}/drop")
async def forget_contact(
    request: Request, who: ViewerDep, hub: HubDep, _form: FormDep, name: str, made: str
) -> Response:
    """Forget a contact."""
    who.need(Right.CONFIGURE, name)
    found = await _known(request, who, name)
    async with command(hub.store) as tx:
        await drop_contact(tx, found.name, id_or_404(made))
    return _done(request, name)


async def _agency_page(
    request: Request,
    who: Viewer,
    name: str,
    *,
    refused: Refused | None = None,
    form: Form | None = None,
    opened: str = "",
) -> Response:
    hub, seen = hub_of(request), await caches_of(request).overview.look()
    found = _own(who, seen, name)
    async with hub.store.read() as tx:
        view = await read_agency(tx, hub, seen, found)
    wrong = {refused.place or "reason": who.say(refused.words)} if refused else {}
    values: dict[str, Any] = {"view": view, "each": seen.of(name), "wrong": wrong, "opened": opened, "seen": seen}
    typed = form.text if form else _nothing
    return await page(
        request,
        who,
        "agencies/agency.html",
        refused.status if refused else 200,
        typed=typed,
        hours_of=hours_of,
        clock_time=clock_time,
        **values,
    )


def _nothing(_name: str, default: str = "") -> str:
    return default


async def _known(request: Request, who: Viewer, name: str) -> Agency:
    return _own(who, await caches_of(request).overview.look(), name)


def _own(who: Viewer, seen: Overview, name: str) -> Agency:
    """The agency; NotFound where there is none, and for people of another one."""
    found = seen.book.named(name)
    if found is None or (who.at_agency and who.person.party != name):
        raise NotFound("console.no_agency", NOTHING_THERE)
    return found


def _chosen(found: Agency, form: Form) -> tuple[str, ...]:
    """The operation that the form names, or all."""
    operation = form.text("operation")
    if operation and operation not in found.operations:
        raise NotFound("console.no_operation", NOTHING_THERE)
    return (operation,) if operation else found.operations


def _route(hub: Hub, name: str) -> str:
    if hub.routes.named(name) is None:
        raise NotFound("console.no_route", NOTHING_THERE)
    return name


def _done(request: Request, name: str) -> Response:
    caches_of(request).overview.forget()
    return go(_at(name))


def _at(name: str) -> str:
    return f"{PATH}/agencies/{name}"
