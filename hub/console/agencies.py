"""Agencies: how each stands, what it bears, whom to call; pausing, resuming and maintenance windows.

An agency's people see their own agency alone.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.contacts import add_contact, drop_contact
from hub.access.rights import Right
from hub.app import Hub
from hub.console.agency_forms import contact_of, hours_of, window_of
from hub.console.agency_reading import read_agency
from hub.console.cache import caches_of
from hub.console.headline import clock_time, silence
from hub.console.pages import go, page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.standing import Overview
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.errors import NotFound
from hub.exchange.maintenance import agree, end
from hub.exchange.repair.commanding import command
from hub.exchange.steering import pause_operations, pause_route, resume_operations, resume_route
from hub.web.agency_book import Agency
from hub.web.context import NOTHING_THERE, hub_of, id_or_404

router = APIRouter()


@router.get("/agencies")
@gets(Right.STATE)
async def agencies(request: Request, who: ViewerDep) -> Response:
    """All agencies."""
    if who.at_agency:
        return go(_at(who.person.party))
    seen = await caches_of(request).overview.look()
    return await page(request, who, "agencies/list.html", seen=seen, clock_time=clock_time)


@router.get("/agencies/{name}")
@gets(Right.STATE, "{name}")
async def agency(request: Request, who: ViewerDep, name: str, tried: TriedDep = FRESH) -> Response:
    """One agency."""
    hub, seen = hub_of(request), await caches_of(request).overview.look()
    found = _own(who, seen, name)
    async with hub.store.read() as tx:
        view = await read_agency(tx, hub, seen, found)
    each = seen.of(name)
    return await page(
        request,
        who,
        "agencies/agency.html",
        tried=tried,
        hours_of=hours_of,
        clock_time=clock_time,
        view=view,
        each=each,
        seen=seen,
        silence=silence(each, seen.now) if each is not None else None,
    )


@router.post("/agencies/{name}/pause")
@posts(Right.STEER, agency)
async def pause(sent: SentDep, name: str) -> str:
    """Pause an operation, or all of the agency's."""
    chosen = _chosen(await _known(sent, name), sent.form)
    async with command(sent.hub.store) as tx:
        await pause_operations(tx, sent.hub.sealer, chosen, sent.who.login, sent.form.text("reason"))
    return _done(sent, name)


@router.post("/agencies/{name}/resume")
@posts(Right.STEER)
async def resume(sent: SentDep, name: str) -> str:
    """Let an operation, or all of the agency's, go on."""
    chosen = _chosen(await _known(sent, name), sent.form)
    async with command(sent.hub.store) as tx:
        await resume_operations(tx, chosen, sent.who.login)
    return _done(sent, name)


@router.post("/agencies/{name}/routes/{route}/pause")
@posts(Right.STEER, agency)
async def pause_one_route(sent: SentDep, name: str, route: str) -> str:
    """Pause a route to or from the agency."""
    await _known(sent, name)
    async with command(sent.hub.store) as tx:
        await pause_route(tx, sent.hub.sealer, _route(sent.hub, route), sent.who.login, sent.form.text("reason"))
    return _done(sent, name)


@router.post("/agencies/{name}/routes/{route}/resume")
@posts(Right.STEER)
async def resume_one_route(sent: SentDep, name: str, route: str) -> str:
    """Let a route go on."""
    await _known(sent, name)
    async with command(sent.hub.store) as tx:
        await resume_route(tx, _route(sent.hub, route), sent.who.login)
    return _done(sent, name)


@router.post("/agencies/{name}/maintenance")
@posts(Right.STEER, agency)
async def agree_window(sent: SentDep, name: str) -> str:
    """Note a maintenance window that was agreed with the agency."""
    found = await _known(sent, name)
    agreed = window_of(sent.form, found.name)
    if agreed.operation is not None and agreed.operation not in found.operations:
        raise NotFound("console.no_operation", NOTHING_THERE)
    async with command(sent.hub.store) as tx:
        await agree(tx, sent.hub.sealer, agreed, sent.who.login, sent.hub.owners)
    return _done(sent, name)


@router.post("/agencies/{name}/maintenance/{made}/end")
@posts(Right.STEER)
async def end_window(sent: SentDep, name: str, made: str) -> str:
    """Take a maintenance window back."""
    await _known(sent, name)
    async with command(sent.hub.store) as tx:
        await end(tx, id_or_404(made), name, sent.who.login, sent.hub.owners)
    return _done(sent, name)


@router.post("/agencies/{name}/contacts")
@posts(Right.CONFIGURE, agency)
async def new_contact(sent: SentDep, name: str) -> str:
    """Note whom to call."""
    await _known(sent, name)
    async with command(sent.hub.store) as tx:
        await add_contact(tx, sent.hub.sealer, name, contact_of(sent.form), sent.who.login)
    return _done(sent, name)


@router.post("/agencies/{name}/contacts/{made}/drop")
@posts(Right.CONFIGURE)
async def forget_contact(sent: SentDep, name: str, made: str) -> str:
    """Forget a contact."""
    await _known(sent, name)
    async with command(sent.hub.store) as tx:
        await drop_contact(tx, name, id_or_404(made))
    return _done(sent, name)


async def _known(sent: Sent, name: str) -> Agency:
    return _own(sent.who, await caches_of(sent.request).overview.look(), name)


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


def _done(sent: Sent, name: str) -> str:
    caches_of(sent.request).overview.forget()
    return _at(name)


def _at(name: str) -> str:
    return f"{PATH}/agencies/{name}"
