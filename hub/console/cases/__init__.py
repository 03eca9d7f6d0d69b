"""The room of cases: the queue, an application at the desk, a case, a programme; the same pages for every programme."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.cases import listing, opening, sheet, why

router = APIRouter()
for page in (listing, opening, why, sheet):
    router.include_router(page.router)
