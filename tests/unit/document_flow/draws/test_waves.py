"""The waves of Ağalı and the four draws that were held: everybody has a home, and anybody can recompute it."""

from __future__ import annotations

from collections import Counter

import pytest

from document_flow.draws.order import Entry
from document_flow.draws.plan import Home
from document_flow.draws.state import Draw
from document_flow.draws.verifying import verify
from tests.unit.document_flow.draws.office import drawn, drawn_by_hand, families, file_of, rooms_by_norm

WAVES = ((41, 201), (66, 326), (86, 420), (108, 526), (150, 744), (175, 871))
"""Families and persons in Ağalı after each (July 2022 to January 2024)."""
DRAWS = {
    "Ağalı, 4 August 2023": (22, {3: 9, 4: 9, 5: 4}),
    "Füzuli, 5 August 2023": (144, {2: 51, 3: 76, 4: 17}),
    "Füzuli, later": (156, {2: 59, 3: 80, 4: 17}),
    "Sus, April 2024": (59, {2: 13, 3: 28, 4: 14, 5: 4}),
}


def held(classes: Counter[int]) -> Draw:
    """A draw in which each class has as many homes as families."""
    rooms = [size for size in sorted(classes) for _ in range(classes[size])]
    homes = tuple(Home(number=f"{at}", rooms=size) for at, size in enumerate(rooms, 1))
    return drawn([Entry(number=f"M-{at}", rooms=size) for at, size in enumerate(rooms, 1000)], homes=homes)


def test_the_norm_of_rooms_is_the_cabinets() -> None:
    assert [rooms_by_norm(persons) for persons in range(1, 9)] == [1, 2, 2, 3, 3, 4, 4, 4]


@pytest.mark.parametrize(("count", "persons"), WAVES)
def test_in_a_wave_of_agali_every_family_has_a_home_of_its_class(count: int, persons: int) -> None:
    sizes = families(count, persons)
    draw = held(Counter(map(rooms_by_norm, sizes)))

    assert (len(sizes), sum(sizes), len(draw.homes), len(set(draw.homes.values()))) == (count, persons, count, count)
    assert verify(file_of(draw)) == ()


@pytest.mark.parametrize(("count", "classes"), DRAWS.values(), ids=DRAWS)
def test_the_draws_that_were_held_come_out_whole(count: int, classes: dict[int, int]) -> None:
    draw = held(Counter(classes))

    assert len(draw.homes) == count
    assert Counter(each.rooms for each in draw.order if each.home) == classes
    assert verify(file_of(draw)) == ()


def test_the_same_list_by_hand_gives_the_same_homes() -> None:
    assert set(drawn_by_hand().homes.values()) == set(drawn().homes.values())
