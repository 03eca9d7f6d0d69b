"""What was refused at the door in the last 90 days: who sent what, and the exact place that was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.overview import party_title
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import PATH, ViewerDep
from hub.exchange.refusals import WantedRefusals, find_refusals
from hub.store.ids import next_cursor
from hub.web.context import HubDep
from hub.web.paging import Page, cursor_or_422

router = APIRouter()
_LOOKED_AT = 20_000
"""How many of the newest one page looks through where a filter is not along an index."""


class RefusalFilter(BaseModel):
    """The filter in the URL."""

    party: str = ""
    code: str = ""
    cursor: str | None = None

    def chosen(self) -> Mapping[str, str]:
        """What is filtered by, without the page."""
        return {name: value for name in ("party", "code") if (value := getattr(self, name))}


@router.get("/refusals")
@gets(Right.STATE)
async def refusals(
    request: Request, who: ViewerDep, hub: HubDep, wanted: Annotated[RefusalFilter, Query()]
) -> Response:
    """Newest first; an agency's people see their own agency's."""
    party = who.person.party if who.at_agency else wanted.party
    below, limit = cursor_or_422(wanted.cursor), Page().limit
    async with hub.store.read() as tx:
        asked = WantedRefusals(party or None, wanted.code or None)
        rows = await find_refusals(tx, asked, below, limit, window=_LOOKED_AT)
    following = next_cursor([row["id"] for row in rows], limit)
    more = f"{PATH}/refusals?{urlencode({**wanted.chosen(), 'cursor': following})}" if following else ""
    return await page(request, who, "refusals.html", rows=rows, wanted=wanted, more=more, party_title=party_title)
