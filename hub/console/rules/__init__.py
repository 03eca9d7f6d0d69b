"""The room of law: decision tables as grids, tried, compared, replayed, and changed by two people; approval paths."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console import paths
from hub.console.rules import asking, beginning, comparing, listing, proposing, signing

router = APIRouter()
for part in (paths, beginning, asking, comparing, proposing, signing, listing):
    router.include_router(part.router)
