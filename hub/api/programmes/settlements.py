"""The lines of a settlement with a utility as a file, for the officers who answer for it; exports are written down."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from document_flow.hands import OFFICERS
from hub.access.history import Access, Run, note_access
from hub.access.rights import RoleMissing
from hub.aggregates.aggregates import unknown
from hub.errors import found_or
from hub.utilities.lines import export, lines_of
from hub.utilities.settlements import KIND
from hub.web.context import HubDep, Id, StrictRoute
from hub.web.officials import OfficialDep

router = APIRouter(tags=[KIND.room], route_class=StrictRoute)
EXPORTED = "settlements.export"


@router.get("/v1/settlements/{name}/lines.csv", response_class=Response)
async def lines(hub: HubDep, official: OfficialDep, name: Id) -> Response:
    """Every account of a settlement by its subscriber code, without names: what was billed, what is due, and why."""
    person = official.person
    if person.roles.isdisjoint(OFFICERS):
        raise RoleMissing(OFFICERS)
    async with hub.store.write() as tx:
        stored = found_or(await hub.aggregates.tables.get(tx, KIND, name), unknown(KIND))
        found = [line async for line in lines_of(tx, hub.sealer, name, stored.state)]
        accounts = (hub.hash("account", f"{stored.state.provider}:{each.account}") for each in found)
        look = Access(EXPORTED, "social", "ok", run=Run.over(name, accounts))
        await note_access(tx, hub.sealer, person.party, person.login, look)
    return Response(export(found), media_type="text/csv; charset=utf-8")
