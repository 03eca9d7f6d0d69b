"""The room of messages: its pages in the order in which their addresses are looked at."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.messages import compare, export, lifting, listing, one, search

router = APIRouter()
for room in (search, listing, compare, export, lifting, one):
    router.include_router(room.router)
