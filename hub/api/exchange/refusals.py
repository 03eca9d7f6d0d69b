"""What was refused at the door, for the sender and the operators: fact, code and place, never the content."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from hub.bodies import Moment
from hub.exchange.refusals import WantedRefusals, find_refusals
from hub.store.ids import next_cursor
from hub.web.context import CallerDep, HubDep, sees_all
from hub.web.paging import Page, cursor_or_422, id_since
from hub.web.views import Instant, View, from_

router = APIRouter(tags=["messages"])


class Refusal(View):
    """One refusal. `body_sha256` lets the sender find which of its messages it was."""

    id: str
    party: str
    format: str
    code: str
    status: int
    place: str | None
    body_sha256: str | None
    body_size: int | None
    refused_at: Instant = from_("created_at")


@router.get("/v1/refusals")
async def list_refusals(
    hub: HubDep,
    who: CallerDep,
    page: Annotated[Page, Query()],
    code: Annotated[str | None, Query(max_length=100)] = None,
    since: Moment | None = None,
) -> dict[str, list[Refusal] | str | None]:
    """Refusals of the last 90 days, newest first; an agency sees its own."""
    own = None if sees_all(who) else who.party
    wanted = WantedRefusals(own, code, None if since is None else id_since(since))
    async with hub.store.read() as tx:
        rows = await find_refusals(tx, wanted, cursor_or_422(page.cursor), page.limit)
    shown = [
        {**row, "body_sha256": hub.hash.digest_opened(row["body_digest"]) if row["body_digest"] is not None else None}
        for row in rows
    ]
    return {"items": Refusal.each(shown), "next": next_cursor([row["id"] for row in rows], page.limit)}
