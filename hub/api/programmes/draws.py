"""Everybody: what a draw has published, to be recomputed at home. Without a login, since nobody stands in it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from document_flow.draws.published import published
from document_flow.outcome import Refusal
from hub.aggregates.aggregates import unknown
from hub.returns.draws import DRAWS
from hub.web.context import HubDep, Id

router = APIRouter(tags=["draws"])
_KEPT_S = 60


@router.get("/v1/draws/{name}/published.json", response_class=Response)
async def published_draw(hub: HubDep, name: Id) -> Response:
    """What a draw published since its announcement, without a login; `hub verify draw` and a script check it."""
    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, DRAWS, name)
    made = published(stored.state) if stored is not None else None
    if made is None or isinstance(made, Refusal):
        raise unknown(DRAWS)
    return Response(made, media_type="application/json", headers={"Cache-Control": f"public, max-age={_KEPT_S}"})
