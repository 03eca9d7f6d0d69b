"""Who may ask and complain for a person: the person, a parent while it is a minor, whom an act in force names. Pure.

A guardian (qəyyum) stands for a child under 14 and for the incapacitated, a curator (himayəçi) from 14 to 18 (assumed),
an institution for whom it has taken in, a proxy by power of attorney. Whoever is none of these may not. A guardian goes
on as the child's curator at 14 by the same act (assumed); a curator of a child under 14 there is not. Whom an act has
deprived of parental rights (Family Code, articles 64-67, assumed) speaks for the child by no other act either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.cases.refusals import refusal
from document_flow.cases.state import Representative
from document_flow.outcome import Refusal

OF_AGE: Final = 18
CURATED: Final = 14
"""From this age a child has a curator and no guardian (Civil Code, assumed)."""
_OF_ADULTS_TOO: Final = frozenset(("proxy",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """An act by which somebody acts for a person. `until` is its last day, `ended_on` the first without it.

    Without `programmes` it covers them all.
    """

    representative: Representative
    since: date
    until: date | None = None
    ended_on: date | None = None
    programmes: frozenset[str] = frozenset()

    def holds(self, day: date, programme: str, born: date | None) -> bool:
        """Whether it is in force on a day and covers the programme; what was given over a minor ends at 18, and nobody
        is a curator of a child under 14.
        """
        is_outgrown = born is not None and is_minor(born, self.since) and not is_minor(born, day)
        capacity = self.representative.capacity
        is_early = capacity == "curator" and born is not None and is_too_young(born, day)
        covers = not self.programmes or programme in self.programmes
        is_in_force = _is_in_force(self, day) and not is_early
        return is_in_force and covers and (not is_outgrown or capacity in _OF_ADULTS_TOO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprivation:
    """An act by which a parent, all of whose FINs are in `who`, has no rights over a child; days as of a mandate."""

    who: frozenset[str]
    since: date
    until: date | None = None
    ended_on: date | None = None

    def holds(self, day: date, born: date | None) -> bool:
        """Whether it is in force on a day: over nobody who is of age; of whom no birth is known, it is."""
        return _is_in_force(self, day) and (born is None or is_minor(born, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What the register knows of who stands behind a person: FINs of their own, the day of birth, parents, mandates,
    which parents were deprived of their rights, and which of them are dead; `against` are those whom the person is
    protected from, who speak by no right.
    """

    own: frozenset[str] = frozenset()
    born: date | None = None
    parents: frozenset[str] = frozenset()
    mandates: tuple[Mandate, ...] = ()
    deprivations: tuple[Deprivation, ...] = ()
    dead: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()

    def representatives(self, programme: str, day: date) -> Iterator[Representative]:
        """Everybody who may speak for the person on that day."""
        nobody = self.own | self.deprived(day)
        if self.born is not None and is_minor(self.born, day):
            yield from (Representative(who=each, capacity="parent") for each in sorted(self.parents - nobody))
        for each in self.mandates:
            if each.representative.who not in nobody and each.holds(day, programme, self.born):
                yield each.representative

    def parents_beside(self, asking: str, day: date) -> tuple[str, ...]:
        """The parents of a minor who are told that somebody asks for their child: whoever did not ask."""
        if self.born is None or not is_minor(self.born, day):
            return ()
        return tuple(sorted(self.parents - self.own - self.dead - self.deprived(day) - {asking}))

    def deprived(self, day: date) -> frozenset[str]:
        """FINs of those who neither see nor act on that day: parents without their rights, and from whom the address of
        the person is kept.
        """
        return self.against | self.without_rights(day)

    def without_rights(self, day: date) -> frozenset[str]:
        """FINs of the parents who are deprived of their rights on that day."""
        return frozenset[str]().union(*(each.who for each in self.deprivations if each.holds(day, self.born)))

    def asking(self, who: str, programme: str, day: date) -> Representative | Refusal | None:
        """By which right somebody asks; None of the person, a refusal of whoever has none."""
        if who in self.own:
            return None
        found = (each for each in self.representatives(programme, day) if each.who == who)
        return next(found, refusal("cases.no_mandate"))


def _is_in_force(act: Mandate | Deprivation, day: date) -> bool:
    is_begun = act.since <= day and (act.until is None or day <= act.until)
    return is_begun and (act.ended_on is None or day < act.ended_on)


def is_minor(born: date, day: date) -> bool:
    """Whether somebody born then is under age on that day."""
    return _age(born, day) < OF_AGE


def is_too_young(born: date, day: date) -> bool:
    """Whether somebody born then has no curator yet on that day, but a guardian."""
    return _age(born, day) < CURATED


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
