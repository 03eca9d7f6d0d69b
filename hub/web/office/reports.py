"""Reports on execution (icra intizamı): controlled documents monthly (Təlimat, art. 130), overdue, on time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from document_flow.calendar import WorkingCalendar
from document_flow.reports import TaskRow, controlled_in_month, mean_days, on_time_share, overdue
from hub.bodies import Day
from hub.documents.office.reporting import Period, controlled_in, executed_in, late_on
from hub.web.context import HubDep
from hub.web.officials import ActorDep
from hub.web.people import Reader, Who
from hub.web.views import View

_READERS = ("head", "deputy", "clerk", "auditor")
Month = Annotated[str, Query(pattern="^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", description="As in 2026-11")]


class ControlView(View):
    """Controlled documents of one month: `carried + taken = executed + left`."""

    month: str
    carried: int
    taken: int
    executed: int
    executed_late: int
    left: int
    overdue: int
    extended: int


class UnitCount(View):
    """How many of a unit's tasks."""

    unit: str
    count: int


class ExecutorCount(View):
    """How many of an executor's tasks."""

    executor: Who
    count: int


class OverdueView(View):
    """What is overdue on a day, the most first."""

    on: date
    total: int
    by_unit: list[UnitCount]
    by_executor: list[ExecutorCount]


class OnTimeLine(BaseModel):
    """`share` is of those with a term, from 0 to 1; `mean_days` are working days from giving to execution."""

    unit: str | None
    executed: int
    judged: int
    on_time: int
    share: float | None
    mean_days: float | None


class OnTimeView(BaseModel):
    """What was executed in a month, of all units together and of each."""

    month: str
    total: OnTimeLine
    by_unit: list[OnTimeLine]


async def control(hub: HubDep, official: ActorDep, month: Month) -> ControlView:
    """The monthly report on controlled documents."""
    official.need(*_READERS)
    year, number = map(int, month.split("-"))
    async with hub.store.read() as tx:
        rows = await controlled_in(tx, Period.of_month(year, number))
    today = (await hub.office.documents.around()).context(hub.clock.now()).today
    return ControlView.of(controlled_in_month(rows, year, number, today), month=month)


async def show_overdue(hub: HubDep, official: ActorDep, on: Day | None = None) -> OverdueView:
    """What is overdue today, or was on another day, by unit and by executor."""
    official.need(*_READERS)
    around = await hub.office.documents.around()
    day = on or around.context(hub.clock.now()).today
    async with hub.store.read() as tx:
        found = overdue(await late_on(tx, day), day)
    return OverdueView.of(
        found,
        Reader(official.lang, around.directory),
        total=sum(found.by_unit.values()),
        by_unit=[{"unit": unit, "count": count} for unit, count in found.by_unit.items()],
        by_executor=[{"executor": login, "count": count} for login, count in found.by_executor.items()],
    )


async def on_time(hub: HubDep, official: ActorDep, month: Month) -> OnTimeView:
    """Which part of what was executed in a month was so by its last day."""
    official.need(*_READERS)
    year, number = map(int, month.split("-"))
    calendar = (await hub.office.documents.around()).calendar
    async with hub.store.read() as tx:
        rows = await executed_in(tx, Period.of_month(year, number))
    units = sorted({row.unit for row in rows})
    by_unit = [_line(unit, [row for row in rows if row.unit == unit], calendar) for unit in units]
    return OnTimeView(month=month, total=_line(None, rows, calendar), by_unit=by_unit)


def _line(unit: str | None, rows: Sequence[TaskRow], calendar: WorkingCalendar) -> OnTimeLine:
    judged = [row.on_time for row in rows if row.on_time is not None]
    share, mean = on_time_share(rows), mean_days(rows, calendar)
    return OnTimeLine(
        unit=unit,
        executed=len(rows),
        judged=len(judged),
        on_time=sum(judged),
        share=round(float(share), 4) if share is not None else None,
        mean_days=round(float(mean), 2) if mean is not None else None,
    )
