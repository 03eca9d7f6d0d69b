"""The invented persons."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.people import POPULATION, fin_of, named, number_of, person

NUMBERS = st.integers(0, POPULATION - 1)


@given(NUMBERS)
def test_number_and_fin_are_computed_from_each_other(number: int) -> None:
    fin = fin_of(number)

    assert re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", fin)
    assert number_of(fin) == number


@given(NUMBERS)
def test_a_person_is_the_same_each_time(number: int) -> None:
    assert person(number) == person(number)


def test_the_published_sample_is_person_0() -> None:
    sample = person(0)

    assert (sample.fin, sample.surname, sample.given_name, sample.father) == (
        "94FMDDD",
        "İsmayılova",
        "Gülnarə",
        "Əli",
    )


def test_most_fins_belong_to_nobody() -> None:
    assert number_of("AAAAAAA") is None
    assert number_of("94FMDD") is None
    assert number_of("94FMDDO") is None
    assert named(-1) is None
    assert named(POPULATION) is None
