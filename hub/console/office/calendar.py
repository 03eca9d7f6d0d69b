"""The working days of a year as twelve months, the days that the Cabinet of Ministers moved, a term day by day."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import HTMLResponse

from document_flow.calendar import DayLine, WorkingCalendar
from document_flow.dates_az import MONTHS
from hub.access.rights import Right
from hub.console.office.roles import ADMINISTERS, closed_to
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.console.writing import read_day
from hub.documents.office.administration import moved_days
from hub.errors import HubError, Words
from hub.web.context import HubDep
from hub.web.fields import Wrong
from hub.web.office import directory as api
from hub.web.office.directory_bodies import MovedDayBody, MovedDaysBody
from hub.web.words import WordsBody

router = APIRouter()
HERE = f"{PATH}/documents/office/calendar"
WEEKDAYS = (
    Words("bazar ertəsi", "Monday"), Words("çərşənbə axşamı", "Tuesday"), Words("çərşənbə", "Wednesday"),
    Words("cümə axşamı", "Thursday"), Words("cümə", "Friday"), Words("şənbə", "Saturday"), Words("bazar", "Sunday"),
)  # fmt: skip
SHORT_DAYS = (
    Words("B.e.", "Mo"), Words("Ç.a.", "Tu"), Words("Ç.", "We"), Words("C.a.", "Th"), Words("C.", "Fr"),
    Words("Ş.", "Sa"), Words("B.", "Su"),
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR, _LONGEST_TERM = 1990, 2100, 120
_NEEDED = Words("Yazın (300 simvoladək).", "Write it (up to 300 characters).")
_YEAR = Words("1990–2100-cü illərdən bir gün seçin.", "Choose a day of the years 1990 to 2100.")
_Text = Annotated[str, Field(min_length=1, max_length=300), Wrong(_NEEDED)]


class CalendarPlace(BaseModel):
    """What the address asks for; nonsense counts as nothing."""

    year: int | None = Field(default=None, ge=_FIRST_YEAR, le=_LAST_YEAR)
    start: Annotated[date | None, BeforeValidator(read_day)] = Field(
        default=None, alias="from", ge=date(_FIRST_YEAR, 1, 1), le=date(_LAST_YEAR, 12, 31)
    )
    days: int = Field(default=15, ge=1, le=_LONGEST_TERM)


_THIS_YEAR = CalendarPlace()


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
@gets(Right.DOCUMENTS, "calendar")
async def shown(
    request: Request,
    who: ViewerDep,
    hub: HubDep,
    asked: Annotated[CalendarPlace, Query()] = _THIS_YEAR,
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """A year, and a term if one is asked for."""
    around = await hub.office.documents.around()
    today = around.context(hub.clock.now()).today
    year = asked.year or (asked.start or today).year
    lines = around.calendar.explain(asked.start, asked.days) if asked.start else ()
    async with hub.store.read() as tx:
        moved = [each for each in await moved_days(tx, date(year, 1, 1)) if each[0].year == year]
    return await page(
        request,
        who,
        "office/calendar.html",
        tried=tried,
        year=year,
        months=months_of(around.calendar, year, today, lines),
        short_days=SHORT_DAYS,
        weekdays=WEEKDAYS,
        moved=moved,
        lines=lines,
        asked=asked,
        today=today,
        closed=closed_to(who, ADMINISTERS),
    )


class MovedDay(BaseModel):
    """A day that a decision of the Cabinet of Ministers has moved."""

    day: Annotated[date, Field(ge=date(_FIRST_YEAR, 1, 1), le=date(_LAST_YEAR, 12, 31)), Wrong(_YEAR)]
    working: Literal["yes", "no"] = "no"
    act: _Text
    reason_az: _Text
    reason_en: _Text

    @property
    def body(self) -> MovedDayBody:
        """As the API takes it."""
        reason = WordsBody(az=self.reason_az, en=self.reason_en)
        return MovedDayBody(day=self.day, working=self.working == "yes", act=self.act, reason=reason)


@router.post("/documents/office/calendar")
@posts(Right.DOCUMENTS, shown, otherwise="day", shows=HubError)
async def move(sent: SentDep) -> str:
    """Take over a day that a decision of the Cabinet of Ministers has moved."""
    wanted = sent.read(MovedDay)
    await api.settle_days(sent.hub, sent.who.actor, MovedDaysBody(days=[wanted.body]))
    return f"{HERE}?year={wanted.day.year}"


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
