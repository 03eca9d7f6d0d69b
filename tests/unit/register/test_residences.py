"""Residences by kind: each is a value of its own, at a listed place, and is written with what the place is now."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hub.console.register.labels import written
from hub.register.persons import person_facts
from hub.register.weights import group_of
from mappings.records import Person, PlacedResidence

ORIGIN = PlacedResidence(place="Tərtər/Talış")
SETTLED = PlacedResidence(place="Bərdə", object_type="yataqxana", address="Nizami küç. 3")


def test_origin_and_settlement_are_two_values_of_one_group() -> None:
    facts = person_facts(Person(origin_residence=ORIGIN, temporary_settlement=SETTLED))

    assert facts == {
        "origin_residence": {"place": "Tərtər/Talış"},
        "temporary_settlement": {"place": "Bərdə", "object_type": "yataqxana", "address": "Nizami küç. 3"},
    }
    assert {group_of("person", name) for name in facts} == {"residence"}


def test_a_place_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValidationError):
        PlacedResidence(place="Talış")


def test_an_origin_is_written_with_what_it_is_now() -> None:
    assert written("origin_residence", {"place": "Tərtər/Talış"}).en == "Tərtər/Talış → Ağdərə/Talış"
    assert written("temporary_settlement", SETTLED.model_dump(exclude_none=True)).en == "Bərdə Nizami küç. 3 dormitory"
