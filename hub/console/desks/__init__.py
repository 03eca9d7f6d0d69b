"""The rooms where people are answered: the hotline and the leadership's reception."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.desks import callbacks, hotline, reception

router = APIRouter()
for room in (hotline, callbacks, reception):
    router.include_router(room.router)
