"""The invented persons."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.people import FAMILY, POPULATION, YOUNG, fin_of, named, number_of, person, relatives

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


YOUNG_FAMILIES = [
    [person(number) for number in range(first, first + FAMILY)]
    for first in range(POPULATION - YOUNG * FAMILY, POPULATION, 41 * FAMILY)
]
FAMILIES = [[person(number) for number in range(first, first + FAMILY)] for first in range(4, 8000, FAMILY)]


def test_children_have_their_fathers_surname_and_name() -> None:
    for _, husband, *others in FAMILIES:
        children = [each for each in others if each.role == "child"]
        assert children
        assert {each.father for each in children} == {husband.given_name}
        assert {each.surname.removesuffix("a") for each in children} == {husband.surname}
        assert all(each.born.year - husband.born.year >= 20 for each in children)


def test_nobody_is_named_as_his_father() -> None:
    assert not [each for family in (*FAMILIES, *YOUNG_FAMILIES) for each in family if each.given_name == each.father]


def test_a_young_family_has_a_newborn_of_either_sex_and_a_pupil() -> None:
    newborn = [family[2] for family in YOUNG_FAMILIES]

    assert {each.sex for each in newborn} == {"male", "female"}
    assert {each.role for each in newborn} == {"child"}
    assert all(date(2026, 1, 1) <= each.born < date(2026, 1, 5) for each in newborn)
    assert all(family[0].born.year >= 1996 and family[1].born.year >= 1996 for family in YOUNG_FAMILIES)
    assert all(6 < 2026 - family[3].born.year < 18 for family in YOUNG_FAMILIES)


def test_ages_run_from_none_to_ninety_five() -> None:
    years = {each.born.year for family in FAMILIES for each in family}

    assert (min(years), max(years)) == (1931, 2025)


def test_nobody_was_born_in_an_occupied_district_after_october_1993() -> None:
    settled = {"Abşeron rayonu", "Bakı şəhəri", "Sumqayıt şəhəri", "Bərdə rayonu"}
    later = [each for family in FAMILIES for each in family if each.born >= date(1993, 11, 1)]

    assert {each.birth_place for each in later} == settled


def test_there_are_wards_martyrs_families_and_mixed_marriages_whose_children_are_not_displaced() -> None:
    mixed = [family for family in FAMILIES if family[1].displaced and not family[0].displaced]

    assert mixed
    assert not any(each.displaced for family in mixed for each in family if each.role == "child")
    assert {family[3].role for family in FAMILIES} == {"child", "ward"}
    assert {each.martyr_family for family in FAMILIES for each in family} == {True, False}


@given(st.integers(0, POPULATION - 1))
def test_who_is_somebodys_relative_has_them_as_one(number: int) -> None:
    back = {"spouse": {"spouse"}, "child": {"mother", "father"}, "mother": {"child"}, "father": {"child"}}

    for other, relation in relatives(number).items():
        assert relatives(other)[number] in back[relation]
