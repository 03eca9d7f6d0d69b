"""Rooms of aggregates in the console: what there is, one with its tables and acts; each room by its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.context import BAKU
from document_flow.form import PREFIX
from document_flow.kernel import Kernel
from document_flow.paths.drawing.words import ROLES
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import unknown
from hub.aggregates.kind import Block, Kind
from hub.aggregates.printing import sheet_pdf, table_csv
from hub.aggregates.reading import Said, command_of
from hub.console.drawings import CountBar, count_bars
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, posts
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.console.viewer import Form as SentForm
from hub.errors import HubError, Words
from hub.kinds import KINDS
from hub.store.ids import new_id, next_cursor, parse_id
from hub.web.aggregates import block_view, line_view, sheet_for
from hub.web.context import HubDep, id_or
from hub.web.paging import cursor_or_422

router = APIRouter()
_ROWS = 50
_BESIDE = {"aggregates.held": "form", "aggregates.stale": "form"}


class AggregateFilters(BaseModel):
    """The filters in the address."""

    phase: str = Field(default="", max_length=20)
    within: str = Field(default="", max_length=36)
    cursor: str | None = Field(default=None, max_length=64)


_ALL = AggregateFilters()


class Room:
    """The pages of one room: what there is, one with its acts, its paper and its tables as files."""

    def __init__(self, kind: Kind[Any]) -> None:
        self.kind = kind
        self.address = f"{PATH}/{kind.room}"

    def need(self, who: Viewer, name: str = "") -> None:
        """Forbidden unless one of the room's rights is this person's; a refusal is written down."""
        who.need(next((each for each in self.kind.rights if who.may(each)), self.kind.rights[0]), name)

    async def listing(
        self,
        request: Request,
        hub: HubDep,
        who: ViewerDep,
        wanted: Annotated[AggregateFilters, Query()] = _ALL,
        tried: TriedDep = FRESH,
    ) -> HTMLResponse:
        """What there is, the newest first, with the forms by which this person may begin another."""
        self.need(who)
        kind = self.kind
        phase = wanted.phase if wanted.phase in kind.of.phases else ""
        asked = WantedAggregates(phase, parse_id(wanted.within), cursor_or_422(wanted.cursor), _ROWS)
        async with hub.store.read() as tx:
            found = await hub.aggregates.tables.find(tx, kind, asked)
        return await page(
            request,
            who,
            "aggregates/listing.html",
            tried=tried,
            kind=kind,
            address=self.address,
            rows=[line_view(kind, each, who.lang) for each in found],
            offers=await hub.aggregates.beginnings(kind, who.login),
            begun_by=[ROLES[role] for role in self._beginners() if role in ROLES],
            wanted=wanted,
            is_filtered=bool(phase or asked.within),
            next=next_cursor([each.id for each in found], _ROWS),
            query=urlencode(wanted.model_dump(exclude={"cursor"})),
            fresh=new_id,
            failed={"form": tried.text("act")} if tried.form else None,
        )

    def _beginners(self) -> Iterable[str]:
        """The roles that may begin one, each once."""
        acts = self.kind.kernel.by_kind
        return dict.fromkeys(role for name in self.kind.of.begins for role in acts[name].who)

    async def sheet(
        self, request: Request, hub: HubDep, who: ViewerDep, name: str, tried: TriedDep = FRESH
    ) -> HTMLResponse:
        """One: its tables, what this person may do now, its history."""
        self.need(who, name)
        kind = self.kind
        found = await sheet_for(hub, kind, self.id(name), who.person)
        return await page(
            request,
            who,
            "aggregates/sheet.html",
            tried=tried,
            kind=kind,
            address=self.address,
            it=found,
            line=line_view(kind, found.stored, who.lang),
            blocks=[(each, block_view(each, who.lang)) for each in found.blocks],
            offers=found.offers,
            bars={each.code: _bars(each) for each in found.blocks if each.bars},
            event_name=lambda code: kind.kernel.names.get(code, Words(code, code)),
            name=found.standing.context.directory.name,
            in_baku=lambda at: at.astimezone(BAKU),
            fresh=new_id,
            failed={"form": tried.text("act")} if tried.form else None,
        )

    async def begin(self, sent: SentDep) -> str:
        """Begin one, and go there."""
        self.need(sent.who)
        command = command_of(self.kind, sent.form.text("act"), sent.who.login, said_in(sent.form, self.kind.kernel))
        done = await sent.hub.aggregates.open(self.kind, command, sent.form.key)
        return f"{self.address}/{done.id}"

    async def act(self, sent: SentDep, name: str) -> str:
        """One act, on the version that the page showed."""
        self.need(sent.who, name)
        form, found = sent.form, self.id(name)
        command = command_of(self.kind, form.text("act"), sent.who.login, said_in(form, self.kind.kernel))
        await sent.hub.aggregates.act(self.kind, found, command, form.key, form.version)
        return f"{self.address}/{found}"

    async def paper(self, hub: HubDep, who: ViewerDep, name: str) -> Response:
        """The same on paper."""
        self.need(who, name)
        found = await sheet_for(hub, self.kind, self.id(name), who.person)
        made = await sheet_pdf(found, hub.office.printing.letterhead, who.lang, sample=hub.settings.sandbox)
        return Response(made, media_type="application/pdf")

    async def table(self, hub: HubDep, who: ViewerDep, name: str, code: str) -> Response:
        """One of its tables as a file."""
        self.need(who, name)
        made = table_csv(await sheet_for(hub, self.kind, self.id(name), who.person, code), code, who.lang)
        headers = {"content-disposition": f'attachment; filename="{self.kind.room}.csv"'}
        return Response(made, media_type="text/csv; charset=utf-8", headers=headers)

    def id(self, text: str) -> str:
        """The id that stands in an address."""
        return id_or(text, unknown(self.kind))


def said_in(form: SentForm, kernel: Kernel[Any]) -> Mapping[str, Said]:
    """What stands in the fields of the form of the act that it names."""
    act = kernel.by_kind.get(form.text("act"))
    fields = [each for asked in (act.forms if act is not None else ()) for each in asked.fields]
    return {
        each.name: list(form.all(each.id)) if each.input == "many" else form.text(each.id)
        for each in fields
        if each.id in form.names() or each.input in ("many", "tick")
    }


def _routes(kind: Kind[Any]) -> None:
    room, beside, one = Room(kind), _fields(kind), f"/{kind.room}/{{name}}"
    begin = posts(None, room.listing, shows=HubError, beside=beside)(room.begin)
    act = posts(None, room.sheet, shows=HubError, beside=beside)(room.act)
    router.add_api_route(f"/{kind.room}", room.listing, methods=["GET"], name=f"{kind.room}_list")
    router.add_api_route(f"/{kind.room}", begin, methods=["POST"], name=f"{kind.room}_begin")
    router.add_api_route(one, room.sheet, methods=["GET"], name=f"{kind.room}_sheet")
    router.add_api_route(f"{one}/act", act, methods=["POST"], name=f"{kind.room}_act")
    router.add_api_route(f"{one}/sheet.pdf", room.paper, methods=["GET"], name=f"{kind.room}_paper")
    router.add_api_route(f"{one}/tables/{{code}}.csv", room.table, methods=["GET"], name=f"{kind.room}_table")


def _bars(block: Block) -> Sequence[CountBar]:
    """A block's figures as bars, by the first column's words."""
    at = [each.code for each in block.columns].index(block.bars)
    figures = [(row[0], row[at]) for row in block.rows]
    return count_bars([(n, figure) for n, figure in figures if isinstance(n, Words) and isinstance(figure, int | None)])


def _fields(kind: Kind[Any]) -> Mapping[str, str]:
    """Where the words of a refusal stand: beside the field of that name."""
    named = {each.name: PREFIX + each.name for act in kind.kernel.acts for form in act.forms for each in form.fields}
    return {**_BESIDE, **named}


for _kind in KINDS.values():
    _routes(_kind)
