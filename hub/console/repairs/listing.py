"""All repairs, and what awaits an approver."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.access.second_person import is_second_person
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import Viewer, ViewerDep, house_only
from hub.exchange.repair.reading import Showing, list_repairs
from hub.exchange.repair.words import STOP_REASONS
from hub.store.ids import NEWEST, next_cursor
from hub.store.tx import Row
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422
from hub.web.repair_verbs import VERBS

router = APIRouter(dependencies=[Depends(house_only)])
ROWS = 50


class RepairFilter(BaseModel):
    """All, those that have not ended, or those that await approval."""

    show: Showing = "all"
    cursor: str | None = None


@router.get("/repairs")
@gets(Right.SEE)
async def repairs(
    request: Request, hub: HubDep, who: ViewerDep, wanted: Annotated[RepairFilter, Query()]
) -> HTMLResponse:
    """Repairs, newest first."""
    below = cursor_or_422(wanted.cursor)
    async with hub.store.read() as tx:
        rows = await list_repairs(tx, hub.sealer, below, ROWS, wanted.show)
        awaiting = len(await list_repairs(tx, hub.sealer, NEWEST, ROWS, "awaiting"))
    return await page(
        request,
        who,
        "repairs/list.html",
        rows=rows,
        wanted=wanted,
        verbs=VERBS,
        awaiting=awaiting,
        stop_reasons=STOP_REASONS,
        may_approve={row["id"]: may_approve(who, row) for row in rows},
        next=next_cursor([row["id"] for row in rows], ROWS),
    )


def may_approve(who: Viewer, row: Row) -> bool:
    """Whether this very person may be the second of four eyes."""
    return who.may(Right.APPROVE) and is_second_person(who.who, row["made_by"])
