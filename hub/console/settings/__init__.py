"""The room of settings: one's own, accounts and roles, parties, and who saw what."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.settings import accounts, audit, own, parties

router = APIRouter()
for part in (own, accounts, parties, audit):
    router.include_router(part.router)
