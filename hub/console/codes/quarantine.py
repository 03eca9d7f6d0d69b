"""Messages in quarantine by what could not be read and where, each group with its messages."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.overview import route_title
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.exchange.causes import cause
from hub.exchange.failures import groups, items
from hub.exchange.repair.quarantine import list_new
from hub.store.ids import next_cursor
from hub.web.context import HubDep
from hub.web.failures import sight_of
from hub.web.paging import cursor_or_422

router = APIRouter(prefix="/failures/quarantine")
_SHOWN = 50


@router.get("")
@gets(Right.SEE)
async def quarantine(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    group: str = "",
    format: str = "",  # noqa: A002  # the address's own word
    cursor: str | None = None,
) -> HTMLResponse:
    """By issue and place; with `group` its messages."""
    await list_new(hub.store, hub.sealer)
    sight = sight_of(hub, who.caller)
    async with hub.store.read() as tx:
        found = [each for each in await groups(tx, sight) if each.kind == "quarantine"]
        chosen = next((each for each in found if each.fingerprint == group), None)
        rows = await items(tx, sight, chosen, cursor_or_422(cursor), _SHOWN) if chosen else ()
    formats = sorted({each.where for each in found})
    return await page(
        request,
        who,
        "codes/quarantine.html",
        groups=[each for each in found if format in ("", each.where)],
        chosen=chosen,
        rows=rows,
        routes={route.name: route_title(route) for route in hub.routes.all},
        cause=cause,
        formats=formats,
        format=format,
        waits=sum(each.counts.get("quarantined", 0) for each in found),
        older=next_cursor([row["id"] for row in rows], _SHOWN),
    )
