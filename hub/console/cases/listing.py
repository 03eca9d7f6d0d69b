"""The queue of cases, and a programme's own page: what it says, and how many of its cases stand where."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.form import PREFIX
from document_flow.programmes import programmes
from hub.access.purposes import PURPOSES
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.programmes.case_reading import WantedCases, count_cases, find_cases, to_post
from hub.programmes.case_words import MOST_DAYS, OUTCOMES, PHASES
from hub.programmes.cases import programme_named
from hub.returns.posting import letters_to_post
from hub.store.ids import new_id, next_cursor
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422

router = APIRouter()
_ROWS = 50


class CaseFilters(BaseModel):
    """The filters in the address."""

    programme: str = Field(default="", max_length=60)
    phase: str = Field(default="", max_length=20)
    number: str = Field(default="", max_length=60)
    second: str = Field(default="", max_length=1)
    look: str = Field(default="", max_length=1)
    unreached: str = Field(default="", max_length=1)
    ends: str = Field(default="", max_length=4)
    cursor: str | None = Field(default=None, max_length=64)


@router.get("/cases")
@gets(Right.CASES)
async def cases(request: Request, hub: HubDep, who: ViewerDep, wanted: Annotated[CaseFilters, Query()]) -> HTMLResponse:
    """The queue, newest first; nothing of a person in it."""
    asked = WantedCases(
        wanted.programme if wanted.programme in programmes() else "",
        wanted.phase if wanted.phase in PHASES else "",
        wanted.number.strip(),
        "second" if wanted.second else "look" if wanted.look else "",
        ends_within=_days(wanted.ends),
        below=cursor_or_422(wanted.cursor),
        most=_ROWS,
    )
    async with hub.store.read() as tx:
        today = (await hub.programmes.cases.context(tx)).today.isoformat()
        asked = replace(asked, letter_on=today if wanted.unreached else "")
        rows = await find_cases(tx, asked)
        shown = await to_post(tx, hub.programmes.cases, who.person, rows) if wanted.unreached else rows
        needs, is_asked = hub.aggregates.needs, wanted.unreached and not wanted.cursor
        letters = await letters_to_post(needs, tx, who.person.login) if is_asked else []
    return await page(
        request,
        who,
        "cases/listing.html",
        rows=shown,
        letters=letters,
        field=PREFIX,
        fresh=new_id,
        today=today,
        wanted=wanted,
        is_filtered=bool(asked.programme or asked.phase or asked.number or asked.awaits or asked.letter_on)
        or asked.ends_within is not None,
        most_days=MOST_DAYS,
        programmes={name: each.title for name, each in programmes().items()},
        at_desk=[name for name, each in programmes().items() if "desk" in each.channels],
        phases=PHASES,
        outcomes=OUTCOMES,
        next=next_cursor([row["id"] for row in rows], _ROWS),
        query=urlencode({**wanted.model_dump(exclude={"cursor"})}),
    )


def _days(typed: str) -> int | None:
    """A number of days; none where none that can be was typed."""
    return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) <= MOST_DAYS else None


@router.get("/programmes/{name}")
@gets(Right.CASES, "{name}")
async def programme(request: Request, hub: HubDep, who: ViewerDep, name: str) -> HTMLResponse:
    """What a programme says, in words, and how its cases stand."""
    found = programme_named(name)
    async with hub.store.read() as tx:
        counts = await count_cases(tx, name)
    return await page(
        request,
        who,
        "cases/programme.html",
        programme=found,
        counts_by_phase=counts,
        phases=PHASES,
        purposes=PURPOSES,
    )
