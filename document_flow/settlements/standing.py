"""A settlement before a command: its state, the moment, and whether the utility takes files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.settlements.refusals import refusal
from document_flow.settlements.state import PHASES, Phase, Settlement
from document_flow.standing import Before

Event = EventOf[Settlement]
Decision = tuple[Event, ...] | Refusal
ANSWER_DAYS, REMINDER_DAYS = 10, 5
"""Working days for an answer, and again after a reminder; no act says so: assumed (†)."""


@dataclass(frozen=True, slots=True)
class Standing(Before[Settlement, Phase]):
    """`takes_files`: a statement can go to the utility by itself."""

    takes_files: bool = False
    refusals: ClassVar = refusal
    phases: ClassVar = PHASES

    def after(self, days: int) -> date:
        """The last day of a term that begins today."""
        return self.context.calendar.add(self.context.today, days)
