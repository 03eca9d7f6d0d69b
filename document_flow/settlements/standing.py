"""A settlement before a command: its state, the moment, and whether the utility takes files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.outcome import Refusal
from document_flow.settlements.refusals import refusal
from document_flow.settlements.state import PHASES, Phase, Settlement

Event = EventOf[Settlement]
Decision = tuple[Event, ...] | Refusal
ANSWER_DAYS, REMINDER_DAYS = 10, 5
"""Working days for an answer, and again after a reminder; no act says so: assumed (†)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`takes_files`: a statement can go to the utility by itself."""

    state: Settlement
    context: Context
    takes_files: bool = False

    def barred(self, _by: str) -> Refusal | None:
        """Nobody: it is about thousands of accounts."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it."""
        phase = self.state.phase
        return None if phase in phases else refusal("settlements.phase", phase=PHASES[phase])

    def after(self, days: int) -> date:
        """The last day of a term that begins today."""
        return self.context.calendar.add(self.context.today, days)
