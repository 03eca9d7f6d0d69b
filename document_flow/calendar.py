"""The working-day calendar (iş günləri): when a term ends, and why, day by day.

Days off are Saturdays, Sundays and Azerbaijan's public holidays with the days moved after them, as the library
`holidays` has them; feasts of the moon calendar are its estimates. The Cabinet of Ministers' yearly decision is data
and goes before both: `load_overrides`. A term is counted from the day after its start, as in "15 iş günü".

SheetRefused "calendar.refused"    the sheet of the yearly decision has problems, all of them listed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from document_flow.azerbaijani import ordinal
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

Mark = Literal["counted", "weekend", "holiday", "moved", "suspended"]
_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKEND = (Words("şənbə", "Saturday"), Words("bazar", "Sunday"))
_WORKING = Words("iş günü", "working day")
_MOVED = Words("bayrama görə köçürülmüş istirahət günü", "day off moved because of a holiday")


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What the yearly decision says of one day: worked or not, why, and the decision's own name and number."""

    working: bool
    reason: Words
    act: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension of the term from `first` to `last`, both included; still open where `last` is none."""

    first: date
    last: date | None
    reason: str

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of an explanation. `count` is the number of working days counted up to and with this day."""

    day: date
    mark: Mark
    count: int
    words: Words


class WorkingCalendar:
    """Answers for any day from year 1990 on; before that and after 2100 only weekends are known as days off."""

    __slots__ = ("_overrides",)

    def __init__(self, overrides: Mapping[date, DayOverride] = MappingProxyType({})) -> None:
        self._overrides = dict(overrides)

    def is_working(self, day: date) -> bool:
        """Whether the day counts."""
        return self._mark(day) == "counted"

    def moved_by(self, day: date) -> DayOverride | None:
        """What a decision says of the day, None where it says nothing."""
        return self._overrides.get(day)

    def why(self, day: date) -> Words:
        """What day it is: a working day, the weekend, the holiday by name, or the decision that moved it."""
        if override := self._overrides.get(day):
            return Words(f"{override.reason.az} ({override.act})", f"{override.reason.en} ({override.act})")
        return _holidays(day.year).get(day) or (_WEEKEND[day.weekday() - 5] if day.weekday() >= _SATURDAY else _WORKING)

    def add(self, start: date, days: int) -> date:
        """The last day of a term of so many working days, counted from the day after the start.

        A negative number counts back from the day before it; 0 is the start itself, working day or not.
        """
        step = _DAY if days > 0 else -_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after the start up to and including the end; as many below zero where the end is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + timedelta(days=passed)) for passed in range(1, (end - start).days + 1))

    def left(self, today: date, due: date) -> Words:
        """`3 iş günü qalıb`, or by how many it is late."""
        days = working_days(abs(self.between(today, due)))
        if today > due:
            return Words(f"{days.az} gecikir", f"overdue by {days.en}")
        return Words(f"{days.az} qalıb", f"{days.en} left")

    def explain(self, start: date, days: int, pauses: Iterable[Pause] = ()) -> tuple[DayLine, ...]:
        """Every day from the one after the start to the last of the term.

        A working day inside a pause is `suspended` and does not count. Where a pause has no end, the last line is
        its first suspended day: nothing after it can be known.
        """
        return tuple(self._lines(start, days, tuple(pauses)))

    def _lines(self, start: date, days: int, pauses: tuple[Pause, ...]) -> Iterator[DayLine]:
        day, count = start, 0
        while count < days:
            day += _DAY
            mark, words = self._mark(day), self.why(day)
            pause = next((each for each in pauses if each.covers(day)), None) if mark == "counted" else None
            if pause is not None:
                since = f"{pause.first:%d.%m.%Y}"
                mark = "suspended"
                words = Words(
                    f"müddət {since} tarixindən dayandırılıb: {pause.reason}",
                    f"suspended since {since}: {pause.reason}",
                )
            count += mark == "counted"
            yield DayLine(day, mark, count, words)
            if pause is not None and any(each.last is None and each.covers(day) for each in pauses):
                return

    def _mark(self, day: date) -> Mark:
        if override := self._overrides.get(day):
            return "counted" if override.working else "moved"
        if day in _holidays(day.year):
            return "holiday"
        return "weekend" if day.weekday() >= _SATURDAY else "counted"


def due_with(calendar: WorkingCalendar, start: date, days: int, pauses: Iterable[Pause]) -> date | None:
    """The last day of a term that was suspended for some days; none while a suspension without an end holds it."""
    if days <= 0:
        return start
    last = calendar.explain(start, days, pauses)[-1]
    return last.day if last.mark == "counted" else None


def working_days(count: int) -> Words:
    """`3 iş günü`."""
    return Words(f"{count} {_WORKING.az}", f"{count} {_WORKING.en}{'' if count == 1 else 's'}")


def load_overrides(text: str) -> Mapping[date, DayOverride]:
    """The yearly decision as a sheet: `year`, `act`, and `days` of `{day, working, reason: {az, en}}`.

    Raises SheetRefused with every problem: a day twice, a day of another year, a day that is what it was without it.
    """
    sheet = read_sheet(text, "calendar.refused")
    year, act = sheet.whole("year", least=1990), sheet.text("act")
    found: dict[date, DayOverride] = {}
    for entry in sheet.entries("days"):
        day = entry.day("day")
        _check_day(entry, day, year, found)
        found[day] = DayOverride(entry.flag("working"), entry.words("reason"), act)
        entry.done()
    sheet.done()
    sheet.findings.refuse_if_any()
    return MappingProxyType(found)


def _check_day(entry: Entry, day: date, year: int, found: Mapping[date, DayOverride]) -> None:
    if day == date.min:
        return
    if day.year != year:
        entry.problem("day", f"bu gün {ordinal(year)} ilə aid deyil", f"the day is not of the year {year}")
    if day in found:
        entry.problem("day", "bu gün iki dəfə yazılıb", "this day stands twice")


@lru_cache(maxsize=256)
def _holidays(year: int) -> Mapping[date, Words]:
    from holidays import country_holidays  # noqa: PLC0415  it takes 100 ms, which only those who count days pay

    az, en = (country_holidays("AZ", years=year, language=language) for language in ("az", "en_US"))
    return MappingProxyType({day: _MOVED if "observed" in en[day] else Words(_spelt(az[day]), en[day]) for day in az})


def _spelt(name: str) -> str:
    """The library writes two feasts' names without the dotless letter."""
    return name.replace("bayrami", "bayramı")
