"""The pages of failures."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.failures import group, listing

router = APIRouter()
for _part in (listing, group):
    router.include_router(_part.router)
