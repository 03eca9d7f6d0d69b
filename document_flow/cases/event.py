"""What is asked of a case and what happened to it: closed unions, told apart by `kind`. Events are its truth.

Every event says whose hand it was (`by`; the hub's own where nobody's) and when (`at`, aware), and carries all that
`apply` needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from document_flow.cases.state import Case
from document_flow.context import BAKU


class Command(Protocol):
    """What people, agencies and the clock may ask."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...


class Event(Protocol):
    """What happened."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    def apply(self, case: Case) -> Case:
        """The case after it. Total for every event ever written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Whose hand it is."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """By whom and when."""

    by: str
    at: datetime

    @property
    def day(self) -> date:
        """The day on which it happened, in Baku."""
        return self.at.astimezone(BAKU).date()
