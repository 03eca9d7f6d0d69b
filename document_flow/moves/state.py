"""Where a move stands: what `evolve` makes of its events.

planned → closed; cancelled before any keys are handed over

A family is known by the number of its case alone; of a person a keyed hash, so that nobody is moved twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from document_flow.context import BAKU
from document_flow.hands import Happened
from document_flow.moves.rules import ServiceName
from document_flow.words import Words

Phase = Literal["", "planned", "closed", "cancelled"]
PHASES: Mapping[Phase, Words] = {
    "": Words("açılmayıb", "not opened"),
    "planned": Words("gedir", "under way"),
    "closed": Words("bağlanıb", "closed"),
    "cancelled": Words("ləğv edilib", "cancelled"),
}
Presence = Literal["", "came", "missing"]
LeftBecause = Literal["withdrawn", "not_moved_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A meter of the home at handover: its number, and what it read."""

    number: str
    reading: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A family that moves: `number` and `case` of its application, its home, how many it is and how many go to school.

    `handover` is the document both signed, `handed_on` its day; after that nothing takes the home from it here. `left`:
    it does not move with us; the home is free again. `people` are keyed hashes of its members' FINs.
    """

    number: str
    case: str
    home: str
    persons: int
    people: tuple[str, ...] = ()
    truck: str = ""
    presence: Presence = ""
    handover: str = ""
    handed_on: date | None = None
    meters: Mapping[ServiceName, Meter] = field(default_factory=dict)
    pupils: int = 0
    school: str = ""
    clinic: str = ""
    address: str = ""
    left: LeftBecause | None = None
    left_by: str = ""

    @property
    def moved(self) -> bool:
        """Whether it has its keys."""
        return self.handover != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A service that was told: until when it must answer, and what it answered by which document, on which day.

    Where its agency acknowledges each notice by a message, `notices` are those that it is given, of which so many are
    `arranged`, so many `refused`, and so many `untold`: they have not reached it until somebody mends them.
    """

    due: date
    answer: str = ""
    document: str = ""
    notices: int = 0
    arranged: int = 0
    refused: int = 0
    untold: int = 0
    answered_on: date | None = None

    @property
    def is_answered(self) -> bool:
        """Whether nothing of it is waited for: by a paper, or everything is arranged."""
        return self.answer != "" or 0 < self.notices == self.arranged

    @property
    def is_late(self) -> bool:
        """Whether it has answered after its term."""
        return self.answered_on is not None and self.answered_on > self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A vacancy of the settlement for somebody of a family: `person` is the place in the application, 1 the applicant.

    `position` is the employment agency's code, which both name. It was proposed to that person, or passed over for a
    `reason`.
    """

    number: str
    person: int
    vacancy: str
    position: str
    reason: str = ""

    @property
    def key(self) -> str:
        """What names it in forms; decided once."""
        return f"{self.number}|{self.person}|{self.vacancy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`gathers_at` is when and `point` where the families gather; trucks are plates with their place in the convoy."""

    phase: Phase = ""
    settlement: str = ""
    gathers_at: datetime = datetime(1970, 1, 1, tzinfo=BAKU)
    point: str = ""
    households: Mapping[str, Household] = field(default_factory=dict)
    trucks: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[ServiceName, Told] = field(default_factory=dict)
    work: Mapping[str, Work] = field(default_factory=dict)
    reason: str = ""
    length: int = 0

    @property
    def day(self) -> date:
        """The move day, in Baku."""
        return self.gathers_at.astimezone(BAKU).date()

    @property
    def staying(self) -> tuple[Household, ...]:
        """Those who have not left it."""
        return tuple(each for each in self.households.values() if each.left is None)

    @property
    def holds(self) -> Iterator[str]:
        """What it holds alone: its day, and the family and home of whoever moves with it or has moved."""
        if self.phase in ("", "cancelled"):
            return
        yield f"{self.settlement} {self.day}"
        for each in self.staying:
            yield from (each.number, f"⌂ {each.home}", *each.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfHousehold(Happened):
    """Something about one family: `household` is as it stands after that."""

    household: Household

    def apply(self, move: Move) -> Move:
        return replace(move, households={**move.households, self.household.number: self.household})


MOVES: TypeAdapter[Move] = TypeAdapter(Move)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Move()
"""Before it is opened."""
