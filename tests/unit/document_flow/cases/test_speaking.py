"""Who may ask for somebody else: a parent of a minor, whom an act in force names; nobody by their own word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from document_flow.cases.kernel import decide, replay
from document_flow.cases.speaking import Deprivation, Mandate, Ties
from document_flow.cases.state import NOTHING, Capacity, Representative
from document_flow.outcome import Refusal
from tests.unit.document_flow.cases.desk import MONDAY, OPEN, code, stands

CHILD, GUARDIAN, MOTHER, STRANGER = OPEN.subject, "5GRDNAA", "5MTHRAA", "5STRNGR"
TWELVE = MONDAY.replace(year=MONDAY.year - 12)
DAY = timedelta(days=1)


def mandate(capacity: Capacity = "guardian", **more: Any) -> Mandate:
    who = Representative(who=GUARDIAN, capacity=capacity, act="Tərtər RİH, № 12, 03.02.2024")
    return replace(Mandate(representative=who, since=date(2024, 2, 3)), **more)


def ties(*mandates: Mandate, born: date | None = TWELVE) -> Ties:
    return Ties(own=frozenset((CHILD,)), born=born, parents=frozenset((MOTHER,)), mandates=mandates)


def asked(who: str, known: Ties) -> str:
    return code(NOTHING, replace(OPEN, applicant=who, ties=known))


def test_the_application_says_who_asked_and_by_which_act() -> None:
    decided = decide(stands(NOTHING), replace(OPEN, applicant=GUARDIAN, ties=ties(mandate())))
    assert not isinstance(decided, Refusal)
    case = replay(decided, NOTHING)

    assert case.application is not None
    assert case.application.representative == mandate().representative
    assert case.people == (CHILD, GUARDIAN)


def test_a_person_asks_for_themselves_without_any_right() -> None:
    assert asked(CHILD, Ties()) == ""
    assert asked("7OTHERF", Ties(own=frozenset((CHILD, "7OTHERF")))) == "", (
        "a FIN of a joined record is the same person"
    )


@pytest.mark.parametrize(
    ("who", "known", "expected"),
    [
        (STRANGER, ties(mandate()), "cases.no_mandate"),
        (GUARDIAN, ties(), "cases.no_mandate"),
        (GUARDIAN, Ties(), "cases.no_mandate"),
        (MOTHER, ties(), ""),
        (MOTHER, ties(born=MONDAY.replace(year=MONDAY.year - 18) + DAY), ""),
        (MOTHER, ties(born=MONDAY.replace(year=MONDAY.year - 18)), "cases.no_mandate"),
        (MOTHER, ties(born=None), "cases.no_mandate"),
        (MOTHER, replace(ties(), against=frozenset((MOTHER,))), "cases.no_mandate"),
        (GUARDIAN, replace(ties(mandate()), against=frozenset((GUARDIAN,))), "cases.no_mandate"),
        (GUARDIAN, replace(ties(mandate()), against=frozenset((MOTHER,))), ""),
    ],
)
def test_a_parent_asks_for_a_minor_and_nobody_without_a_right(who: str, known: Ties, expected: str) -> None:
    assert asked(who, known) == expected


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({"since": MONDAY}, True),
        ({"since": MONDAY + DAY}, False),
        ({"until": MONDAY}, True),
        ({"until": MONDAY - DAY}, False),
        ({"ended_on": MONDAY + DAY}, True),
        ({"ended_on": MONDAY}, False),
        ({"ended_on": MONDAY - DAY}, False),
        ({"programmes": frozenset(("aid",))}, True),
        ({"programmes": frozenset(("status",))}, False),
    ],
)
def test_a_mandate_covers_its_days_and_its_programmes(more: dict[str, Any], holds: bool) -> None:  # a table
    assert asked(GUARDIAN, ties(mandate(**more))) == ("" if holds else "cases.no_mandate")


@pytest.mark.parametrize(
    ("capacity", "since", "holds"),
    [
        ("guardian", 2020, False),
        ("curator", 2024, False),
        ("institution", 2020, False),
        ("proxy", 2024, True),
        ("guardian", 2026, True),
    ],
)
def test_what_was_given_over_a_minor_ends_at_eighteen(capacity: Capacity, since: int, holds: bool) -> None:  # a table
    grown = ties(mandate(capacity, since=date(since, 3, 1)), born=date(2008, 1, 1))

    assert asked(GUARDIAN, grown) == ("" if holds else "cases.no_mandate")


@pytest.mark.parametrize(
    ("capacity", "born", "holds"),
    [
        ("curator", MONDAY.replace(year=MONDAY.year - 14) + DAY, False),
        ("curator", MONDAY.replace(year=MONDAY.year - 14), True),
        ("guardian", MONDAY.replace(year=MONDAY.year - 14) + DAY, True),
        ("guardian", MONDAY.replace(year=MONDAY.year - 14), True),
        ("curator", date(1980, 1, 1), True),
        ("curator", None, True),
    ],
)
def test_a_child_under_fourteen_has_a_guardian_and_no_curator(
    capacity: Capacity, born: date | None, holds: bool
) -> None:  # a table
    assert asked(GUARDIAN, ties(mandate(capacity), born=born)) == ("" if holds else "cases.no_mandate")


@pytest.mark.parametrize(
    ("more", "born", "expected"),
    [
        ({}, TWELVE, "cases.no_mandate"),
        ({"since": MONDAY + DAY}, TWELVE, ""),
        ({"until": MONDAY - DAY}, TWELVE, ""),
        ({"ended_on": MONDAY}, TWELVE, ""),
        ({"ended_on": MONDAY + DAY}, TWELVE, "cases.no_mandate"),
        ({}, None, "cases.no_mandate"),
        ({}, MONDAY.replace(year=MONDAY.year - 18), ""),
    ],
)
def test_who_is_deprived_of_parental_rights_acts_by_no_other_act_either(
    more: dict[str, Any], born: date | None, expected: str
) -> None:  # a table
    act = replace(Deprivation(who=frozenset((MOTHER, GUARDIAN)), since=date(2024, 2, 3)), **more)
    known = replace(ties(mandate("proxy"), born=born), deprivations=(act,))

    assert asked(GUARDIAN, known) == expected
    if born == TWELVE:
        assert asked(MOTHER, known) == expected


def test_nobody_stands_in_for_themselves() -> None:
    own = replace(mandate(), representative=Representative(who=CHILD, capacity="proxy", act="№ 1"))

    assert list(ties(own, born=None).representatives("aid", MONDAY)) == []


def test_the_refusal_says_what_to_bring() -> None:
    refused = decide(stands(NOTHING), replace(OPEN, applicant=STRANGER, ties=ties()))

    assert isinstance(refused, Refusal)
    assert refused.why == "forbidden"
    assert "etibarnamə" in refused.words.az
    assert STRANGER not in refused.words.az + refused.words.en
