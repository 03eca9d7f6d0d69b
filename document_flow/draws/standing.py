"""A draw before a command: its state, the moment, its terms; with the checks that acts share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from document_flow.draws.plan import TERMS, DrawTerms
from document_flow.draws.refusals import refusal
from document_flow.draws.state import PHASES, Draw, Offer, OfferStatus, Phase
from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.second_person import refuse_same_person
from document_flow.standing import Before

Event = EventOf[Draw]
Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing(Before[Draw, Phase]):
    """The draw as it stands at a moment."""

    terms: DrawTerms = TERMS
    refusals: ClassVar = refusal
    phases: ClassVar = PHASES

    def second(self, by: str, makers: Collection[str]) -> Refusal | None:
        """Why this hand is not another's than those."""
        return refuse_same_person(by, makers)

    @property
    def is_time(self) -> bool:
        """Whether the announced moment has come."""
        return self.context.now >= self.state.plan.draw_at

    @property
    def is_stuck(self) -> bool:
        """Whether nothing can be drawn by hand: a witness saw other slips, or has left and confirms none."""
        directory, disputed = self.context.directory, self.state.disputed
        return any(each in disputed or not directory.is_in_office(each) for each in self.state.awaited)

    def too_early(self) -> Refusal | None:
        """Why nothing is drawn yet."""
        return None if self.is_time else refusal("draws.too_early", moment=self.state.plan.draw_at)

    def too_late(self) -> Refusal | None:
        """Why nothing that the order follows from is taken any more."""
        return refusal("draws.too_late", moment=self.state.plan.draw_at) if self.is_time else None

    def party(self, by: str, party: str) -> Refusal | None:
        """Why this hand does not speak for the party."""
        return self.unless_speaks(by, party, self.state.plan.parties)

    def taking_part(self, number: str) -> Refusal | None:
        """Why that entry has no part in the draw, or not any more."""
        if self.state.entry(number) is None:
            return refusal("draws.no_entry", number=number)
        return refusal("draws.struck", number=number) if number in self.state.out else None

    def offer(self, number: str, status: OfferStatus) -> Offer | Refusal:
        """The entry's offer, if it has come so far and no further."""
        found = self.state.offers.get(number)
        if found is None or found.status != status:
            return refusal("draws.no_offer", number=number)
        return found
