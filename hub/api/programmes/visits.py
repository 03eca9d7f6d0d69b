"""Visit acts over HTTP: a representative opens one, saves it, closes it; the house reads acts and settles them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub.access.rights import RoleMissing
from hub.store.ids import next_cursor
from hub.visits.visit import VisitAnswers, VisitClosing
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.paging import Page, cursor_or_422
from hub.web.register_scope import may_change
from hub.web.visits import (
    OpeningBody,
    VisitLineView,
    VisitsView,
    VisitView,
    act_pdf,
    close_visit,
    need_acts,
    need_visits,
    open_visit,
    shown_visit,
    visit_view,
    visits_of,
    wanted_visits,
)

router = APIRouter(tags=["visits"], route_class=StrictRoute)


@router.post("/v1/visits", status_code=201)
async def open_one(hub: HubDep, official: OfficialDep, body: OpeningBody) -> VisitView:
    """Open a visit to a person's family, of the own district. While it is a draft, the same one."""
    name = await open_visit(hub, official.person, body.fin)
    return visit_view(await shown_visit(hub, official.person, name))


@router.get("/v1/visits")
async def find(hub: HubDep, official: OfficialDep, wanted: Annotated[Page, Query()]) -> VisitsView:
    """Acts and own drafts, the newest first; the list names nobody."""
    need_acts(official.person)
    async with hub.store.read() as tx:
        asked = wanted_visits(official.person, cursor_or_422(wanted.cursor), wanted.limit)
        found = await visits_of(hub).find(tx, asked)
    following = next_cursor([each.id for each in found], wanted.limit)
    return VisitsView(visits=VisitLineView.each(found), next=following)


@router.get("/v1/visits/{visit_id}")
async def show(hub: HubDep, official: OfficialDep, visit_id: Id) -> VisitView:
    """One visit. The look is written to the access history of the whole family."""
    return visit_view(await shown_visit(hub, official.person, visit_id))


@router.put("/v1/visits/{visit_id}/draft")
async def save(hub: HubDep, official: OfficialDep, visit_id: Id, body: VisitAnswers) -> VisitView:
    """Keep what was filled in so far; refused where more was filled in since the `saves` that it was filled in upon."""
    need_visits(official.person)
    await shown_visit(hub, official.person, visit_id)
    return visit_view(await visits_of(hub).save(visit_id, official.person, body))


@router.post("/v1/visits/{visit_id}/act")
async def close(hub: HubDep, official: OfficialDep, visit_id: Id, body: VisitClosing, key: KeyHeader) -> VisitView:
    """Close the act: from then on it has a number and does not change. A second time it is the same act."""
    need_visits(official.person)
    await shown_visit(hub, official.person, visit_id)
    return visit_view(await close_visit(hub, official.person, visit_id, body, key))


@router.get("/v1/visits/{visit_id}/act.pdf", response_class=Response)
async def paper(hub: HubDep, official: OfficialDep, visit_id: Id) -> Response:
    """The act's paper."""
    visit = await shown_visit(hub, official.person, visit_id)
    return Response(await act_pdf(hub, visit), media_type="application/pdf")


@router.post("/v1/visits/{visit_id}/settled")
async def settle(hub: HubDep, official: OfficialDep, visit_id: Id) -> VisitView:
    """Say that what differs from the register was looked at; somebody else than the act's maker."""
    if not may_change(official.person):
        raise RoleMissing(("programme_officer",))
    await shown_visit(hub, official.person, visit_id)
    return visit_view(await visits_of(hub).settle(visit_id, official.login))
