"""The room of settings: one's own, accounts and roles, and who saw what."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.settings import accounts, audit, own

router = APIRouter()
for part in (own, accounts, audit):
    router.include_router(part.router)
