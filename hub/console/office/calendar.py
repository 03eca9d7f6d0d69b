"""The working days of a year as twelve months, the days that the Cabinet of Ministers moved, a term day by day."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, Response

from document_flow.calendar import DayLine, WorkingCalendar
from hub.access.rights import Right
from hub.app import Hub
from hub.console.office.attempt import FRESH, Attempt, mistaken, refused
from hub.console.office.roles import ADMINISTERS, closed_to
from hub.console.office.stand_ins import days_of
from hub.console.pages import go, page
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.documents.office.administration import moved_days
from hub.errors import HubError, Words
from hub.web.context import HubDep
from hub.web.office import directory as api
from hub.web.words import WordsBody

router = APIRouter()
HERE = f"{PATH}/documents/office/calendar"
MONTHS = (
    Words("yanvar", "January"), Words("fevral", "February"), Words("mart", "March"), Words("aprel", "April"),
    Words("may", "May"), Words("iyun", "June"), Words("iyul", "July"), Words("avqust", "August"),
    Words("sentyabr", "September"), Words("oktyabr", "October"), Words("noyabr", "November"),
    Words("dekabr", "December"),
)  # fmt: skip
WEEKDAYS = (
    Words("bazar ertəsi", "Monday"), Words("çərşənbə axşamı", "Tuesday"), Words("çərşənbə", "Wednesday"),
    Words("cümə axşamı", "Thursday"), Words("cümə", "Friday"), Words("şənbə", "Saturday"), Words("bazar", "Sunday"),
)  # fmt: skip
SHORT_DAYS = (
    Words("B.e.", "Mo"), Words("Ç.a.", "Tu"), Words("Ç.", "We"), Words("C.a.", "Th"), Words("C.", "Fr"),
    Words("Ş.", "Sa"), Words("B.", "Su"),
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR, _LONGEST_TERM = 1990, 2100, 120
_TYPED = ("day", "working", "reason_az", "reason_en", "act")


class Asked(BaseModel):
    """What the address asks for; nonsense counts as nothing."""

    model_config = ConfigDict(extra="ignore")
    year: int | None = Field(default=None, ge=_FIRST_YEAR, le=_LAST_YEAR)
    start: date | None = Field(default=None, alias="from", ge=date(_FIRST_YEAR, 1, 1), le=date(_LAST_YEAR, 12, 31))
    days: int = Field(default=15, ge=1, le=_LONGEST_TERM)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month: `look` is working, weekend, holiday, moved (a decision made it one of rest) or added."""

    day: date
    look: str
    why: Words
    is_today: bool
    is_counted: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month in weeks from Monday on, None outside it; `working` is how many of its days are worked."""

    name: Words
    weeks: Sequence[Sequence[DayCell | None]]
    working: int


@router.get("/documents/office/calendar")
async def shown(request: Request, who: ViewerDep, hub: HubDep, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """A year, and a term if one is asked for."""
    who.need(Right.DOCUMENTS, "calendar")
    return await _page(request, who, hub, asked)


@router.post("/documents/office/calendar")
async def move(request: Request, who: ViewerDep, form: FormDep, hub: HubDep) -> Response:
    """Take over a day that a decision of the Cabinet of Ministers has moved."""
    who.need(Right.DOCUMENTS, "calendar")
    days, wrong = days_of(form, "day")
    wrong.update({name: _NEEDED for name in ("reason_az", "reason_en", "act") if not 0 < len(form.text(name)) <= 300})
    if days and not _FIRST_YEAR <= days["day"].year <= _LAST_YEAR:
        wrong["day"] = _YEAR
    if wrong:
        return await _page(request, who, hub, Asked(), mistaken(wrong, form))
    moved = api.MovedDayBody(
        day=days["day"],
        working=form.text("working") == "yes",
        act=form.text("act"),
        reason=WordsBody(az=form.text("reason_az"), en=form.text("reason_en")),
    )
    try:
        await api.settle_days(hub, who.actor, api.MovedDaysBody(days=[moved]))
    except HubError as error:
        return await _page(request, who, hub, Asked(), refused(error, form, "day"))
    return go(f"{HERE}?year={days['day'].year}")


async def _page(request: Request, who: Viewer, hub: Hub, asked: Asked, tried: Attempt = FRESH) -> HTMLResponse:
    around = await hub.office.documents.around()
    today = around.context(hub.clock.now()).today
    year = asked.year or (asked.start or today).year
    lines = around.calendar.explain(asked.start, asked.days) if asked.start else ()
    async with hub.store.read() as tx:
        moved = [each for each in await moved_days(tx, date(year, 1, 1)) if each[0].year == year]
    values: dict[str, Any] = {
        "year": year,
        "months": months_of(around.calendar, year, today, lines),
        "short_days": SHORT_DAYS,
        "weekdays": WEEKDAYS,
        "moved": moved,
        "lines": lines,
        "asked": asked,
        "today": today,
        "closed": closed_to(who, ADMINISTERS),
        **tried.values(who, _TYPED),
    }
    return await page(request, who, "office/calendar.html", tried.status, **values)


def months_of(calendar: WorkingCalendar, year: int, today: date, lines: Sequence[DayLine]) -> list[MonthView]:
    """The twelve months; the days that a term counts are marked."""
    counted = {line.day for line in lines if line.mark == "counted"}
    found = []
    for number, name in enumerate(MONTHS, start=1):
        weeks = [
            [_cell(calendar, day, today, counted) if day.month == number else None for day in week]
            for week in months.Calendar().monthdatescalendar(year, number)
        ]
        working = sum(1 for week in weeks for cell in week if cell and cell.look in ("working", "added"))
        found.append(MonthView(name, weeks, working))
    return found


def _cell(calendar: WorkingCalendar, day: date, today: date, counted: set[date]) -> DayCell:
    return DayCell(day, _look(calendar, day), calendar.why(day), day == today, day in counted)


def _look(calendar: WorkingCalendar, day: date) -> str:
    is_weekend = day.weekday() >= 5
    if calendar.is_working(day):
        return "added" if is_weekend else "working"
    by_decision = calendar.moved_by(day)
    return "moved" if by_decision else "weekend" if is_weekend else "holiday"


_NEEDED = Words("Yazın (300 simvoladək).", "Write it (up to 300 characters).")
_YEAR = Words("1990–2100-cü illərin gününü seçin.", "Choose a day of the years 1990 to 2100.")
