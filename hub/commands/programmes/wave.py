"""The families that a scenario lets return: as many persons as returned to Ağalı, wave by wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from hub.demo.registers import SyntheticPerson, people

PLACE: Final = "Zəngilan/Ağalı"
VILLAGES: Final = (("Zəngilan/Ağalı 1", 40, 154), ("Zəngilan/Ağalı 2", 60, 245), ("Zəngilan/Ağalı 3", 161, 675))
"""The villages that became one, with their families and persons before the occupation."""
HOMES: Final = 200
WAVES: Final = ((41, 201), (66, 326), (86, 420), (108, 526), (150, 744), (175, 871))
"""Families and persons in Ağalı after each of its waves."""
DAYS: Final = tuple(
    date.fromisoformat(each)
    for each in ("2022-07-19", "2022-12-31", "2023-03-03", "2023-08-31", "2023-10-26", "2024-01-31")
)
"""When each of them was there; of the second, the fourth and the last the month alone is known: its last day."""
RESERVE: Final = 2
"""Families for whom there is no home at first."""
USUAL, USUAL_ROOMS = 5, 3
"""Persons of most families, those of the reserve too, and the rooms that these have."""
_TOGETHER, _GROWN, _MOST_ROOMS = 4, 18, 4
_BLOCK: Final = 2 * _TOGETHER
_ORDER: Final = ("husband", "wife", "child")
_PARTS: Final = {"wife": "mother", "husband": "father"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedFamily:
    """Who returns, the applicant first; `staying` are of the same family and stay where they are."""

    returning: tuple[SyntheticPerson, ...]
    staying: tuple[SyntheticPerson, ...] = ()
    origin: str = PLACE

    @property
    def rooms(self) -> int:
        """Rooms of the norm, counted apart from the programme's table: one for two persons, and one more."""
        return min(_MOST_ROOMS, len(self.returning) // 2 + 1)

    def adults(self, day: date) -> list[SyntheticPerson]:
        """Who declares for themselves on that day."""
        return [each for each in self.returning if each not in self.minors(day)]

    def minors(self, day: date) -> list[SyntheticPerson]:
        """Who is not of age on that day."""
        grown = (day.year - _GROWN, day.month, day.day)
        return [each for each in self.returning if (each.born.year, each.born.month, each.born.day) > grown]

    def parents(self, child: SyntheticPerson) -> dict[str, SyntheticPerson]:
        """Its mother and father, by their parts in the act of its birth; both return with it."""
        near = [each for each in self.returning if each.number // _TOGETHER == child.number // _TOGETHER]
        return {_PARTS[each.role]: each for each in near if each.role in _PARTS}


def persons_of(families: int) -> int:
    """How many persons the first so many families were, in proportion within a wave."""
    waves = list(pairwise(((0, 0), *WAVES)))
    before, after = next((each for each in waves if families <= each[1][0]), waves[-1])
    return before[1] + (after[1] - before[1]) * (families - before[0]) // (after[0] - before[0])


def sizes(families: int) -> list[int]:
    """Persons of each family. Of four there is none: three there and one more beside them, so that whoever is of the
    class of three rooms is of as many persons as whoever may come after them.
    """
    found = [persons_of(number + 1) - persons_of(number) for number in range(families)]
    for number, size in enumerate(found):
        if size == USUAL - 1:
            found[number] -= 1
            found[abs(number - 1)] += 1
    return found


def played_families(families: int) -> list[PlayedFamily]:
    """So many for whom there are homes, the reserve, and one more that does not want to return in the end.

    Of the first, somebody stays behind.
    """
    wanted = [*sizes(families), *[USUAL] * (RESERVE + 1)]
    everybody = list(people(_BLOCK * len(wanted), seed=6))
    blocks = [list(_together(everybody[_BLOCK * number :][:_BLOCK])) for number in range(len(wanted))]
    found = [PlayedFamily(returning=tuple(block[:size])) for block, size in zip(blocks, wanted, strict=True)]
    stays = next(each for each in blocks[0][wanted[0] :] if each.role == "husband")
    return [PlayedFamily(returning=found[0].returning, staying=(stays,)), *found[1:]]


def played_waves() -> tuple[list[list[PlayedFamily]], list[PlayedFamily]]:
    """The families of each wave, and those of the three villages that have not applied by the last: together as many
    families and persons as lived in each village.
    """
    counts = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(((0, 0), *WAVES))]
    sizes_of = [_spread(persons, families) for families, persons in counts]
    returning = [size for each in sizes_of for size in each]
    villages = _villages(len(returning))
    wanted = list(zip(returning, villages, strict=True))
    for name, families, persons in VILLAGES:
        left = persons - sum(size for size, village in wanted[: len(returning)] if village == name)
        wanted += [(size, name) for size in _spread(left, families - villages.count(name))]
    everybody = list(people(_BLOCK * len(wanted), seed=6))
    found = [
        PlayedFamily(returning=tuple(list(_together(everybody[_BLOCK * at :][:_BLOCK]))[:size]), origin=village)
        for at, (size, village) in enumerate(wanted)
    ]
    ends = (0, *(families for families, _ in WAVES))
    return [found[first:last] for first, last in pairwise(ends)], found[len(returning) :]


def _spread(persons: int, families: int) -> list[int]:
    """As evenly as it goes."""
    return [persons // families + (number < persons % families) for number in range(families)]


def _villages(count: int) -> list[str]:
    """From which village each of so many families is: of each in proportion to its families, taken in turn."""
    every, found = sum(families for _, families, _ in VILLAGES), list[str]()
    for number in range(1, count + 1):
        found.append(max(VILLAGES, key=lambda each: each[1] * number / every - found.count(each[0]))[0])
    return found


def _together(block: Sequence[SyntheticPerson]) -> Iterator[SyntheticPerson]:
    """Two related families one after the other, parents before their children; a ward is nobody's child here."""
    for part in (block[:_TOGETHER], block[_TOGETHER:]):
        yield from sorted((each for each in part if each.role in _ORDER), key=lambda each: _ORDER.index(each.role))
