"""The pages of failures."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.failures import group, informing, listing, shift

router = APIRouter()
for _part in (listing, shift, group, informing):
    router.include_router(_part.router)
