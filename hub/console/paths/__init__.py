"""The room of approval paths: each drawn and told in sentences, and changed in a form that draws while it is typed."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.paths import editing, listing, moving

router = APIRouter()
for part in (editing, moving, listing):
    router.include_router(part.router)
