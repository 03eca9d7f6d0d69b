"""The pages of repairs, which are the house's: each may hold messages of every party."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from hub.console.repairs import editing, listing, making, one
from hub.console.viewer import house_only

router = APIRouter(dependencies=[Depends(house_only)])
for _part in (listing, making, editing, one):
    router.include_router(_part.router)
