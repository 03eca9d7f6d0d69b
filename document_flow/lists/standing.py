"""A list before a command: its state, the moment, who has issued for its period; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from document_flow.hands import EventOf
from document_flow.lists.refusals import refusal
from document_flow.lists.state import PHASES, ListHead, Phase
from document_flow.outcome import Refusal
from document_flow.standing import Before

Event = EventOf[ListHead]
Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing(Before[ListHead, Phase]):
    """The list as it stands at a moment.

    `holder` is the run that has issued under this one's slot, read in the transaction that issues; empty for none.
    """

    holder: str = ""
    refusals: ClassVar = refusal
    phases: ClassVar = PHASES

    def no_chunk(self, number: int) -> Refusal | None:
        """Why there is no chunk of that number."""
        return None if 0 <= number < len(self.state.chunks) else refusal("lists.no_chunk", chunk=number)

    def party(self, by: str, party: str) -> Refusal | None:
        """Why this hand does not speak for the party."""
        return self.unless_speaks(by, party, self.state.run.parties)
