"""Days between two versions of a table on which neither is the law: said wherever the versions are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from document_flow.words import Words

Period = tuple[date, date | None, int]
"""The first and the last day that a version decides about, and its number."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, on which no version decides: after the version `before`, ahead of the version `after`."""

    first: date
    last: date
    before: int
    after: int

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> Words:
        """The days, between which versions, and what follows."""
        days = f"{self.first:%d.%m.%Y} – {self.last:%d.%m.%Y}"
        return Words(
            f"{days} ({self.days} gün): {self.before} və {self.after} nömrəli versiyalar arasında heç biri qüvvədə"
            " deyil; bu günlərə düşən hallar üzrə qərar verilmir",
            f"{days} ({self.days} {'day' if self.days == 1 else 'days'}): between versions {self.before} and"
            f" {self.after} none is in force; cases of these days are not decided",
        )


def between(periods: Iterable[Period]) -> tuple[Gap, ...]:
    """The gaps between the periods, the earliest first."""
    inorder = sorted((first, last or date.max, number) for first, last, number in periods)
    return tuple(
        Gap(ended + _DAY, begun - _DAY, before, after)
        for (_, ended, before), (begun, _, after) in pairwise(inorder)
        if ended < date.max and begun - ended > _DAY
    )


def ended_words(number: int, last: date) -> Words:
    """Nothing has followed the version that ended last."""
    return Words(
        f"{number} nömrəli versiya {last:%d.%m.%Y} tarixində qüvvədən düşüb, ondan sonrakı qüvvəyə minməyib",
        f"version {number} ended on {last:%d.%m.%Y}, and none has followed it",
    )
