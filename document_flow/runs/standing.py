"""A run before a command: its state and the moment; with the checks that acts share."""

from __future__ import annotations

from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.runs.refusals import refusal
from document_flow.runs.state import PHASES, Phase, RunHead
from document_flow.standing import Before

Event = EventOf[RunHead]
Decision = tuple[Event, ...] | Refusal


class Standing(Before[RunHead, Phase]):
    """The run as it stands at a moment."""

    refusals = refusal
    phases = PHASES

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it: something else is being done, or it stands elsewhere."""
        if self.state.order is not None:
            return refusal("runs.busy", phase=PHASES[self.state.shown])
        return super().unless(*phases)

    def party(self, by: str, party: str) -> Refusal | None:
        """Why this hand does not speak for the party."""
        return self.unless_speaks(by, party, self.state.run.parties)
