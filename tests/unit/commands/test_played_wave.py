"""The families that the scenario lets return are as many persons as returned, whoever of a class follows whom."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import pytest

from hub.commands.programmes.wave import (
    DAYS,
    HOMES,
    RESERVE,
    USUAL,
    USUAL_ROOMS,
    VILLAGES,
    WAVES,
    persons_of,
    played_families,
    played_waves,
    sizes,
)

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(("families", "persons"), WAVES)
def test_a_wave_is_as_many_persons_as_it_was(families: int, persons: int) -> None:
    assert (persons_of(families), sum(sizes(families))) == (persons, persons)


def test_who_may_follow_whom_is_of_as_many_persons() -> None:
    for families in (*range(6, 66), 175, 600):
        found = sizes(families)
        rooms = [min(4, size // 2 + 1) for size in found]

        assert sum(found) == persons_of(families)
        assert max(found) <= 7
        assert {size for size, of in zip(found, rooms, strict=True) if of == USUAL_ROOMS} == {USUAL}
        assert rooms.count(USUAL_ROOMS) >= 2, "one refuses, one is silent"


def test_nobody_returns_twice_and_no_child_without_its_parents() -> None:
    families = played_families(41)
    everybody = [each.fin for family in families for each in (*family.returning, *family.staying)]

    assert len(families) == 41 + RESERVE + 1
    assert len(everybody) == len(set(everybody)) == 201 + (RESERVE + 1) * USUAL + 1
    assert [len(each.staying) for each in families[:2]] == [1, 0]
    for family in families:
        first, minors = family.returning[0], family.minors(DAY)
        assert first in family.adults(DAY)
        assert len(family.adults(DAY)) + len(minors) == len(family.returning)
        assert all(family.parents(each).keys() == {"mother", "father"} for each in minors)
    assert any(family.minors(DAY) for family in families)


def test_of_age_is_who_has_the_birthday() -> None:
    family = next(each for each in played_families(9) if len(each.returning) == USUAL)
    born = family.returning[2].born

    assert family.returning[2] not in family.minors(date(born.year + 18, born.month, born.day))
    assert family.returning[2] in family.minors(date(born.year + 17, 12, 31))


def test_the_waves_are_as_they_were_and_nobody_returns_twice() -> None:
    waves, others = played_waves()
    families = list(accumulate(len(each) for each in waves))
    persons = list(accumulate(sum(len(family.returning) for family in each) for each in waves))
    fins = [who.fin for each in (*waves, others) for family in each for who in family.returning]

    assert tuple(zip(families, persons, strict=True)) == WAVES
    assert len(fins) == len(set(fins)) == sum(persons for *_, persons in VILLAGES)
    assert WAVES[-1][0] <= HOMES
    assert list(DAYS) == sorted(DAYS)


def test_each_village_has_its_families_and_each_family_somebody_who_may_declare() -> None:
    waves, others = played_waves()
    every = [family for each in (*waves, others) for family in each]

    for name, families, persons in VILLAGES:
        of_it = [each for each in every if each.origin == name]
        assert (len(of_it), sum(len(each.returning) for each in of_it)) == (families, persons)
    assert len(every) == 261
    assert all(each.returning for each in every)
    assert all(family.adults(date(2026, 1, 1)) for wave in waves for family in wave)
