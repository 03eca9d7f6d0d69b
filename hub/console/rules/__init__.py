"""The room of law: decision tables as grids, tried, compared, replayed, and changed by two people."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.rules import asking, beginning, comparing, listing, proposing, signing

router = APIRouter()
for part in (beginning, asking, comparing, proposing, signing, listing):
    router.include_router(part.router)
