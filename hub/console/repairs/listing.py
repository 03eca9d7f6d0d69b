"""All repairs, and what awaits an approver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.api.exchange.repair_views import STOP_REASONS
from hub.console.pages import page
from hub.console.repairs.verbs import VERBS
from hub.console.viewer import Viewer, ViewerDep
from hub.exchange.repair.reading import list_repairs
from hub.exchange.repair.rules import Who
from hub.store.ids import next_cursor
from hub.store.tx import Row, Tx
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422

router = APIRouter()
ROWS = 50
_OPEN = (
    "SELECT r.id, r.action, r.state, r.reason, r.made_by, r.approved_by, r.items_total, r.released, r.created_at,"
    " r.finished_at, r.stop_reason FROM repairs r WHERE r.finished_at IS NULL AND r.id < :below"
)


class Wanted(BaseModel):
    """All, those that have not ended, or those that await approval."""

    model_config = ConfigDict(extra="ignore")
    show: Literal["all", "open", "awaiting"] = "all"
    cursor: str | None = None


@router.get("/repairs")
async def repairs(request: Request, hub: HubDep, who: ViewerDep, wanted: Annotated[Wanted, Query()]) -> HTMLResponse:
    """Repairs, newest first."""
    who.need(Right.SEE)
    below = cursor_or_422(wanted.cursor)
    async with hub.store.read() as tx:
        rows = await _rows(tx, wanted.show, below)
        awaiting = len(await _rows(tx, "awaiting", cursor_or_422(None)))
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
    return who.may(Right.APPROVE) and who.who.is_another_than(Who.parse(row["made_by"]))


async def _rows(tx: Tx, show: str, below: str) -> Sequence[Row]:
    if show == "all":
        return await list_repairs(tx, below, ROWS)
    state = " AND r.state = 'awaiting_approval'" if show == "awaiting" else ""
    return await tx.fetch(f"{_OPEN}{state} ORDER BY r.id DESC LIMIT :most", {"below": below, "most": ROWS})
