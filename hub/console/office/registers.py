"""The registration journals (qeydiyyat jurnalları) by kind and year, and the lines of one of them.

A line shows the title to those who may see the document; the number itself is no secret of the office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.documents.state import status_of
from document_flow.documents.words import KINDS, STATUSES
from document_flow.draws.letters import subject_of
from document_flow.programmes import programmes
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import Viewer, ViewerDep
from hub.documents.office.journals import journal_lines, journals
from hub.errors import Words
from hub.returns.draws import DRAWS
from hub.store.tx import Row, Tx
from hub.visits.visits import SERIES as VISITS
from hub.web.context import HubDep

router = APIRouter()
_ROWS = 50
_NOT_WRITTEN = Words("hazırlanır və ya lazım deyil", "being made, or not needed")
_WRITTEN = Words("hazırlanıb", "made")
_HANDED_OVER = Words("təhvil verilib", "handed over")
"""Of a letter of the hub's own."""
_NAMES: Mapping[str, Words] = {
    **{str(kind): words for kind, words in KINDS.items()},
    "appeals": Words("vətəndaş müraciətləri", "citizens' appeals"),
}
"""Journals that are called by the kind they hold, and that of appeals; others by the name that the body gave them."""


class JournalPlace(BaseModel):
    """Which journal, and below which number."""

    series: str = Field(default="", max_length=300)
    below: int = Field(default=9_000_000_000, ge=1, le=9_000_000_000)
    year: str = Field(default="", max_length=4)
    kind: str = Field(default="", max_length=30)


@dataclass(frozen=True, slots=True)
class Journal:
    """One counter: the journal with what it starts anew for."""

    series: str
    kind: str
    name: Words
    unit: str
    file: str
    year: str
    last: int


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line; `title` is None where the viewer may not see the document, `href` where it is behind the console."""

    number: int
    reg_no: str
    href: str
    on: date | None
    title: str | None
    status: Words
    case_file: str


@router.get("/documents/registers")
@gets(Right.DOCUMENTS, "registers")
async def shown(request: Request, who: ViewerDep, hub: HubDep, asked: Annotated[JournalPlace, Query()]) -> HTMLResponse:
    """The journals; with one chosen also its newest lines."""
    async with hub.store.read() as tx:
        every = await _journals(tx)
        entries = await _entries(tx, hub, who, asked) if asked.series else []
    chosen = next((each for each in every if each.series == asked.series), None)
    found = [each for each in every if asked.year in ("", each.year) and asked.kind in ("", each.kind)]
    return await page(
        request,
        who,
        "office/registers.html",
        journals=found,
        chosen=chosen,
        lines=entries,
        asked=asked,
        years=sorted({each.year for each in every if each.year}, reverse=True),
        kinds={each.kind: each.name for each in every},
        below=entries[-1].number if len(entries) == _ROWS else None,
    )


async def _journals(tx: Tx) -> list[Journal]:
    rows = await journals(tx)
    return sorted((_journal(row) for row in rows), key=lambda each: (each.year, each.kind), reverse=True)


async def _entries(tx: Tx, hub: Hub, who: Viewer, asked: JournalPlace) -> Sequence[JournalLine]:
    rows = await journal_lines(tx, asked.series, asked.below, _ROWS)
    documents = hub.office.documents
    states = await documents.batch.states(tx, [row["document_id"] for row in rows])
    context = (await documents.staff.now(tx)).context(hub.clock.now())
    found = []
    for row in rows:
        state = states.get(row["document_id"])
        if state is None:
            found.append(await _of_draw(tx, hub, row))
            continue
        sees = documents.sees(state, who.login, context)
        found.append(
            JournalLine(
                row["number"],
                row["reg_no"],
                f"documents/{row['document_id']}",
                state.registration.on if state.registration else None,
                state.title if sees else None,
                STATUSES[status_of(state)],
                state.case_file if sees else "",
            )
        )
    return found


async def _of_draw(tx: Tx, hub: Hub, row: Row) -> JournalLine:
    """A letter to a family that a draw has given no home: the hub's own, no document on a path."""
    draw = await hub.aggregates.tables.get(tx, DRAWS, row["document_id"])
    letters = draw.state.letters.values() if draw is not None else ()
    letter = next((each for each in letters if each.no == row["reg_no"]), None)
    state = _NOT_WRITTEN if letter is None else _WRITTEN if letter.notified_on is None else _HANDED_OVER
    title = subject_of(draw.state) if draw is not None else None
    on = letter.on if letter is not None else None
    return JournalLine(row["number"], row["reg_no"], f"draws/{row['document_id']}", on, title, state, "")


def _journal(row: Mapping[str, object]) -> Journal:
    series = str(row["series"])
    kind, *parts = series.split("|")
    scope = dict(part.split("=", 1) for part in parts if "=" in part)
    prefix, _, year = kind.rpartition("/")
    name = _NAMES.get(kind) or _of_cases().get(prefix) or Words(kind, kind)
    last = int(str(row["last_number"]))
    return Journal(series, kind, name, scope.get("unit", ""), scope.get("file", ""), scope.get("year", year), last)


@cache
def _of_cases() -> Mapping[str, Words]:
    """The numbers of applications, decisions and papers, by the programme that says their series; of visit acts too."""
    found = {VISITS: _numbered(Words("baxış aktları", "visit acts"), VISITS)}
    for each in programmes().values():
        parts = (each, *(getattr(each, field.name) for field in fields(each)))
        named = {str(part.series) for part in parts if getattr(part, "series", "")}
        found |= {series: _numbered(each.title, series) for series in named}
        found[each.series] = _numbered(
            Words(f"{each.title.az}: ərizələr", f"{each.title.en}: applications"), each.series
        )
    return found


def _numbered(title: Words, series: str) -> Words:
    return Words(f"{title.az} ({series})", f"{title.en} ({series})")
