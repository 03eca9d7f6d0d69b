"""Counted questions over HTTP, for leadership: ask, see how far it is, see the figures, take a file or a draft."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from hub.register.counting.tally import CountQuestion
from hub.store.ids import next_cursor
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute
from hub.web.counts import (
    CountsView,
    CountTableView,
    ask_count,
    count_csv,
    count_named,
    count_table_view,
    count_view,
    counts,
    draft_letter,
    need_counts,
)
from hub.web.officials import OfficialDep
from hub.web.paging import Page, cursor_or_422

router = APIRouter(tags=["counts"], route_class=StrictRoute)


class DraftView(BaseModel):
    """The document that was begun."""

    document: str


@router.post("/v1/counts", status_code=202)
async def ask(hub: HubDep, official: OfficialDep, body: CountQuestion, key: KeyHeader) -> CountTableView:
    """Have the register counted. It is counted in the background; ask for it again until `done_at` stands."""
    need_counts(official.person)
    count = await count_named(hub, await ask_count(hub, official.person, body, key))
    return count_table_view(count, official.lang)


@router.get("/v1/counts")
async def find(hub: HubDep, official: OfficialDep, wanted: Annotated[Page, Query()]) -> CountsView:
    """What was asked, the newest first."""
    need_counts(official.person)
    async with hub.store.read() as tx:
        found = await counts(hub).newest(tx, cursor_or_422(wanted.cursor), wanted.limit)
    following = next_cursor([each.id for each in found], wanted.limit)
    return CountsView(counts=[count_view(each) for each in found], next=following)


@router.get("/v1/counts/{count_id}")
async def show(hub: HubDep, official: OfficialDep, count_id: Id) -> CountTableView:
    """A count with its figures, once all of the register is read."""
    need_counts(official.person)
    return count_table_view(await count_named(hub, count_id), official.lang)


@router.get("/v1/counts/{count_id}/table.csv", response_class=Response)
async def table(hub: HubDep, official: OfficialDep, count_id: Id) -> Response:
    """The same figures as a file."""
    need_counts(official.person)
    return Response(count_csv(await count_named(hub, count_id), official.lang), media_type="text/csv")


@router.post("/v1/counts/{count_id}/letter", status_code=201)
async def letter(hub: HubDep, official: OfficialDep, count_id: Id, key: KeyHeader) -> DraftView:
    """Begin a letter with the figures: a draft of the one who asks, like any other."""
    need_counts(official.person)
    count = await count_named(hub, count_id)
    return DraftView(document=await draft_letter(hub, official.login, count, key))
