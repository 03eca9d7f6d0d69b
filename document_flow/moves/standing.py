"""A move before a command: its state, the moment, its rules; with the checks that acts share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from document_flow.hands import EventOf
from document_flow.moves.refusals import refusal
from document_flow.moves.rules import RULES, MoveRules
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal
from document_flow.standing import Before

Decision = tuple[EventOf[Move], ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing(Before[Move, str]):
    """The move as it stands at a moment."""

    rules: MoveRules = RULES
    refusals: ClassVar = refusal

    @property
    def last_day(self) -> date:
        """The last day on which a family of it may still take its keys."""
        return self.context.last_day(self.rules.move_in.end(self.state.day, self.context.calendar))

    def household(self, number: str) -> Household | Refusal:
        """The family of that number, if it moves with this move and the move is open."""
        found = self.state.households.get(number)
        if self.state.phase != "planned":
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
        return None if self.context.today >= self.state.day else refusal("moves.too_early", day=self.state.day)
