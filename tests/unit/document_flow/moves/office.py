"""A move day to Ağalı, its officials, and steps through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.hands import Command
from document_flow.kernel import Decided
from document_flow.moves.acts.add_household import AddHousehold
from document_flow.moves.acts.gather import MarkPresence
from document_flow.moves.acts.hand_over import HandOverKeys
from document_flow.moves.acts.open_move import OpenMove
from document_flow.moves.kernel import KERNEL
from document_flow.moves.standing import Standing
from document_flow.moves.state import NOTHING, Move
from document_flow.outcome import Refusal
from document_flow.people import Directory, Official
from document_flow.words import Words

DIRECTORY = Directory(
    {
        login: Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset((role,)))
        for login, role in (("aysel", "programme_officer"), ("clerk", "clerk"), ("lawyer", "lawyer"))
    }
)
BEFORE, DAY = date(2026, 4, 6), date(2026, 4, 8)
GATHERS = datetime(2026, 4, 8, 6, 0, tzinfo=BAKU)


@dataclass(frozen=True, slots=True)
class Day:
    """What a command meets on a day."""

    day: date = BEFORE
    related: frozenset[str] = frozenset()

    def meets(self, move: Move, command: Command) -> Decided:
        now = datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=BAKU)
        return KERNEL.decide(Standing(move, Context(now, WorkingCalendar(), DIRECTORY), related=self.related), command)

    def after(self, move: Move, *commands: Command) -> Move:
        """Where it stands after these; none may be refused."""
        for command in commands:
            decided = self.meets(move, command)
            assert not isinstance(decided, Refusal), decided.words.en
            move = KERNEL.replay(decided, move)
        return move

    def refused(self, move: Move, command: Command) -> str:
        """The code of why not."""
        decided = self.meets(move, command)
        assert isinstance(decided, Refusal), decided
        return decided.code


def opened() -> Move:
    command = OpenMove(by="aysel", settlement="Zəngilan/Ağalı", gathers_at=GATHERS, point="Sumqayıt, 12-ci məktəb")
    return Day().after(NOTHING, command)


def added(number: str, home: str, **more: Any) -> AddHousehold:
    return replace(AddHousehold(by="aysel", number=number, home=home, case=f"case-{number}", persons=4), **more)


def came(*numbers: str) -> MarkPresence:
    return MarkPresence(by="clerk", numbers=numbers, presence="came")


def keys(number: str, document: str = "", **more: Any) -> HandOverKeys:
    act = document or f"TT-{number}"
    made = HandOverKeys(by="aysel", number=number, document=act, family_signed=True, committee_signed=True)
    return replace(made, **more)


def with_families(numbers: Sequence[str] = ("QM-1", "QM-2")) -> Move:
    return Day().after(opened(), *(added(each, f"EV-{each}") for each in numbers))


ON_THE_DAY, LAST, AFTER = Day(DAY), Day(DAY + timedelta(days=5)), Day(DAY + timedelta(days=6))
