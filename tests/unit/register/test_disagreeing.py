"""Where sources disagree, and why the register holds what it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub.register.disagreeing import Statement, disagreements, statements
from hub.register.entity import Entity
from hub.register.facts import Fact, Source

PERSON = Entity(
    "e", "person", {"surname": "Əliyeva", "sex": "female", "birth_place": "Ağdam"},
    {"surname": {"m": "m3", "p": "edliyye", "a": "AB-1/2026"}, "sex": {"m": "m1", "p": "edliyye"},
     "birth_place": {"m": "m2", "p": "meis"}},
)  # fmt: skip


def said(party: str, message: str = "m0", weak: frozenset[str] = frozenset(), **facts: Any) -> Statement:
    return Statement(message, party, 1, facts, weak)


def test_only_what_differs_is_told_and_only_the_last_word_of_each_party() -> None:
    found = disagreements(PERSON, [said("meis", "m9", surname="Əliyeva"), said("meis", "m1", surname="Quliyeva")])

    assert found == []


def test_a_source_that_counts_less_is_told_to_count_less() -> None:
    [found] = disagreements(PERSON, [said("meis", sex="male")])

    assert (found.attribute, found.value) == ("sex", "male")
    assert found.why.en.startswith("The value held comes from a state register")


def test_lost_letters_are_the_reason_before_anything_else() -> None:
    [found] = disagreements(PERSON, [said("meis", surname="Eliyeva", weak=frozenset(("surname",)))])

    assert found.why.en.startswith("Letters were lost")


def test_between_sources_of_one_weight_an_act_or_the_later_word_holds() -> None:
    by_act, later = disagreements(PERSON, [said("edliyye", surname="Quliyeva"), said("meis", birth_place="Füzuli")])[
        ::-1
    ]

    assert by_act.why.en == "The value held rests on a civil act."
    assert later.why.en == "The value held came later, from another source."


def test_what_the_register_does_not_know_is_no_disagreement() -> None:
    assert disagreements(PERSON, [said("meis", citizenship="AZE")]) == []


def test_what_was_withdrawn_is_nobodys_word_any_more_and_the_newest_comes_first() -> None:
    facts = [
        Fact("identity", {"surname": "Quliyeva"}, Source("m1", "edliyye", 1, "AB-1/2026"), 1, known_to=3),
        Fact("identity", {"surname": "Eliyeva"}, Source("m2", "meis", 2), 2, weak=frozenset(("surname",))),
        Fact("identity", {"surname": "Əliyeva"}, Source("m3", "din", 4), 4),
    ]

    assert [(each.message, each.known_from, each.weak) for each in statements(facts)] == [
        ("m3", 4, frozenset()),
        ("m2", 2, {"surname"}),
    ]


def test_the_district_alone_does_not_disagree_with_a_village_in_it() -> None:
    village = {"place": "Zəngilan/Ağalı 1"}
    person = replace(PERSON, attributes={"origin_residence": village}, provenance={"origin_residence": {"p": "dvx"}})

    assert disagreements(person, [said("meis", origin_residence={"place": "Zəngilan"})]) == []
    [found] = disagreements(person, [said("meis", origin_residence={"place": "Laçın"})])
    assert found.value == {"place": "Laçın"}
