"""Live figures by server-sent events: pages announce what is new, and never move what the hand is about to click."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from hub.console.pages import pulse_of
from hub.console.pulse import Pulse
from hub.console.viewer import ViewerDep

router = APIRouter()
_EVERY_S = 3.0
_LONGEST_S = 600.0
"""After that the browser comes again by itself: a session that has ended is then noticed."""


@router.get("/live")
async def live(request: Request, _who: ViewerDep) -> StreamingResponse:
    """The hub's figures, whenever they change."""
    return StreamingResponse(
        _events(request, pulse_of(request)), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )


async def _events(request: Request, pulse: Pulse) -> AsyncIterator[str]:
    told = ""
    yield "retry: 5000\n\n"
    for _ in range(int(_LONGEST_S / _EVERY_S)):
        if await request.is_disconnected():
            return
        figures = await pulse.figures()
        news = json.dumps(dict(figures.counts), separators=(",", ":"))
        yield ": here\n\n" if news == told else f"event: figures\ndata: {news}\n\n"
        told = news
        await asyncio.sleep(_EVERY_S)
