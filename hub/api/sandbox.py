"""Playing with time in a sandbox: legal time goes ahead for every process, page and paper; machine time stays."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from hub.app import Hub
from hub.bodies import Body
from hub.clock import SECOND, rfc3339
from hub.errors import NotFound
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead
from hub.web.context import NOTHING_THERE, CallerDep, HubDep, StrictRoute, caller, require

router = APIRouter(tags=["sandbox"], route_class=StrictRoute)
_LONGEST_S = 50 * 366 * 86_400


class LegalTimeView(BaseModel):
    """Legal time, the day by which terms and laws are counted, and by how many seconds it is ahead of the machine's."""

    ahead_seconds: int
    legal_time: str
    today: date


class Ahead(Body):
    """By how much legal time is to be ahead; never less than it is already."""

    ahead_seconds: int = Field(ge=0, le=_LONGEST_S)


@router.get("/v1/sandbox/time", dependencies=[Depends(caller)])
async def show(hub: HubDep) -> LegalTimeView:
    """What time it is for the law; 404 outside a sandbox."""
    _must_be_sandbox(hub)
    return await _view(hub)


@router.post("/v1/sandbox/time")
async def move(hub: HubDep, who: CallerDep, wanted: Ahead) -> LegalTimeView:
    """Move legal time ahead, for whoever operates the sandbox; the same again changes nothing."""
    _must_be_sandbox(hub)
    require(who, "operate")
    async with hub.store.write() as tx:
        await move_ahead(tx, who.name, wanted.ahead_seconds * SECOND)
        leaf = make_leaf("sandbox.time", new_id(), await tx.now(), ahead_seconds=wanted.ahead_seconds, by=who.name)
        await write_leaves(tx, [leaf])
    hub.office.documents.staff.forget()
    await hub.formats.refresh(hub.store)  # else this door would refuse for a second what bears a day of the new time
    return await _view(hub)


async def _view(hub: Hub) -> LegalTimeView:
    around, now = await hub.office.documents.around(), hub.clock.now()
    return LegalTimeView(
        ahead_seconds=around.ahead // SECOND,
        legal_time=rfc3339(now + around.ahead),
        today=around.context(now).today,
    )


def _must_be_sandbox(hub: Hub) -> None:
    if not hub.settings.sandbox:
        raise NotFound("api.not_found", NOTHING_THERE)
