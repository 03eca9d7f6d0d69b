"""Every term that runs on a document, explained day by day: of the appeal, of each resolution, of the open stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from document_flow.calendar import DayLine, Pause, WorkingCalendar
from document_flow.documents.case import Case
from document_flow.documents.term import term_of
from document_flow.orders.state import Resolution
from document_flow.paths.state import StageState
from document_flow.words import Words

_DAY = timedelta(days=1)
_LONGEST = 10_000
"""Working days that no term has: a suspension without an end ends its explanation first."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `place` is the resolution or the stage, empty for the appeal; `due` None while it stands still."""

    of: Literal["appeal", "resolution", "stage"]
    place: str
    due: date | None
    lines: tuple[DayLine, ...]
    words: Words


def terms_of(case: Case) -> tuple[Term, ...]:
    """All of them: the appeal's first, then those of unfinished resolutions, then the stage's."""
    return tuple(_terms(case))


def _terms(case: Case) -> Iterator[Term]:
    document, calendar = case.document, case.context.calendar
    found = term_of(document, case.context)
    if found is not None:
        yield Term("appeal", "", found.due, found.lines, found.words)
    for each in document.orders.unfinished():
        if each.due is not None:
            yield _of_resolution(calendar, each, each.due)
    stage = document.run.stage
    if stage is not None and stage.opened is not None and stage.due is not None:
        yield _of_stage(calendar, stage, stage.opened, stage.due)


def _of_resolution(calendar: WorkingCalendar, resolution: Resolution, due: date) -> Term:
    if resolution.suspended is None:
        lines = _until(calendar, resolution.start, due, resolution.pauses)
        return Term("resolution", resolution.id, due, lines, _words(resolution.start, lines, due))
    lines = calendar.explain(resolution.start, _LONGEST, resolution.pauses)
    since = f"{resolution.suspended.first:%d.%m.%Y}"
    words = Words(f"müddət {since} tarixindən dayandırılıb", f"the term is suspended since {since}")
    return Term("resolution", resolution.id, None, lines, words)


def _of_stage(calendar: WorkingCalendar, stage: StageState, opened: date, due: date) -> Term:
    pauses = tuple(Pause(first, last, "") for first, last in stage.pauses)
    lines = _until(calendar, opened, due, pauses)
    return Term("stage", stage.id, due, lines, _words(opened, lines, due))


def _until(calendar: WorkingCalendar, start: date, due: date, pauses: tuple[Pause, ...]) -> tuple[DayLine, ...]:
    """The days to one that is known, however it came about: by a count, as a day, or moved since."""
    days = (start + _DAY * passed for passed in range(1, (due - start).days + 1))
    counted = sum(calendar.is_working(day) and not any(pause.covers(day) for pause in pauses) for day in days)
    return calendar.explain(start, counted, pauses)


def _words(start: date, lines: tuple[DayLine, ...], due: date) -> Words:
    count, since, until = (lines[-1].count if lines else 0), f"{start:%d.%m.%Y}", f"{due:%d.%m.%Y}"
    return Words(f"{since} tarixindən {count} iş günü: {until}", f"{count} working days from {since}: {until}")
