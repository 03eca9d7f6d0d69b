"""Live figures by server-sent events: pages announce what is new, and never move what the hand is about to click."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from hub.console.cache import caches_of
from hub.console.viewer import Viewer, ViewerDep
from hub.errors import HubError, Words
from hub.exchange.care.presence import be_seen
from hub.web.context import hub_of

router = APIRouter()
_EVERY_S = 3.0
_SEEN_TURNS = 10
MOST_OF_ONE = 30
"""Open pages of one login that are told news; a further one stays as it was loaded."""
_LONGEST_S = 600.0
"""After that the browser comes again by itself: a session that has ended is then noticed."""


@router.get("/live")
async def live(
    request: Request, who: ViewerDep, at: Annotated[str, Query(pattern="^(failure-[0-9a-f]{16})?$")] = ""
) -> StreamingResponse:
    """The hub's figures, whenever they change, for those who may see totals.

    `at` is the place that is open: others see that one is there.
    """
    place = "" if who.at_agency else at
    if caches_of(request).listening[who.login] >= MOST_OF_ONE:
        raise TooManyStreams
    return StreamingResponse(
        _events(request, place, who),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


class TooManyStreams(HubError):
    """Of one login (HTTP 429): each holds a connection for ten minutes, and others need some too."""

    def __init__(self) -> None:
        super().__init__("console.too_many_streams", _TOO_MANY, status=429, side="sender", retry_after=_LONGEST_S)


async def _events(request: Request, place: str, who: Viewer) -> AsyncIterator[str]:
    listening = caches_of(request).listening
    listening[who.login] += 1
    try:
        async for news in _news(request, place, who):
            yield news
    finally:
        listening[who.login] -= 1


async def _news(request: Request, place: str, who: Viewer) -> AsyncIterator[str]:
    told, stopping = "", cast("asyncio.Event", request.app.state.stopping)
    yield "retry: 5000\n\n"
    for turn in range(int(_LONGEST_S / _EVERY_S)):
        if await request.is_disconnected():
            return
        if place and turn % _SEEN_TURNS == 0:
            await be_seen(hub_of(request).store, place, who.login)
        counts = (await caches_of(request).figures.look()).counts if who.sees_figures else {}
        news = json.dumps(dict(counts), separators=(",", ":"))
        yield ": here\n\n" if news == told else f"event: figures\ndata: {news}\n\n"
        told = news
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _EVERY_S)
            return


_TOO_MANY = Words(
    "Bu adla həddən çox səhifə açıqdır; bəzilərini bağlayın.",
    "Too many pages are open under this login; close some.",
)
