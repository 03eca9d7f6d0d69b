"""A list before a command: its state, the moment, who has issued for its period; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.lists.refusals import refusal
from document_flow.lists.state import PHASES, ListHead, Phase
from document_flow.outcome import Refusal

Event = EventOf[ListHead]
Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """The list as it stands at a moment.

    `holder` is the run that has issued under this one's slot, read in the transaction that issues; empty for none.
    """

    head: ListHead
    context: Context
    holder: str = ""

    def barred(self, _by: str) -> Refusal | None:
        """Nobody: a list is about hundreds, and its parties are known by their groups."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it."""
        phase = self.head.phase
        return None if phase in phases else refusal("lists.phase", phase=PHASES[phase])

    def no_chunk(self, number: int) -> Refusal | None:
        """Why there is no chunk of that number."""
        return None if 0 <= number < len(self.head.chunks) else refusal("lists.no_chunk", chunk=number)

    def party(self, by: str, party: str) -> Refusal | None:
        """Why this hand does not speak for the party."""
        if party in self.head.run.parties and by in self.context.directory.members(party):
            return None
        return refusal("lists.party", name=self.context.directory.name(by), party=self.context.directory.title(party))
