"""Which rules accept a value, found by halving instead of going through all rules: a set of rules is one integer.

Bit n of a mask stands for rule n, counted from 0. A column keeps, for each stretch between two cuts that some cell
names, the mask of the rules that accept it; the rules that hold for a case are the masks of its facts, anded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.regions import HIGHEST, LOWEST, Choice, Cut, Region, Span, common, everything, span
from document_flow.decisions.sfeel import UnaryTest

Piece = tuple[Region, int]
"""Values that all cells of a column treat alike, and the mask of the rules that accept them."""


class Index:
    """The columns of one decision, in order. Immutable after it is made."""

    __slots__ = ("all", "columns")

    def __init__(self, kinds: Sequence[FactType], rules: Sequence[Sequence[UnaryTest]]) -> None:
        self.all = (1 << len(rules)) - 1
        self.columns: tuple[OrderedColumn | ChosenColumn, ...] = tuple(
            _column(kind, [tests[number] for tests in rules]) for number, kind in enumerate(kinds)
        )


class _Masks:
    __slots__ = ("any", "kind")

    def __init__(self, kind: FactType, tests: Sequence[UnaryTest]) -> None:
        self.kind = kind
        self.any = sum(1 << number for number, test in enumerate(tests) if test.is_any)


class OrderedColumn(_Masks):
    """A column of numbers or dates. `any` is the mask of the rules that do not ask."""

    __slots__ = ("_cuts", "_masks")

    def __init__(self, kind: FactType, tests: Sequence[UnaryTest]) -> None:
        super().__init__(kind, tests)
        regions = [test.region for test in tests if isinstance(test.region, Span)]
        flips: defaultdict[Cut, int] = defaultdict(int)
        for number, region in enumerate(regions):
            for cut in (cut for ends in region.ranges for cut in ends):
                flips[cut] ^= 1 << number
        mask = flips.pop(LOWEST, 0)
        flips.pop(HIGHEST, 0)
        self._cuts = sorted(flips)
        self._masks = [mask]
        for cut in self._cuts:
            mask ^= flips[cut]
            self._masks.append(mask)

    def accepting(self, value: Fact) -> int:
        """The mask of the rules whose cell accepts the value."""
        return self._masks[bisect_right(self._cuts, (0, value, 0))]

    def pieces(self) -> Iterator[Piece]:
        """The whole type, cut where any cell cuts it."""
        ends = [LOWEST, *self._cuts, HIGHEST]
        for number, mask in enumerate(self._masks):
            yield span([(ends[number], ends[number + 1])]), mask


class ChosenColumn(_Masks):
    """A column of texts or truths. `any` is the mask of the rules that do not ask."""

    __slots__ = ("_by_value", "_other")

    def __init__(self, kind: FactType, tests: Sequence[UnaryTest]) -> None:
        super().__init__(kind, tests)
        regions = [test.region for test in tests if isinstance(test.region, Choice)]
        self._other = sum(1 << number for number, region in enumerate(regions) if region.excluded)
        self._by_value: defaultdict[Fact, int] = defaultdict(lambda: self._other)
        for number, region in enumerate(regions):
            for value in region.values:
                self._by_value[value] ^= 1 << number
        self._by_value.default_factory = None

    def accepting(self, value: Fact) -> int:
        """The mask of the rules whose cell accepts the value."""
        return self._by_value.get(value, self._other)

    def pieces(self) -> Iterator[Piece]:
        """Each value that a cell names, then all others where the type has any."""
        for value, mask in self._by_value.items():
            yield Choice(frozenset((value,))), mask
        others = Choice(frozenset(self._by_value), excluded=True)
        rest = common(everything(self.kind), others)
        if not rest.empty:
            yield rest, self._other


def bits(mask: int) -> Iterator[int]:
    """The numbers of the rules in the mask, rising."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _column(kind: FactType, tests: Sequence[UnaryTest]) -> OrderedColumn | ChosenColumn:
    return OrderedColumn(kind, tests) if kind in ("number", "date") else ChosenColumn(kind, tests)
