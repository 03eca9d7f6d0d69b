"""What a rule may know beside the document and the command: the time, the calendar, the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from document_flow.appeals import BY_LAW, AppealRules
from document_flow.calendar import WorkingCalendar
from document_flow.people import Directory
from document_flow.requisites import BY_DEFAULT, RequisiteRules

BAKU = timezone(timedelta(hours=4), "+04")
"""Azerbaijan keeps UTC+4 the whole year since 2016."""


@dataclass(frozen=True, slots=True)
class Context:
    """One moment of legal time. `now` is aware; days are counted in Baku.

    `appeals` are the body's rules for citizens' appeals, `requisites` what it demands of what leaves it. `played` says
    that a sandbox has moved legal time ahead: what is printed then is marked.
    """

    now: datetime
    calendar: WorkingCalendar
    directory: Directory
    appeals: AppealRules = BY_LAW
    requisites: RequisiteRules = BY_DEFAULT
    played: bool = False

    @property
    def today(self) -> date:
        """The day it is in Baku."""
        return self.now.astimezone(BAKU).date()
