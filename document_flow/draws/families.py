"""Who is on a draw's list: every family whose return to its place is decided, but who is left out by name and reason.

Nobody types the list. A family that has a home, or may still get one by another draw, is on no list of this one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from document_flow.draws.order import Entry
from document_flow.draws.plan import Plan, repeated
from document_flow.draws.refusals import refusal
from document_flow.fin import LIKE_A_FIN
from document_flow.outcome import Refusal

_LONGEST = 200
"""Signs of a reason: whoever fetches what is published reads it, for ever."""
Busy = Literal["", "itself", "of_its_people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A decided case: its registered number, the rooms that its ruling gave and for how many; `people` are keyed hashes
    of those who return by it. `busy`: it, or one of its people by another case, has a home or is on another draw.
    """

    number: str
    rooms: int
    persons: int
    people: tuple[str, ...]
    busy: Busy = ""

    @property
    def entry(self) -> Entry:
        """What is frozen and published of it."""
        return Entry(number=self.number, rooms=self.rooms)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A family that this draw gives nothing, and why. Both are published: no names in it."""

    number: str
    reason: str


def listed(plan: Plan, families: Iterable[Family], left_out: Sequence[LeftOut]) -> tuple[Family, ...] | Refusal:
    """The families of the list, of those that are decided; or who has to be left out first, or may not be."""
    free = {each.number: each for each in families if each.busy != "itself"}
    out = [each.number for each in left_out]
    odd = [each.number for each in left_out if not each.reason.strip()] or repeated(out)
    if odd or "" in out:
        return refusal("draws.left_out", numbers=", ".join(odd) or "–")
    if private := [each.number for each in left_out if len(each.reason) > _LONGEST or LIKE_A_FIN.search(each.reason)]:
        return refusal("draws.reason_private", numbers=", ".join(private), most=_LONGEST)
    if strangers := [each for each in out if each not in free]:
        return refusal("draws.not_decided", numbers=", ".join(strangers))
    found = tuple(each for number, each in free.items() if number not in out)
    return _unsound(plan, found) or found


def _unsound(plan: Plan, found: Sequence[Family]) -> Refusal | None:
    if not found:
        return refusal("draws.entries")
    without = [each.number for each in found if not plan.homes_of(each.rooms)]
    return unfit(found) or (refusal("draws.no_class", numbers=", ".join(without)) if without else None)


def unfit(found: Sequence[Family]) -> Refusal | None:
    """Whether it is not known who all the people are, or one would have two homes."""
    if unnamed := [each.number for each in found if len(each.people) != each.persons]:
        return refusal("draws.people", numbers=", ".join(unnamed))
    times = Counter(each for family in found for each in family.people)
    twice = [each.number for each in found if each.busy or any(times[person] > 1 for person in each.people)]
    return refusal("draws.same_people", numbers=", ".join(twice)) if twice else None
