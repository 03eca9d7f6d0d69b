"""A move before a command: its state, the moment, its rules; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.moves.refusals import refusal
from document_flow.moves.rules import RULES, MoveRules
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal

Decision = tuple[EventOf[Move], ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """The move as it stands at a moment. `related` are officials whose own family, or a relative's, moves."""

    move: Move
    context: Context
    rules: MoveRules = RULES
    related: frozenset[str] = frozenset()

    def barred(self, by: str) -> Refusal | None:
        """Whose own family moves, or a relative's, has no part in it."""
        return refusal("moves.related", name=self.context.directory.name(by)) if by in self.related else None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    @property
    def last_day(self) -> date:
        """The last day on which a family of it may still take its keys."""
        return self.context.last_day(self.rules.move_in.end(self.move.day, self.context.calendar))

    def household(self, number: str) -> Household | Refusal:
        """The family of that number, if it moves with this move and the move is open."""
        found = self.move.households.get(number)
        if self.move.phase != "planned":
            return refusal("moves.not_open")
        if found is None:
            return refusal("moves.no_household", number=number)
        return refusal("moves.left", number=number) if found.left else found

    def unmoved(self, number: str) -> Household | Refusal:
        """The same, if it has no keys yet."""
        found = self.household(number)
        if isinstance(found, Household) and found.moved:
            return refusal("moves.moved_already", number=number, home=found.home)
        return found

    def arrived(self) -> Refusal | None:
        """Why nobody can have come, or have keys, yet."""
        return None if self.context.today >= self.move.day else refusal("moves.too_early", day=self.move.day)
