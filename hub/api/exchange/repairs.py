"""Repairs over HTTP: ask what would happen, make one, approve it, watch it, stop it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from hub.access.history import Access, note_access
from hub.access.second_person import Who
from hub.api.exchange.repair_views import (
    ForecastView,
    RepairBody,
    RepairItem,
    RepairSummary,
    RepairView,
    forecast_view,
    repair_view,
)
from hub.app import Hub
from hub.exchange.repair import deciding
from hub.exchange.repair.commanding import command
from hub.exchange.repair.editing import proposal
from hub.exchange.repair.making import foresee, make_repair
from hub.exchange.repair.model import Repair
from hub.exchange.repair.reading import first_message, list_repairs, overview, repair_items
from hub.exchange.repair.words import no_such_repair
from hub.store.ids import next_cursor
from hub.store.store import Store
from hub.web.context import Caller, CallerDep, HubDep, Id, StrictRoute, id_or_404, require
from hub.web.paging import Page, cursor_or_422

router = APIRouter(tags=["repairs"], route_class=StrictRoute)
FIRST_ITEMS = 200
"""Items that a repair is shown with; the rest are pages of `/items`."""
_VIEWERS = ("operate", "approve", "committee")


Decision = Callable[[Store, str, Who], Awaitable[object]]


class Repairs(BaseModel):
    """A page of repairs, newest first."""

    items: Sequence[RepairSummary]
    next: str | None


class RepairItems(BaseModel):
    """A page of a repair's items in their order; `next` is to be given as `after`."""

    items: Sequence[RepairItem]
    next: int | None


def who_is(caller: Caller) -> Who:
    """The official behind the call."""
    return Who(caller.party, caller.person)


@router.post("/v1/repairs", status_code=202)
async def create_repair(
    hub: HubDep, who: CallerDep, wanted: RepairBody, response: Response
) -> RepairView | ForecastView:
    """Freeze the selection and queue the repair, or say what it would do (`dry_run`, answered with 200)."""
    require(who, "operate")
    request = wanted.to_request(who_is(who))
    if wanted.dry_run:
        response.status_code = 200
        return forecast_view(wanted.action, await foresee(hub.repairs, request), who.lang)
    repair = await make_repair(hub.repairs, request)
    return await _shown(hub, who, repair)


@router.get("/v1/repairs")
async def get_repairs(hub: HubDep, who: CallerDep, page: Annotated[Page, Query()]) -> Repairs:
    """All repairs, newest first."""
    require(who, *_VIEWERS)
    cursor = cursor_or_422(page.cursor)
    async with hub.store.read() as tx:
        rows = await list_repairs(tx, hub.sealer, cursor, page.limit)
    return Repairs(items=RepairSummary.each(rows), next=next_cursor([row["id"] for row in rows], page.limit))


@router.get("/v1/repairs/{repair_id}")
async def get_repair(hub: HubDep, who: CallerDep, repair_id: Id) -> RepairView:
    """One repair with its progress."""
    require(who, *_VIEWERS)
    return await _shown(hub, who, repair_id)


@router.get("/v1/repairs/{repair_id}/items")
async def get_repair_items(
    hub: HubDep,
    who: CallerDep,
    repair_id: Id,
    after: Annotated[int, Query(ge=-1)] = -1,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> RepairItems:
    """What became of each item."""
    require(who, *_VIEWERS)
    async with hub.store.read() as tx:
        rows = await repair_items(tx, repair_id, after, limit)
    following = rows[-1]["number"] if len(rows) == limit else None
    return RepairItems(items=RepairItem.each(rows, who.lang), next=following)


@router.get("/v1/repairs/{repair_id}/proposal")
async def get_proposal(hub: HubDep, who: CallerDep, repair_id: Id) -> Mapping[str, Any]:
    """What an edit changes, with the values before and after. For those who approve; each look is written down."""
    require(who, "approve")
    async with command(hub.store) as tx:
        repair = Repair.of((await overview(tx, hub.sealer, repair_id)).row)
        if repair.payload_sealed is None:
            raise no_such_repair()
        message = await first_message(tx, repair_id)
        await note_access(tx, hub.sealer, who.party, who.person, Access("repairs.proposal", "message_body"))
    opened = repair.with_payload(hub.sealer.unseal("repairs.payload", repair_id, repair.payload_sealed))
    return {"message_id": message, "changes": await proposal(hub.repairs, opened, message)}


@router.post("/v1/repairs/{repair_id}/approve")
async def approve_repair(hub: HubDep, who: CallerDep, repair_id: str) -> RepairView:
    """The second of four eyes; never whoever made it."""
    return await _decided(hub, who, repair_id, deciding.approve, "approve")


@router.post("/v1/repairs/{repair_id}/pause")
async def pause_repair(hub: HubDep, who: CallerDep, repair_id: str) -> RepairView:
    """Let nothing more go for now."""
    return await _decided(hub, who, repair_id, deciding.pause, "operate")


@router.post("/v1/repairs/{repair_id}/resume")
async def resume_repair(hub: HubDep, who: CallerDep, repair_id: str) -> RepairView:
    """Go on after a pause."""
    return await _decided(hub, who, repair_id, deciding.resume, "operate")


@router.post("/v1/repairs/{repair_id}/cancel")
async def cancel_repair(hub: HubDep, who: CallerDep, repair_id: str) -> RepairView:
    """End it; an approver may refuse a proposal so."""
    return await _decided(hub, who, repair_id, deciding.cancel, "operate", "approve")


async def _decided(hub: Hub, who: Caller, text: str, decide: Decision, *roles: str) -> RepairView:
    require(who, *roles)
    repair = id_or_404(text)
    await decide(hub.store, repair, who_is(who))
    return await _shown(hub, who, repair)


async def _shown(hub: Hub, who: Caller, repair: str) -> RepairView:
    async with hub.store.read() as tx:
        found = await overview(tx, hub.sealer, repair)
        return repair_view(found, await repair_items(tx, repair, -1, FIRST_ITEMS), who.lang)
