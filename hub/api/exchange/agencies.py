"""Agencies' operations: how each stands, and pausing and resuming one, for those who operate the exchange."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from hub.app import Hub
from hub.bodies import Body
from hub.clock import rfc3339
from hub.errors import NotFound
from hub.exchange.repair.commanding import command
from hub.exchange.steering import LONGEST_REASON, operations_by_name, pause_operations, resume_operations
from hub.store.tx import Row
from hub.web.context import NOTHING_THERE, CallerDep, HubDep, StrictRoute, agency_of, require, sees_all

router = APIRouter(tags=["agencies"], route_class=StrictRoute)
Operation = Annotated[str, Path(max_length=200)]


class OperationView(BaseModel):
    """One operation. `state`: `paused` by a person, in `maintenance` as agreed, `away` where it does not answer, else
    `open`: nothing holds its calls back, which does not say that it answers.
    """

    operation: str
    agency: str
    state: Literal["open", "paused", "maintenance", "away"]
    paused_by: str | None = None
    reason: str | None = None
    until: str | None = None


class Operations(BaseModel):
    """All operations that the caller may see."""

    items: list[OperationView]


class Pause(Body):
    """Why it is paused: whoever takes over reads it."""

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


@router.get("/v1/agencies")
async def list_operations(hub: HubDep, who: CallerDep) -> Operations:
    """Every operation by name; an agency sees its own."""
    async with hub.store.read() as tx:
        rows = await operations_by_name(tx, hub.sealer)
    return Operations(
        items=[
            _view(hub, row)
            for row in rows.values()
            if row["name"] in hub.operations and (sees_all(who) or agency_of(hub, row["name"]) == who.party)
        ]
    )


@router.post("/v1/agencies/{operation}/pause")
async def pause(hub: HubDep, who: CallerDep, operation: Operation, body: Pause) -> OperationView:
    """Send nothing to the operation until it is resumed; nothing is lost and no try is spent. Harmless to repeat."""
    require(who, "operate")
    _known(hub, operation)
    async with command(hub.store) as tx:
        await pause_operations(tx, hub.sealer, [operation], who.name, body.reason)
    return await _one(hub, operation)


@router.post("/v1/agencies/{operation}/resume")
async def resume(hub: HubDep, who: CallerDep, operation: Operation) -> OperationView:
    """Let the operation go on. Harmless to repeat."""
    require(who, "operate")
    _known(hub, operation)
    async with command(hub.store) as tx:
        await resume_operations(tx, [operation], who.name)
    return await _one(hub, operation)


def _known(hub: Hub, operation: str) -> None:
    if operation not in hub.operations:
        raise NotFound("api.not_found", NOTHING_THERE)


async def _one(hub: Hub, operation: str) -> OperationView:
    async with hub.store.read() as tx:
        rows = await operations_by_name(tx, hub.sealer)
    return _view(hub, rows[operation])


def _view(hub: Hub, row: Row) -> OperationView:
    made = OperationView(operation=row["name"], agency=agency_of(hub, row["name"]), state="open")
    if row["paused_by"] is not None:
        return made.model_copy(update={"state": "paused", "paused_by": row["paused_by"], "reason": row["pause_reason"]})
    if row["maintenance_from"] is not None and row["maintenance_from"] <= row["now"] < row["maintenance_until"]:
        ends = rfc3339(row["maintenance_until"])
        return made.model_copy(update={"state": "maintenance", "reason": row["maintenance_reason"], "until": ends})
    return made if row["breaker"] == "closed" else made.model_copy(update={"state": "away"})
