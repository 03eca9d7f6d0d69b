"""Hours at which officials receive citizens (vətəndaşların qəbulu): a sheet of the body, and the days that follow.

SheetRefused "receptions.refused"   the sheet has problems, all of them listed
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from document_flow.calendar import WorkingCalendar
from document_flow.sheet import read_sheet

_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
BRIEF_DAYS: Final = 30
_AHEAD: Final = 60
"""So many days ahead people sign up."""


@dataclass(frozen=True, slots=True)
class ReceptionHours:
    """Each week on a weekday (1 is Monday), so many places one after the other from a time on.

    For `brief_days` after it the official still sees where a citizen stands whom they have received.
    """

    official: str
    weekday: int
    begins: time
    minutes: int
    places: int
    brief_days: int

    def at(self, slot: int) -> str:
        """When the place of this number, from 1 on, begins: `10:15`."""
        begins = datetime.combine(date.min, self.begins) + timedelta(minutes=self.minutes * (slot - 1))
        return f"{begins:%H:%M}"


def load_receptions(text: str) -> tuple[ReceptionHours, ...]:
    """A sheet; raises SheetRefused with every problem."""
    sheet = read_sheet(text, "receptions.refused")
    found = []
    days = sheet.whole("brief_days", default=BRIEF_DAYS)
    for entry in sheet.entries("receptions"):
        begins, weekday = entry.text("begins"), entry.whole("weekday", least=1)
        if not _CLOCK.fullmatch(begins):
            entry.problem("begins", f"“{begins}” saat deyil; yazılışı: 10:00", f"{begins!r} is no time; write 10:00")
            begins = "00:00"
        hours = entry.text("official"), weekday, time.fromisoformat(begins)
        found.append(ReceptionHours(*hours, entry.whole("minutes", least=1), entry.whole("places", least=1), days))
        entry.done()
    sheet.done()
    sheet.findings.refuse_if_any()
    return tuple(found)


def hours_on(rules: Iterable[ReceptionHours], official: str, day: date) -> ReceptionHours | None:
    """The official's hours of that weekday."""
    return next((each for each in rules if (each.official, each.weekday) == (official, day.isoweekday())), None)


def days_ahead(
    rules: Iterable[ReceptionHours], official: str, today: date, calendar: WorkingCalendar
) -> tuple[date, ...]:
    """The working days to come, today among them, on which the official receives."""
    weekdays = {each.weekday for each in rules if each.official == official}
    ahead = (today + timedelta(days=number) for number in range(_AHEAD))
    return tuple(day for day in ahead if day.isoweekday() in weekdays and calendar.is_working(day))
