"""What a cell accepts, as a set: chosen values, or ranges between cuts. So overlaps and gaps are exact, not guessed.

A cut is a place between two values: `(0, v, 0)` just before v, `(0, v, 1)` just after it; a range holds the values
from its lower cut up to its upper one. Days are whole: the cut after a day is the cut before the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from document_flow.decisions.facts import Fact, FactType

Cut = tuple[int, Any, int]
Range = tuple[Cut, Cut]
LOWEST: Cut = (-1, 0, 0)
HIGHEST: Cut = (1, 0, 0)
_TRUTHS: frozenset[Fact] = frozenset((True, False))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """The texts or truths named, or with `excluded` all texts but them."""

    values: frozenset[Fact]
    excluded: bool = False

    def holds(self, value: Fact) -> bool:
        """Whether the value is in the set."""
        return (value in self.values) is not self.excluded

    @property
    def empty(self) -> bool:
        """Whether no value is in the set."""
        return not self.values and not self.excluded

    @property
    def parts(self) -> int:
        """How many values it names."""
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers or days, as ranges in order that neither meet nor touch."""

    ranges: tuple[Range, ...]

    def holds(self, value: Fact) -> bool:
        """Whether the value is in the set."""
        cut = (0, value, 0)
        return any(low <= cut < high for low, high in self.ranges)

    @property
    def empty(self) -> bool:
        """Whether no value is in the set."""
        return not self.ranges

    @property
    def parts(self) -> int:
        """How many ranges it has."""
        return len(self.ranges)


Region = Choice | Span
"""Regions that accept the same values are equal."""


def before(value: Fact) -> Cut:
    """The cut just below the value."""
    return LOWEST if value == date.min else (0, value, 0)


def after(value: Fact) -> Cut:
    """The cut just above the value."""
    if isinstance(value, date):
        return HIGHEST if value == date.max else (0, value + _DAY, 0)
    return (0, value, 1)


def everything(kind: FactType) -> Region:
    """All values of the type."""
    if kind == "boolean":
        return Choice(_TRUTHS)
    return Choice(frozenset(), excluded=True) if kind == "string" else Span(((LOWEST, HIGHEST),))


def span(ranges: Iterable[Range]) -> Span:
    """The union: empty ranges are dropped, those that meet or touch become one."""
    joined: list[Range] = []
    for low, high in sorted(each for each in ranges if each[0] < each[1]):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return Span(tuple(joined))


def all_but(region: Region, kind: FactType) -> Region:
    """The values of the type that are not in the region."""
    if isinstance(region, Choice):
        return Choice(_TRUTHS - region.values) if kind == "boolean" else Choice(region.values, not region.excluded)
    ends = [LOWEST, *(cut for each in region.ranges for cut in each), HIGHEST]
    return span(zip(ends[::2], ends[1::2], strict=True))


def common(one: Region, other: Region) -> Region:
    """The values in both; the regions must be of one type."""
    match one, other:
        case Span(ranges), Span(others):
            return span((max(a, c), min(b, d)) for a, b in ranges for c, d in others)
        case Choice(values, True), Choice(barred, True):
            return Choice(values | barred, excluded=True)
        case Choice(barred, True), Choice(values, False):
            return Choice(values - barred)
        case Choice(values, False), Choice(barred, True):
            return Choice(values - barred)
        case Choice(values, False), Choice(others, False):
            return Choice(values & others)
        case _:
            raise TypeError("regions of two types have nothing to do with each other")
