"""What the first load from the old bases came to: numbers by base, what is linked and why not, by district, and the
work list of the most money. Files and lines, nobody's name.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from hub.console.cache import WORK_SHOWN, caches_of
from hub.console.drawings import CountBar, count_bars
from hub.console.pages import page
from hub.console.register.finding import must_open
from hub.console.viewer import ViewerDep
from hub.console.writing import manat
from hub.errors import Forbidden, Words
from hub.exchange.loading.report import (
    DISTRICT_HEADS,
    MONEY,
    PARTS,
    UNKNOWN,
    UNSUMMED,
    WORK_HEADS,
    BaseReport,
    LoadSeen,
    said,
)
from hub.web.register_scope import only_own_district
from mappings.places import PLACES

router = APIRouter()
_PARTS = tuple(PARTS)


@router.get("/register/load")
async def loaded(request: Request, who: ViewerDep, district: Annotated[str, Query(max_length=60)] = "") -> HTMLResponse:
    """The latest load; of one district, where one is chosen, its part of the work list."""
    must_open(who, "load")
    if only_own_district(who.person):
        raise Forbidden("register.scope", _WHOLE)
    place = PLACES.find(district) if district else None
    seen = await caches_of(request).load(place.name if place else None).look()
    return await page(
        request,
        who,
        "register/load.html",
        seen=seen,
        bases=[(base, _bars(base)) for base in seen.report.bases] if seen else [],
        districts=_of_districts(seen) if seen else [],
        chosen=place.name if place else "",
        said=said,
        parts_of=PARTS,
        money_of=MONEY,
        unsummed=UNSUMMED,
        heads=(DISTRICT_HEADS, WORK_HEADS),
        unknown=UNKNOWN,
        most=WORK_SHOWN,
        manat=manat,
    )


def _bars(base: BaseReport) -> list[tuple[str, CountBar]]:
    """Each way of linking, reason and disagreement as a bar, with the part of the report that it is of."""
    named = [(part, code, count) for part in _PARTS for code, count in sorted(getattr(base, part).items())]
    drawn = count_bars([(said(code), count) for _, code, count in named])
    return [(part, bar) for (part, _, _), bar in zip(named, drawn, strict=True)]


def _of_districts(seen: LoadSeen) -> list[tuple[CountBar, int]]:
    """By money a month that is nobody's, with how many rows are to be looked at."""
    names = [each.district or UNKNOWN for each in seen.districts]
    drawn = count_bars([(Words(name, name), each.qepik) for name, each in zip(names, seen.districts, strict=True)])
    return [(bar, each.rows) for bar, each in zip(drawn, seen.districts, strict=True)]


_WHOLE = Words(
    "Yükləmənin hesabatı bütün rayonlar üzrədir: rayon nümayəndəsinə açılmır.",
    "The report of a load is of all districts: it is not open to a representative of one.",
)
