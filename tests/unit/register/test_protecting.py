"""Whose address is hidden on a day, and what is left of an entity where it is."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from hub.register.entity import Entity
from hub.register.facts import Fact, Source
from hub.register.protecting import (
    ADDRESSES,
    SAY_ADDRESS,
    Over,
    covered,
    is_due,
    is_in_force,
    named,
    veiled,
    veiled_fact,
)
from mappings.answers import Answered
from mappings.records import Person

DAY = date(2026, 11, 24)
SAID = {"fin": "5ABCD12", "valid_from": "2026-01-10", "with_fins": ["7ABCD12"]}
PROTECTION = Entity("p", "protection", attributes=SAID)
OVER = Over(DAY, dict.fromkeys(covered(SAID), (PROTECTION,)))


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({}, True),
        ({"valid_from": "2026-11-24"}, True),
        ({"valid_from": "2026-11-25"}, False),
        ({"valid_until": "2026-11-24"}, True),
        ({"valid_until": "2026-11-23"}, False),
        ({"ended_on": "2026-11-25"}, True),
        ({"ended_on": "2026-11-24"}, False),
        ({"review_on": "2026-01-11"}, True),
    ],
)
def test_it_is_in_force_from_its_day_until_it_ends_and_not_until_its_review(more: dict[str, Any], holds: bool) -> None:
    assert is_in_force({**SAID, **more}, DAY) == holds


@pytest.mark.parametrize(
    ("kind", "said", "is_hidden"),
    [
        ("person", {"fin": "5ABCD12"}, True),
        ("person", {"fin": "7ABCD12"}, True),
        ("person", {"fin": "94FMDDD"}, False),
        ("person", {"fin": "94FMDDD", "spouse_fin": "5ABCD12"}, False),
        ("person", {"fin": "94FMDDD", "mother_fin": "5ABCD12", "birth_date": "2008-11-25"}, True),
        ("person", {"fin": "94FMDDD", "father_fin": "5ABCD12", "birth_date": "2008-11-24"}, False),
        ("person", {"fin": "94FMDDD", "father_fin": "5ABCD12"}, True),
        ("utility_account", {"fin": "5ABCD12"}, True),
        ("right", {"fin": "94FMDDD"}, False),
        ("listed_family", {"head": {"fin": "94FMDDD"}, "members": [{"fin": "5ABCD12"}]}, True),
        ("household", {"head_fin": "94FMDDD", "members": [{"fin": "5ABCD12"}]}, False),
    ],
)
def test_it_covers_the_person_those_with_them_and_their_minors(
    kind: str, said: dict[str, Any], is_hidden: bool
) -> None:
    assert bool(OVER.of(Entity("e", kind, attributes=said))) == is_hidden


def test_of_a_place_its_district_is_left_and_nothing_of_an_account_or_the_protection() -> None:
    residence = {"place": "Tərtər/Talış", "address": "Sığınacaq 3", "since": "2026-01-01"}
    said = {"surname": "Quliyeva", "actual_residence": residence, "registered_residence": {"street": "Gizli"}}
    person = veiled(Entity("e", "person", attributes={**said, "origin_residence": residence}))

    assert person is not None
    assert person.attributes == {
        "surname": "Quliyeva",
        "actual_residence": {"place": "Tərtər"},
        "origin_residence": residence,
    }
    assert veiled(Entity("a", "utility_account", attributes={"fin": "5ABCD12"})) is None
    assert veiled(PROTECTION) is None
    right = veiled(Entity("r", "right", attributes={"settlement": "Ağalı", "subscriber_code": "1", "state": "ended"}))
    assert right is not None
    assert right.attributes == {"state": "ended"}
    household = Entity("h", "household", attributes={"members": []})
    assert veiled(household) is household


def test_facts_of_any_day_are_hidden_alike() -> None:
    fact = Fact("residence", {"actual_residence": {"address": "Gizli"}, "sex": "female"}, Source("m", "din", 1), 1)

    assert veiled_fact(fact, "person").values == {"sex": "female"}
    assert veiled_fact(fact, "household").values == fact.values


def test_every_place_of_a_person_but_where_they_came_from_is_an_address() -> None:
    places = {name for name in Person.model_fields if name.endswith(("_residence", "_settlement"))}

    assert places - ADDRESSES["person"] == {"origin_residence"}
    assert named(PROTECTION) == frozenset(), "it is hidden whoever it is of"


def test_it_is_to_be_looked_at_again_from_its_day_while_it_is_in_force() -> None:
    asked = [SAID, {**SAID, "review_on": "2026-11-24"}, {**SAID, "review_on": "2026-11-25"}]
    over = [{**SAID, "review_on": "2026-11-24", "ended_on": each} for each in ("2026-11-20", "2026-12-20")]

    assert [is_due(each, DAY) for each in (*asked, *over)] == [False, True, False, False, False]


_GIVES_AWAY = frozenset(("address", "street", "flat", "subscriber_code", "cadastral_no", "employer"))
"""Fields, however deep, that lead to a door."""


def _leads_there(annotation: object) -> bool:
    """Whether a type holds such a field."""
    fields = getattr(annotation, "model_fields", {})
    inside = (*get_args(annotation), *(each.annotation for each in fields.values()))
    return not _GIVES_AWAY.isdisjoint(fields) or any(map(_leads_there, inside))


@pytest.mark.parametrize("answer", [Person, *Answered.__subclasses__()], ids=lambda each: each.__name__)
def test_whatever_an_agency_answers_that_leads_to_a_door_is_among_what_is_hidden(answer: type[Any]) -> None:
    leads = {name for name, each in answer.model_fields.items() if _leads_there(each.annotation)}

    assert leads - {"origin_residence"} <= SAY_ADDRESS, "where somebody came from every relative knows"
