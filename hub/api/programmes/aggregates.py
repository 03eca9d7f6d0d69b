"""Officials: lists, accounts, draws and whatever else is an aggregate, each room with the same doors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import Field

from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Kind
from hub.aggregates.printing import sheet_pdf, table_csv
from hub.aggregates.reading import command_of
from hub.kinds import KINDS
from hub.store.ids import next_cursor
from hub.web.aggregates import (
    AggregateActBody,
    AggregateBeginBody,
    AggregateDoneView,
    AggregateListingView,
    AggregateSheetView,
    done_view,
    line_view,
    need_room,
    sheet_for,
    sheet_view,
)
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.paging import Page, cursor_or_422

router = APIRouter(route_class=StrictRoute)
Code = Annotated[str, Path(max_length=60)]


class AggregateQuery(Page):
    """Which are wanted."""

    phase: str = Field(default="", max_length=20)
    within: Id | None = Field(default=None, description="The id of what they belong to, as a run's of its lists")


def _room(kind: Kind[Any]) -> APIRouter:
    """The doors of one room. Their functions are made here, since each is about its kind."""
    room = APIRouter(prefix=f"/v1/{kind.room}", tags=[kind.room], route_class=StrictRoute)
    _reading(kind, room)
    _doing(kind, room)
    return room


def _reading(kind: Kind[Any], room: APIRouter) -> None:
    async def find(
        hub: HubDep, official: OfficialDep, wanted: Annotated[AggregateQuery, Query()]
    ) -> AggregateListingView:
        need_room(kind, official)
        asked = WantedAggregates(wanted.phase, wanted.within, cursor_or_422(wanted.cursor), wanted.limit)
        async with hub.store.read() as tx:
            found = await hub.aggregates.tables.find(tx, kind, asked)
        following = next_cursor([each.id for each in found], wanted.limit)
        return AggregateListingView(items=[line_view(kind, each, official.lang) for each in found], next=following)

    async def show(hub: HubDep, official: OfficialDep, name: Id) -> AggregateSheetView:
        need_room(kind, official)
        return sheet_view(await sheet_for(hub, kind, name, official.person), official.lang)

    async def paper(hub: HubDep, official: OfficialDep, name: Id) -> Response:
        need_room(kind, official)
        sheet = await sheet_for(hub, kind, name, official.person)
        made = await sheet_pdf(sheet, hub.office.printing.letterhead, official.lang, sample=hub.settings.sandbox)
        return Response(made, media_type="application/pdf")

    async def table(hub: HubDep, official: OfficialDep, name: Id, code: Code) -> Response:
        need_room(kind, official)
        made = table_csv(await sheet_for(hub, kind, name, official.person, code), code, official.lang)
        return Response(made, media_type="text/csv; charset=utf-8")

    what = kind.of.one.en
    room.add_api_route("", find, name=f"{kind.room}_find", description=f"{kind.of.title.en}, newest first.")
    words = f"One {what}: its tables, what may be done now, its history."
    room.add_api_route("/{name}", show, name=f"{kind.room}_show", description=words)
    words = f"The tables of one {what} as a PDF, with the head of its history; 409 where that was tampered with."
    room.add_api_route(
        "/{name}/sheet.pdf", paper, name=f"{kind.room}_sheet", description=words, response_class=Response
    )
    words = f"One of the tables of a {what} as CSV, by its code."
    path = "/{name}/tables/{code}.csv"
    room.add_api_route(path, table, name=f"{kind.room}_table", description=words, response_class=Response)


def _doing(kind: Kind[Any], room: APIRouter) -> None:
    async def begin(hub: HubDep, official: OfficialDep, body: AggregateBeginBody, key: KeyHeader) -> AggregateDoneView:
        need_room(kind, official)
        command = command_of(kind, body.act, official.login, body.says)
        return done_view(kind, await hub.aggregates.open(kind, command, key))

    async def act(
        hub: HubDep, official: OfficialDep, name: Id, body: AggregateActBody, key: KeyHeader
    ) -> AggregateDoneView:
        need_room(kind, official)
        command = command_of(kind, body.act, official.login, body.says)
        return done_view(kind, await hub.aggregates.act(kind, name, command, key, body.expected_version))

    if kind.of.begins:
        acts = ", ".join(kind.of.begins)
        words = (
            f"Begin a {kind.of.one.en} by one of these acts: {acts}. A second time under the same key is the same one."
        )
        room.add_api_route("", begin, methods=["POST"], status_code=201, name=f"{kind.room}_begin", description=words)
    acts = ", ".join(each.kind for each in kind.kernel.acts if each.forms and each.kind not in kind.of.begins)
    words = f"One act on it, on the version that was seen: {acts}."
    room.add_api_route("/{name}/acts", act, methods=["POST"], name=f"{kind.room}_act", description=words)


for _kind in KINDS.values():
    router.routes.extend(_room(_kind).routes)
