"""Where an act on the three years stands: which document, of which settlement, from which day, for how many by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.reintegrations.state import CLOCK_MONTHS, months_after
from document_flow.second_person import Proposal
from document_flow.words import Words

Phase = Literal["", "proposed", "in_force", "ended", "declined"]
PHASES: Mapping[str, Words] = {
    "proposed": Words("ikinci şəxsi gözləyir", "waits for a second official"),
    "in_force": Words("qüvvədədir", "in force"),
    "ended": Words("qüvvədən düşüb", "not in force any more"),
    "declined": Words("qəbul edilməyib", "declined"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAct:
    """An act. `cursor` is the household that was looked at last, newest first, empty before the first; `is_through`
    once all were. `started` counts those whose term it started, later ones too; `left` the others by the code of why.
    `ended_by` is the document that ended it, `waiting` that it is to end and waits for a second person.
    """

    document: str = ""
    settlement: str = ""
    day: date = date.min
    by: str = ""
    agreed_by: str = ""
    phase: Phase = ""
    declined: str = ""
    ended_by: str = ""
    waiting: Proposal | None = None
    cursor: str = ""
    is_through: bool = False
    started: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    length: int = 0

    @property
    def holds(self) -> Iterator[str]:
        """A settlement has one act at a time."""
        if self.phase in ("proposed", "in_force"):
            yield self.settlement

    @property
    def ends_on(self) -> date:
        """The last day of the three years."""
        return months_after(self.day, CLOCK_MONTHS)

    def starts_on(self, today: date) -> bool:
        """Whether a household that has its keys today gets the term."""
        return self.phase == "in_force" and self.day <= today <= self.ends_on


CLOCK_ACTS: TypeAdapter[ClockAct] = TypeAdapter(ClockAct)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = ClockAct()
