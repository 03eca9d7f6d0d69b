"""What is asked of the resolutions on a document and what happened to them: closed unions, told apart by `kind`.

Events are append-only, the truth about them. Every event says whose hand it was (`by`, empty for the clock), in whose
place (`on_behalf_of`) and when (`at`, aware), and carries all that `apply` needs: a last day stands in the event that
set it and is never counted again. So events are understood without a look at calendar or people.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from document_flow.hands import ByStandIn, EventOf, HappenedFor
from document_flow.orders.state import Resolution, State


class Command(Protocol):
    """What people and the clock may ask."""

    @property
    def kind(self) -> str: ...


Event = EventOf[State]
"""What happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOne(ByStandIn):
    """A command about one resolution."""

    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(HappenedFor):
    """By whom, for whom and when."""

    @property
    def principal(self) -> str:
        """Whose act it is."""
        return self.on_behalf_of or self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedTo(Happened):
    """Something that happened to one resolution; about one that is not known it changes nothing."""

    resolution: str

    def apply(self, state: State) -> State:
        """With that resolution changed."""
        known = state.resolutions.get(self.resolution)
        return state if known is None else state.with_one(self.changed(known))

    @abstractmethod
    def changed(self, known: Resolution) -> Resolution:
        """The resolution after it."""

    def with_due(self, known: Resolution, due: date | None) -> Resolution:
        """The resolution with another last day, set on the day of this event."""
        return known if due == known.due else replace(known, due=due, due_set_on=self.day)
