"""The pages of repairs."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.repairs import editing, listing, making, one

router = APIRouter()
for _part in (listing, making, editing, one):
    router.include_router(_part.router)
