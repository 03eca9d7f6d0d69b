"""Reports on execution: the monthly control report (Təlimat, art. 130), overdue, on time, stage times; as files too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from document_flow.days import day_of
from hub.access.rights import Right
from hub.console.messages.export import safe
from hub.console.office.roles import READS_REPORTS, closed_to
from hub.console.office.stage_times import stage_times
from hub.console.pages import page
from hub.console.viewer import Viewer, ViewerDep
from hub.console.writing import exactly, read_day
from hub.documents.office.administration import units
from hub.errors import Forbidden, NotFound, Words
from hub.web.answers import csv_bytes
from hub.web.context import HubDep
from hub.web.office import reports as api
from hub.web.office.reports import ControlView, OnTimeLine, OverdueView


def sheet(who: Viewer, now: int, name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file as spreadsheets in Azerbaijan open it: semicolons, UTF-8 with a mark; the first line says whose."""
    cells = (["" if value is None else safe(value) for value in row] for row in rows)
    return Response(
        csv_bytes([("Qayıdış Hub", safe(who.person.name), exactly(now)), *cells], ";"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


router = APIRouter()
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
_MONTHS_SHOWN, _MONTHS_OFFERED = 6, 36


class ReportPeriod(BaseModel):
    """The month and the day of an address; nonsense counts as nothing."""

    month: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A month on the chart: heights of what was executed on time and late, and what was left, overdue apart."""

    report: ControlView
    on_time: int
    late: int
    left: int
    overdue: int

    @property
    def total(self) -> int:
        """All that was under control."""
        return self.on_time + self.late + self.left + self.overdue


@router.get("/documents/reports")
async def shown(request: Request, who: ViewerDep, hub: HubDep, asked: Annotated[ReportPeriod, Query()]) -> HTMLResponse:
    """All reports of a month."""
    who.need(Right.AUDIT if who.may(Right.AUDIT) else Right.DOCUMENTS, "reports")
    closed = closed_to(who, READS_REPORTS)
    if closed is not None:
        return await page(request, who, "office/reports.html", closed=closed)
    around = await hub.office.documents.around()
    today = around.context(hub.clock.now()).today
    month, day = _month(asked.month, today), _day(asked.on, today)
    on_time = await api.on_time(hub, who.actor, month)
    async with hub.store.read() as tx:
        times, looked_at = await stage_times(tx, hub, around.calendar)
        names = {unit.name: unit.title for unit in await units(tx)}
    columns = [_column(await api.control(hub, who.actor, each)) for each in _months_before(month, _MONTHS_SHOWN)]
    return await page(
        request,
        who,
        "office/reports.html",
        month=month,
        this_month=f"{today:%Y-%m}",
        months=sorted({month, *_months_before(f"{today:%Y-%m}", _MONTHS_OFFERED)}, reverse=True),
        on=day,
        columns=columns,
        control=columns[-1].report,
        on_time=on_time,
        overdue=await api.show_overdue(hub, who.actor, day),
        times=times,
        looked_at=looked_at,
        names=names,
        rows=CONTROL,
        closed=None,
        highest=max(1, *(each.total for each in columns)),
    )


@router.get("/documents/reports/{report}.csv")
async def as_file(who: ViewerDep, hub: HubDep, report: str, asked: Annotated[ReportPeriod, Query()]) -> Response:
    """One report as a file."""
    who.need(Right.AUDIT if who.may(Right.AUDIT) else Right.DOCUMENTS, f"report {report}")
    closed = closed_to(who, READS_REPORTS)
    if closed is not None:
        raise Forbidden("access.role_missing", closed)
    today = (await hub.office.documents.around()).context(hub.clock.now()).today
    month, day = _month(asked.month, today), _day(asked.on, today)
    match report:
        case "control":
            rows = _control_rows(await api.control(hub, who.actor, month), who)
        case "overdue":
            rows = _overdue_rows(await api.show_overdue(hub, who.actor, day), who)
        case "on-time":
            found = await api.on_time(hub, who.actor, month)
            rows = _on_time_rows([*found.by_unit, found.total], who)
        case _:
            raise NotFound("console.no_page", Words("Belə hesabat yoxdur.", "There is no such report."))
    name = f"{report}-{day.isoformat() if report == 'overdue' else month}"
    return sheet(who, hub.clock.now(), name, rows)


def _control_rows(found: ControlView, who: Viewer) -> list[Sequence[object]]:
    return [(who.say(words), getattr(found, name)) for name, words in CONTROL.items()]


def _overdue_rows(found: OverdueView, who: Viewer) -> list[Sequence[object]]:
    return [
        (who.say(_UNIT), who.say(_COUNT)),
        *((each.unit, each.count) for each in found.by_unit),
        (who.say(_EXECUTOR), who.say(_COUNT)),
        *((each.executor.name, each.count) for each in found.by_executor),
    ]


def _on_time_rows(lines: Sequence[OnTimeLine], who: Viewer) -> list[Sequence[object]]:
    header = (_UNIT, _EXECUTED, _JUDGED, _ON_TIME, _SHARE, _MEAN)
    return [
        tuple(who.say(words) for words in header),
        *(
            (each.unit or who.say(_ALL), each.executed, each.judged, each.on_time, each.share, each.mean_days)
            for each in lines
        ),
    ]


def _column(report: ControlView) -> Column:
    return Column(
        report,
        report.executed - report.executed_late,
        report.executed_late,
        report.left - report.overdue,
        report.overdue,
    )


def _months_before(month: str, count: int) -> list[str]:
    """The month and those before it, so many in all, the oldest first."""
    year, number = map(int, month.split("-"))
    last = year * 12 + number - 1
    return [f"{each // 12:04d}-{each % 12 + 1:02d}" for each in range(last - count + 1, last + 1)]


def _month(text: str, today: date) -> str:
    return text if _MONTH.fullmatch(text) else f"{today:%Y-%m}"


def _day(text: str, today: date) -> date:
    return day_of(read_day(text)) or today


CONTROL = {
    "carried": Words("Ayın əvvəlinə nəzarətdə idi", "Under control when the month began"),
    "taken": Words("Ay ərzində nəzarətə götürülüb", "Taken under control in the month"),
    "executed": Words("İcra edilib", "Executed"),
    "executed_late": Words("o cümlədən gecikmə ilə", "of these late"),
    "left": Words("Ayın sonuna nəzarətdə qalıb", "Left under control when the month ended"),
    "overdue": Words("o cümlədən müddəti keçib", "of these overdue"),
    "extended": Words("Müddəti uzadılıb", "Extended"),
}
_UNIT, _EXECUTOR, _COUNT = Words("Şöbə", "Unit"), Words("İcraçı", "Executor"), Words("Sayı", "Count")
_EXECUTED, _JUDGED = Words("İcra edilib", "Executed"), Words("Müddəti olan", "With a term")
_ON_TIME, _SHARE = Words("Vaxtında", "On time"), Words("Pay", "Share")
_MEAN, _ALL = Words("Orta iş günü", "Mean working days"), Words("Hamısı", "All")
