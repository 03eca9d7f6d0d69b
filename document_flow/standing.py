"""An aggregate before a command, as its room reads it: its state, the moment, and who is too near to it. Pure.

What every room of a kernel asks alike is asked here, by three sentences of its own table: `ROOM.phase` (it is not the
time for it), `ROOM.related` (it is the official's own, or a relative's) and `ROOM.party` (who does not speak for it).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, TypeVar

from document_flow.context import Context
from document_flow.hands import Stamp
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals
from document_flow.words import Words

S = TypeVar("S")
P = TypeVar("P", bound=str)
_NONE = Words("–", "–")
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Before(Generic[S, P]):
    """The state S, whose phase is a P. `related` are officials whose own it is, or a relative's; none where it names
    nobody. `since` is when it happened what happened last.
    """

    state: S
    context: Context
    related: frozenset[str] = field(default=frozenset(), kw_only=True)
    since: datetime = field(default=_EVER, kw_only=True)
    refusals: ClassVar[Refusals]
    """The table of the room."""
    phases: ClassVar[Mapping[Any, Words]] = {}
    """What each phase is called."""

    def barred(self, by: str) -> Refusal | None:
        """Why this hand has no part in this very one, whatever its roles."""
        return self._refused("related", name=self.context.directory.name(by)) if by in self.related else None

    @property
    def at(self) -> datetime:
        """The moment of what happens now. A clock that is set back lets nothing happen before what it follows."""
        return max(self.context.now, self.since)

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.at}

    def unless(self, *phases: P) -> Refusal | None:
        """Why it is not the time for it."""
        state: Any = self.state
        return None if state.phase in phases else self._refused("phase", phase=self.phases.get(state.phase, _NONE))

    def unless_speaks(self, by: str, party: str, parties: Collection[str]) -> Refusal | None:
        """Why this hand does not speak for the party, which is one of those."""
        directory = self.context.directory
        if party in parties and by in directory.members(party):
            return None
        return self._refused("party", name=directory.name(by), party=directory.title(party))

    def _refused(self, code: str, **values: object) -> Refusal:
        return self.refusals(f"{self.refusals.room}.{code}", **values)
