"""Where a reintegration stands: what `evolve` makes of its events.

open → closed. A household is known by the number of its case alone.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.words import Words

Phase = Literal["", "open", "closed"]
PHASES: Mapping[Phase, Words] = {
    "": Words("açılmayıb", "not opened"),
    "open": Words("davam edir", "under way"),
    "closed": Words("bağlanıb", "closed"),
}
AFTER_MONTHS = (1, 6, 12)
"""When a household is visited again, in months after it moved in."""
CLOCK_MONTHS = 36
"""How long measures last once conditions for return exist (law 669-IQ, article 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What a body was asked to do, until when; open until it answers or the referral is revoked."""

    body: str
    text: str
    due: date
    answer: str = ""
    document: str = ""
    revoked: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the body still has to answer."""
        return not (self.answer or self.revoked)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A visit so many months after the move, on its day; `called` once it is due, `found` what it found."""

    months: int
    due: date
    called: bool = False
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The three years: the registered act that started them, from which day, and their last one."""

    document: str
    settlement: str
    started_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reintegration:
    """`move` is the move that it came by. Referrals are numbered from 1, in their order."""

    phase: Phase = ""
    number: str = ""
    case: str = ""
    move: str = ""
    settlement: str = ""
    home: str = ""
    persons: int = 0
    moved_on: date = date(1970, 1, 1)
    needs: tuple[str, ...] = ()
    referrals: tuple[Referral, ...] = ()
    follow_ups: tuple[FollowUp, ...] = field(default=())
    clock: Clock | None = None
    length: int = 0

    @property
    def next_call(self) -> FollowUp | None:
        """The follow-up that comes due next."""
        return next((each for each in self.follow_ups if not each.called), None) if self.phase == "open" else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


REINTEGRATIONS: TypeAdapter[Reintegration] = TypeAdapter(Reintegration)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Reintegration()
"""Before the keys."""
