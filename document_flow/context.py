"""What a rule may know beside the document and the command: the time, the calendar, the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone

from document_flow.appeals import BY_LAW, AppealRules
from document_flow.calendar import WorkingCalendar
from document_flow.competence import BY_DEFAULT as COMPETENCE
from document_flow.competence import Competence
from document_flow.people import Directory
from document_flow.requisites import BY_DEFAULT, RequisiteRules
from document_flow.words import Words

BAKU = timezone(timedelta(hours=4), "+04")
"""Azerbaijan keeps UTC+4 the whole year since 2016."""


def day_over(day: date) -> datetime:
    """The moment at which a day is over in Baku."""
    return datetime.combine(day + timedelta(days=1), time(), BAKU)


@dataclass(frozen=True, slots=True)
class Context:
    """One moment of legal time. `now` is aware; days are counted in Baku.

    `appeals` are the body's rules for citizens' appeals, `requisites` what it demands of what leaves it, `competence`
    who may do what over whom. `played` says that a sandbox has moved legal time ahead: what is printed then is
    marked. `institution` is our own index, `bodies` are what other bodies are called, by theirs.
    """

    now: datetime
    calendar: WorkingCalendar
    directory: Directory
    appeals: AppealRules = BY_LAW
    requisites: RequisiteRules = BY_DEFAULT
    competence: Competence = COMPETENCE
    played: bool = False
    institution: str = ""
    bodies: Mapping[str, Words] = field(default_factory=dict)

    def told_of(self, acts: Iterable[tuple[str, int]]) -> Context:
        """The same, for telling of one thing: `Directory.told_of`."""
        directory = self.directory.told_of(acts)
        return self if directory is self.directory else replace(self, directory=directory)

    def body(self, index: str) -> Words:
        """What the body of that index is called; the index itself where it is not known."""
        return self.bodies.get(index, Words(index, index))

    def last_day(self, day: date) -> date:
        """A last day that was written, as it counts: on a day of rest it moves on, where the body's rule is so."""
        moves = self.competence.day_off == "next_working_day" and not self.calendar.is_working(day)
        return self.calendar.add(day, 1) if moves else day

    @property
    def today(self) -> date:
        """The day it is in Baku."""
        return self.now.astimezone(BAKU).date()
