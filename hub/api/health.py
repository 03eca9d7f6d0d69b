"""Whether the process lives, and whether its door takes messages; if not, what is missing.

The door needs the database, not the broker: what was accepted waits in the database until the broker is back. So a
broker that is away is told and takes no process from behind its proxy.
"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response
from pydantic import BaseModel

from hub.app import Hub
from hub.errors import HubError
from hub.store.revisions import is_current
from hub.store.store import TryAgain
from hub.web.context import HubDep

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: str = "live"


class Ready(BaseModel):
    """`missing` names what keeps messages out: database, migrations, disk. `away` names what those that are accepted
    wait for: the broker.
    """

    status: str
    missing: list[str]
    away: list[str]


@router.get("/live")
async def live() -> Live:
    """200 for as long as the process can answer at all."""
    return Live()


@router.get("/ready", responses={503: {"model": Ready}})
async def ready(hub: HubDep, response: Response) -> Ready:
    """200 if messages are accepted, also while the broker is away: then they wait in the database and are delivered
    when it is back. 503 with what is missing.
    """
    missing = [*await _store_problems(hub), *await _room_problems(hub)]
    if missing:
        response.status_code = 503
    return Ready(status="not ready" if missing else "ready", missing=missing, away=_away(hub))


async def _store_problems(hub: Hub) -> list[str]:
    try:
        return [] if await is_current(hub.store) else ["migrations: run `hub migrate`"]
    except (HubError, TryAgain):
        return ["database: it does not answer"]


async def _room_problems(hub: Hub) -> list[str]:
    try:
        free = await asyncio.to_thread(hub.content.free_bytes)
    except OSError:
        return ["disk: the content store cannot be reached"]
    return [] if free >= hub.settings.min_free_bytes else ["disk: it is nearly full"]


def _away(hub: Hub) -> list[str]:
    health = hub.bus.health()
    return [] if health.connected else [f"broker: {health.detail}"]
