"""Everybody: what a draw has published, to be recomputed at home. Without a login, since nobody stands in it.

Who works on cases: its letters to families without a home.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from document_flow.outcome import Refusal
from hub.aggregates.aggregates import unknown
from hub.returns.draw_proofs import published_file
from hub.returns.draws import DRAWS
from hub.store.store import snapshot
from hub.web.cases import need_cases
from hub.web.context import HubDep, Id
from hub.web.draws import letter_file
from hub.web.officials import OfficialDep

router = APIRouter(tags=["draws"])
_KEPT_S = 60


@router.get("/v1/draws/{name}/published.json", response_class=Response)
async def published_draw(hub: HubDep, name: Id) -> Response:
    """What a draw published since its announcement, without a login; `hub verify draw` and a script check it."""
    async with snapshot(hub.store) as tx:
        stored = await hub.aggregates.tables.get(tx, DRAWS, name)
        made = await published_file(tx, stored, hub.promises.key.public) if stored is not None else None
    if made is None or isinstance(made, Refusal):
        raise unknown(DRAWS)
    return Response(made, media_type="application/json", headers={"Cache-Control": f"public, max-age={_KEPT_S}"})


@router.get("/v1/draws/{name}/letters/{sha256}.pdf", response_class=Response)
async def draw_letter(hub: HubDep, official: OfficialDep, name: Id, sha256: str) -> Response:
    """A letter to a family that the draw has given no home; that it was looked at stands in the access history."""
    need_cases(official)
    return Response(await letter_file(hub, official.person, name, sha256), media_type="application/pdf")
