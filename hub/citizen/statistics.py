"""Figures for everybody, without a login: applications, decided, refused by reason, waiting by age, of each programme.

Small figures are hidden as the register's counts hide them, with another one so that none follows by subtraction. A
sum is told only where all that it adds up is. Counted once an hour in each process, out of one index of the cases; of
each reason one case is opened, to say it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from document_flow.audits.state import VERDICTS, Audit
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.aggregates.aggregate_store import WantedAggregates
from hub.app import Hub
from hub.citizen.pages import page
from hub.citizen.who import lang_of, limited
from hub.clock import SECOND, rfc3339
from hub.console.cache import Cache
from hub.errors import Lang
from hub.programmes.audits import AUDITS, rate_of
from hub.programmes.case_store import reason_of
from hub.programmes.case_words import OUTCOMES
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.hiding import hidden, with_totals
from hub.store.store import snapshot
from hub.store.tx import Tx
from hub.web.answers import csv_bytes

router = APIRouter(dependencies=[Depends(limited)])
LASTS_S: Final = 3600.0
_DAY: Final = 24 * 3600 * SECOND
_AGES: Final[tuple[tuple[str, int, Words], ...]] = (
    ("waits_10", 10, Words("gözləyir, 10 günədək", "waiting, up to 10 days")),
    ("waits_30", 30, Words("gözləyir, 11 – 30 gün", "waiting, 11 to 30 days")),
    ("waits_60", 60, Words("gözləyir, 31 – 60 gün", "waiting, 31 to 60 days")),
    ("waits_more", 0, Words("gözləyir, 60 gündən çox", "waiting, more than 60 days")),
)
_SINCE: Final = dict(zip("abc", _AGES[:-1], strict=True))
"""The ages that have a bound, by the value of a statement that is it."""
_LINE: Final = " ".join(f"WHEN c.opened_at >= :{value} THEN '{name}'" for value, (name, _, _) in _SINCE.items())
_COUNTED: Final = (
    "SELECT g.programme, g.line, g.reason_hash, count(*) AS n FROM (SELECT c.programme, c.reason_hash,"
    f" CASE WHEN c.outcome <> '' THEN c.outcome {_LINE} ELSE '{_AGES[-1][0]}' END AS line FROM cases c) AS g"
    " GROUP BY g.programme, g.line, g.reason_hash"
)
_ONE: Final = (
    "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c WHERE c.programme = :programme"
    " AND c.outcome = 'refused' AND c.reason_hash = :reason LIMIT 1"
)
_NAMES: Final = {**{name: words for name, _, words in _AGES}, **OUTCOMES}
_SAMPLE: Final = Words("yenidən həll olunan imtinalar", "refusals that were decided again")
_NOT_TOLD: Final = Words("göstərilmir, saylar kiçikdir", "not shown, the figures are small")
_ALL: Final = Words("cəmi ərizə", "applications in all")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line; `count` is None where it is not shown. `share` is of the greatest one shown, in percent."""

    code: str
    name: Words
    count: int | None
    share: int = 0


@dataclass(frozen=True, slots=True)
class Audited:
    """What a closed audit of refusals found, of which days; the rate, unless a small figure would follow from it."""

    since: date
    until: date
    figures: list[Figure]
    rate: Words


@dataclass(frozen=True, slots=True)
class Statistics:
    """The lines of each programme, as of a moment in microseconds; fewer than `least` are not shown."""

    at: int
    least: int
    figures: Mapping[str, list[Figure]]
    audits: Mapping[str, list[Audited]]


async def read_statistics(hub: Hub) -> Statistics:
    """Count all cases, as of one moment."""
    counted = {name: Counter[tuple[str, str]]() for name in programmes()}
    async with snapshot(hub.store) as tx:
        now = await tx.now()
        rows = await tx.fetch(_COUNTED, {value: now - most * _DAY for value, (_, most, _) in _SINCE.items()})
        for row in rows:
            if row["programme"] in counted:
                why = await _reason(tx, hub, row["programme"], row["reason_hash"])
                counted[row["programme"]][row["line"], why] += row["n"]
        closed = [each.state for each in await hub.aggregates.tables.find(tx, AUDITS, WantedAggregates("closed"))]
    least = count_sheet().least
    audits = {name: [_audited(each, least) for each in closed if each.plan.programme == name] for name in counted}
    return Statistics(now, least, {name: _shown(each, least) for name, each in counted.items() if each}, audits)


def _audited(audit: Audit, least: int) -> Audited:
    """Small figures are hidden as those of programmes; a rate that would tell one is not told."""
    table = with_totals([[count] for count in audit.counts.values()])
    gone = {row for row, _ in hidden(table, least)}
    names = (*((f"audit_{each}", words) for each, words in VERDICTS.items()), ("audit_all", _SAMPLE))
    figures = [Figure(code, words, None if row in gone else table[row][0]) for row, (code, words) in enumerate(names)]
    rate = rate_of(audit)
    return Audited(audit.plan.since, audit.plan.until, figures, _NOT_TOLD if gone or rate is None else rate)


async def _reason(tx: Tx, hub: Hub, programme: str, reason_hash: str | None) -> str:
    """The words that a hash stands for, by one of the cases that were refused so."""
    if reason_hash is None:
        return ""
    rows = await tx.fetch(_ONE, {"programme": programme, "reason": reason_hash})
    return reason_of(hub.programmes.cases.case_store.opened(rows[0]).case, programmes()[programme])


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


async def most_asked(request: Request) -> list[str]:
    """The programmes, those with most applications that everybody may know of first."""
    figures = (await _read(request)).figures
    told = {name: lines[-1].count or 0 for name, lines in figures.items() if lines}
    return sorted(programmes(), key=lambda name: -told.get(name, 0))


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
    audits = {
        name: [
            {
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
                "findings": [{"code": it.code, "name": it.name.say(lang), "count": it.count} for it in each.figures],
                "false_exclusions": each.rate.say(lang),
            }
            for each in audited
        ]
        for name, audited in found.audits.items()
        if audited
    }
    return JSONResponse(
        {"as_of": rfc3339(found.at), "fewest_shown": found.least, "programmes": told, "audits_of_refusals": audits}
    )


@router.get("/statistics.csv")
async def as_csv(request: Request) -> Response:
    """The same as a sheet: semicolons, UTF-8 with its mark; empty where it is not shown."""
    made = csv_bytes(_cells(await _read(request), lang_of(request)), ";")
    headers = {"content-disposition": 'attachment; filename="statistics.csv"'}
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)


def _cells(found: Statistics, lang: Lang) -> Iterator[Sequence[object]]:
    yield ("programme", "code", "name", "count")
    for name, lines in found.figures.items():
        yield from ((name, each.code, each.name.say(lang), "" if each.count is None else each.count) for each in lines)
    for name, audits in found.audits.items():
        for audit in audits:
            days = f"{audit.since.isoformat()}/{audit.until.isoformat()}"
            shown = ((each.code, each.name.say(lang), each.count) for each in audit.figures)
            yield from ((name, code, f"{said} ({days})", "" if count is None else count) for code, said, count in shown)
            yield (name, "audit_rate", f"{audit.rate.say(lang)} ({days})", "")
