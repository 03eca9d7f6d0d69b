"""A sample of a campaign is the day's: repeatable, of the size that was said, and another one tomorrow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.campaigns import ON_POSTGRES, left_out

OF_THREE = pytest.mark.campaign(sample=3).mark
ONE_OF_EACH = {name: pytest.mark.campaign(sample=1, of=name).mark for name in ("ask", "send")}


class Case:
    """What the selection sees of a collected test."""

    def __init__(self, number: int, marker: pytest.Mark | None) -> None:
        self.nodeid, self.number, self._marker = f"tests/x.py::test_y[{number}]", number, marker

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self._marker


def cases(marker: pytest.Mark | None) -> list[Any]:
    return [Case(number, marker) for number in range(20)]


def test_the_gate_tries_as_many_as_the_campaign_says_and_the_same_again() -> None:
    items = cases(OF_THREE)

    first, again = left_out(items, 7), left_out(items, 7)

    assert first == again
    assert len(items) - len(first) == 3


def test_in_time_every_case_is_tried() -> None:
    items = cases(OF_THREE)

    tried = {item.number for seed in range(200) for item in set(items) - left_out(items, seed)}

    assert tried == set(range(20))


def test_one_of_each_is_tried() -> None:
    items = [each for marker in ONE_OF_EACH.values() for each in cases(marker)]

    kept = set(items) - left_out(items, 7)

    assert len(kept) == 2
    assert kept & set(items[:20])
    assert kept & set(items[20:])


def test_what_is_no_campaign_is_never_left_out() -> None:
    assert left_out(cases(None), 7) == set()


def test_every_fifth_case_of_a_file_runs_on_postgresql_and_in_time_all_of_it() -> None:
    items = cases(ON_POSTGRES.mark)

    tried = [set(items) - left_out(items, seed) for seed in range(100)]

    assert {len(each) for each in tried} == {4}
    assert set.union(*tried) == set(items)
