"""Reports on execution (icra intizamı): pure functions over rows, one row an executor's task.

Controlled documents go to the management monthly (Təlimat, art. 130); the other figures are for the same readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from document_flow.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One resolution with its lead. `due` is the last day in force, None where it has no term."""

    document: str
    unit: str
    executor: str
    given: date
    due: date | None
    executed: date | None = None
    controlled: bool = False
    extensions: int = 0

    def overdue(self, on: date) -> bool:
        """Whether its last day had passed, unexecuted, on that day."""
        return self.due is not None and self.due < on and (self.executed is None or self.executed > on)

    @property
    def on_time(self) -> bool | None:
        """Whether it was executed by its last day; None where that cannot be said yet."""
        if self.executed is None or self.due is None:
            return None
        return self.executed <= self.due


@dataclass(frozen=True, slots=True)
class ControlReport:
    """Controlled documents in one month, by count. `carried` were under control when the month began.

    What was carried or came in is executed or left, so `carried + taken == executed + left`.
    """

    year: int
    month: int
    carried: int
    taken: int
    executed: int
    executed_late: int
    left: int
    overdue: int
    extended: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """Overdue tasks on one day."""

    on: date
    by_unit: Mapping[str, int]
    by_executor: Mapping[str, int]


def controlled_in_month(rows: Iterable[TaskRow], year: int, month: int, today: date) -> ControlReport:
    """The monthly report on controlled documents (art. 130); of the month that runs, as it stands today."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    seen = [
        row for row in rows if row.controlled and row.given < after and (row.executed is None or row.executed >= first)
    ]
    done = [row for row in seen if row.executed is not None and row.executed < after]
    left = [row for row in seen if row.executed is None or row.executed >= after]
    return ControlReport(
        year,
        month,
        carried=sum(row.given < first for row in seen),
        taken=sum(row.given >= first for row in seen),
        executed=len(done),
        executed_late=sum(row.on_time is False for row in done),
        left=len(left),
        overdue=sum(row.due is not None and row.due < min(after, today) for row in left),
        extended=sum(row.extensions > 0 for row in seen),
    )


def overdue(rows: Iterable[TaskRow], on: date) -> Overdue:
    """How many tasks are overdue that day, by unit and by executor; the most first, then by name."""
    late = [row for row in rows if row.overdue(on)]
    return Overdue(on, _most_first(row.unit for row in late), _most_first(row.executor for row in late))


def mean_days(rows: Iterable[TaskRow], calendar: WorkingCalendar) -> Fraction | None:
    """Working days from giving to execution, on average over what is executed; None where nothing is."""
    taken = [calendar.between(row.given, row.executed) for row in rows if row.executed is not None]
    return Fraction(sum(taken), len(taken)) if taken else None


def on_time_share(rows: Iterable[TaskRow]) -> Fraction | None:
    """Which part of what was executed had been by its last day; None where nothing with a term was."""
    judged = [row.on_time for row in rows if row.on_time is not None]
    return Fraction(sum(judged), len(judged)) if judged else None


def _most_first(names: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda each: (-each[1], each[0])))
