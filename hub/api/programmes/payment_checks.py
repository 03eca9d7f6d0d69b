"""Whom a check of a payment is about; everything else of it is at the doors of its room."""

from __future__ import annotations

from fastapi import APIRouter

from hub.sampling.checks import CHECKS
from hub.web.aggregates import BlockView, block_view, need_room
from hub.web.context import HubDep, Id, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.payment_checks import whom

router = APIRouter(tags=[CHECKS.room], route_class=StrictRoute)


@router.get("/v1/payment_checks/{name}/whom")
async def show(hub: HubDep, official: OfficialDep, name: Id) -> BlockView:
    """Whom to ask, for who may ask: clerks, representatives, officers who neither issued nor paid it and are no
    relatives. The look is written to the access history.
    """
    need_room(CHECKS, official)
    return block_view(await whom(hub, official.person, name), official.lang)
