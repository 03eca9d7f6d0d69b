"""Figures for everybody, without a login: applications, decided, refused by reason, waiting by age, of each programme.

Small figures are hidden as the register's counts hide them, with another one so that none follows by subtraction. A
sum is told only where all that it adds up is. Read once an hour in each process.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from document_flow.cases.state import Case
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.app import Hub
from hub.citizen.pages import page
from hub.citizen.who import lang_of, limited
from hub.clock import SECOND, rfc3339
from hub.console.cache import Cache
from hub.programmes.cases import programme_of
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.hiding import hidden, with_totals
from hub.web.cases import OUTCOMES

router = APIRouter(dependencies=[Depends(limited)])
LASTS_S: Final = 3600.0
_PAGE: Final = 500
_DAY: Final = 24 * 3600 * SECOND
_AGES: Final[tuple[tuple[str, int, Words], ...]] = (
    ("waits_10", 10, Words("gözləyir, 10 günədək", "waiting, up to 10 days")),
    ("waits_30", 30, Words("gözləyir, 11 – 30 gün", "waiting, 11 to 30 days")),
    ("waits_60", 60, Words("gözləyir, 31 – 60 gün", "waiting, 31 to 60 days")),
    ("waits_more", 10**6, Words("gözləyir, 60 gündən çox", "waiting, more than 60 days")),
)
_NAMES: Final = {**{name: words for name, _, words in _AGES}, **OUTCOMES}
_ALL: Final = Words("cəmi ərizə", "applications in all")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line; `count` is None where it is not shown. `share` is of the greatest one shown, in percent."""

    code: str
    name: Words
    count: int | None
    share: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """The lines of each programme, as of a moment in microseconds; fewer than `least` are not shown."""

    at: int
    least: int
    figures: Mapping[str, list[Figure]]


async def read_statistics(hub: Hub) -> Statistics:
    """Count all cases, some at a time."""
    counted = {name: Counter[tuple[str, str]]() for name in programmes()}
    store, after = hub.programmes.cases.case_store, ""
    while True:
        async with hub.store.read() as tx:
            now = await tx.now()
            rows = await tx.fetch(
                "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed, c.programme, c.outcome, c.opened_at"
                f" FROM cases c WHERE c.id > :after ORDER BY c.id LIMIT {_PAGE}",
                {"after": after or "0" * 32},
            )
        for row in rows:
            if row["programme"] in counted:
                refused = store.opened(row).case if row["outcome"] == "refused" else None
                age = (now - row["opened_at"]) / _DAY
                counted[row["programme"]][row["outcome"] or _waits(age), _reason(refused)] += 1
        if len(rows) < _PAGE:
            break
        after = rows[-1]["id"]
    least = count_sheet().least
    return Statistics(now, least, {name: _shown(each, least) for name, each in counted.items() if each})


def _waits(days: float) -> str:
    return next(name for name, most, _ in _AGES if days <= most)


def _reason(refused: Case | None) -> str:
    """What the table came to, in its own words; a decision by hand says what a person wrote and is not told."""
    if refused is None or refused.ruling is None or refused.ruling.drafted_by:
        return ""
    verdict = programme_of(refused).verdict
    return "; ".join(value for column, value in sorted(refused.ruling.row.items()) if column != verdict)


def _shown(counted: Counter[tuple[str, str]], least: int) -> list[Figure]:
    """Each outcome, and each reason of a refusal, is a line of one table with its sum."""
    keys = sorted(counted, key=lambda each: (list(_NAMES).index(each[0]), -counted[each]))
    table = with_totals([[counted[key]] for key in keys])
    gone = {row for row, _ in hidden(table, least)}
    counts = [None if row in gone else cells[0] for row, cells in enumerate(table)]
    most = max((each for each in counts[:-1] if each is not None), default=0) or 1
    lines = [
        Figure(outcome, _named(outcome, why), count, 0 if count is None else round(100 * count / most))
        for (outcome, why), count in zip(keys, counts[:-1], strict=True)
    ]
    return [*lines, Figure("all", _ALL, counts[-1])]


def _named(outcome: str, why: str) -> Words:
    name = _NAMES[outcome]
    return Words(f"{name.az}: {why}", f"{name.en}: {why}") if why else name


async def _read(request: Request) -> Statistics:
    return await cast("Cache[Statistics]", request.app.state.statistics).look()


@router.get("/statistics")
async def statistics(request: Request) -> HTMLResponse:
    """As tables and bars."""
    found = await _read(request)
    titles = {name: each.title for name, each in programmes().items()}
    return page(request, "statistics.html", found=found, titles=titles)


@router.get("/statistics.json")
async def as_json(request: Request) -> JSONResponse:
    """The same for programs; `count` is null where it is not shown."""
    found, lang = await _read(request), lang_of(request)
    told = {
        name: [{"code": each.code, "name": each.name.say(lang), "count": each.count} for each in lines]
        for name, lines in found.figures.items()
    }
    return JSONResponse({"as_of": rfc3339(found.at), "fewest_shown": found.least, "programmes": told})


@router.get("/statistics.csv")
async def as_csv(request: Request) -> Response:
    """The same as a sheet: semicolons, UTF-8 with its mark; empty where it is not shown."""
    found, lang = await _read(request), lang_of(request)
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";")
    sheet.writerow(("programme", "code", "name", "count"))
    for name, lines in found.figures.items():
        sheet.writerows(
            (name, each.code, each.name.say(lang), "" if each.count is None else each.count) for each in lines
        )
    headers = {"content-disposition": 'attachment; filename="statistics.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
