"""Whatever waits for a second person over HTTP: of every room that the person's roles open."""

from __future__ import annotations

from fastapi import APIRouter

from hub.web.awaited import waiting_for
from hub.web.context import HubDep, StrictRoute
from hub.web.officials import ActorDep
from hub.web.views import Instant, Said, View

router = APIRouter(tags=["people"], route_class=StrictRoute)


class AwaitedView(View):
    """One thing that waits: `by` is a login, or several of a draft's authors; `page` is under the console's address."""

    kind: Said
    what: Said
    by: str
    at: Instant | None
    page: str
    mine: bool


class AllAwaitedView(View):
    """What the person may agree to first, then the oldest first; `is_cut`: a room has more, in its own list."""

    items: list[AwaitedView]
    is_cut: bool


@router.get("/v1/second")
async def second(hub: HubDep, who: ActorDep) -> AllAwaitedView:
    """What waits for a second person, as one's rights go: `mine` are those that this person may agree to."""
    lines, is_cut = await waiting_for(hub, who)
    items = [AwaitedView.of(each, who.lang, page=each.href) for each in lines]
    return AllAwaitedView(items=items, is_cut=is_cut)
