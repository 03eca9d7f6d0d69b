"""What is asked of the resolutions on a document and what happened to them: closed unions, told apart by `kind`.

Events are append-only, the truth about them. Every event says whose hand it was (`by`, empty for the clock), in whose
place (`on_behalf_of`) and when (`at`, aware), and carries all that `apply` needs: a last day stands in the event that
set it and is never counted again. So events are understood without a look at calendar or people.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from document_flow.context import BAKU
from document_flow.orders.state import Resolution, State


class Command(Protocol):
    """What people and the clock may ask."""

    @property
    def kind(self) -> str: ...


class Event(Protocol):
    """What happened."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...

    def apply(self, state: State) -> State:
        """The resolutions after it. Total for every event ever written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """`by` is whose hand it is; `on_behalf_of` the principal whose stand-in `by` is that day, else None."""

    by: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOne(ByHand):
    """A command about one resolution."""

    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """By whom, for whom and when."""

    by: str
    on_behalf_of: str | None = None
    at: datetime

    @property
    def principal(self) -> str:
        """Whose act it is."""
        return self.on_behalf_of or self.by

    @property
    def day(self) -> date:
        """The day on which it happened, in Baku."""
        return self.at.astimezone(BAKU).date()


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
