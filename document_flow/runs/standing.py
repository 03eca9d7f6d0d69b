"""A run before a command: its state and the moment; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.outcome import Refusal
from document_flow.runs.refusals import refusal
from document_flow.runs.state import PHASES, Phase, RunHead

Event = EventOf[RunHead]
Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """The run as it stands at a moment."""

    head: RunHead
    context: Context

    def barred(self, _by: str) -> Refusal | None:
        """Nobody: a run is about everybody, and its parties are known by their groups."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it: something else is being done, or it stands elsewhere."""
        if self.head.order is not None:
            return refusal("runs.busy", phase=PHASES[self.head.shown])
        return None if self.head.phase in phases else refusal("runs.phase", phase=PHASES[self.head.phase])

    def party(self, by: str, party: str) -> Refusal | None:
        """Why this hand does not speak for the party."""
        if party in self.head.run.parties and by in self.context.directory.members(party):
            return None
        return refusal("runs.party", name=self.context.directory.name(by), party=self.context.directory.title(party))
