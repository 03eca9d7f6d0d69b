"""What held when, by both times."""

from __future__ import annotations

from typing import Any

from hub.register.entity import Entity
from hub.register.facts import FOREVER, Fact, Source
from hub.register.held import as_of, held_values, moments

EVER = FOREVER - 1
PERSON = Entity("e", "person")


def told(known: int, valid: int, *, known_to: int = FOREVER, party: str = "edliyye", **values: Any) -> Fact:
    return Fact("identity", values, Source(f"message-{known}", party, known), valid, known_to=known_to)


BORN = told(100, 100, surname="Quliyeva", vital_status="alive")
MARRIED = told(200, 190, surname="Əliyeva")
DIED = told(300, 150, vital_status="deceased")
LIFE = [BORN, MARRIED, DIED]


def test_a_value_ends_when_the_next_one_becomes_known() -> None:
    surnames = held_values("person", LIFE)["surname"]

    assert [(each.value, each.valid_from, each.known_from, each.known_to) for each in surnames] == [
        ("Əliyeva", 190, 200, None),
        ("Quliyeva", 100, 100, 200),
    ]


def test_a_value_that_was_withdrawn_has_an_end_and_no_successor() -> None:
    values = held_values("person", [told(100, 100, known_to=400, vital_status="alive")])["vital_status"]

    assert [(each.value, each.known_to) for each in values] == [("alive", 400)]


def test_what_a_lesser_source_says_was_never_held_and_the_same_from_another_is_no_change() -> None:
    lesser, same = told(150, 150, party="meis", surname="Quliyev"), told(160, 160, surname="Quliyeva")

    assert [(each.value, each.known_to) for each in held_values("person", [BORN, lesser, same])["surname"]] == [
        ("Quliyeva", None)
    ]


def test_as_known_then_shows_what_was_not_known_yet_as_it_was() -> None:
    then = as_of(PERSON, LIFE, known=250, valid=EVER)

    assert then is not None
    assert then.attributes == {"surname": "Əliyeva", "vital_status": "alive"}


def test_a_death_that_is_told_late_says_nothing_about_the_surname_of_that_day() -> None:
    then = as_of(PERSON, LIFE, known=EVER, valid=160)

    assert then is not None
    assert then.attributes == {"surname": "Quliyeva", "vital_status": "deceased"}
    assert then.provenance["vital_status"]["m"] == "message-300"


def test_before_the_first_message_nothing_is_known() -> None:
    assert as_of(PERSON, LIFE, known=99, valid=EVER) is None


def test_a_fact_that_was_withdrawn_is_still_what_was_known_before() -> None:
    withdrawn = [BORN, told(200, 190, known_to=400, surname="Əliyeva")]

    after, before = as_of(PERSON, withdrawn, 400, EVER), as_of(PERSON, withdrawn, 399, EVER)
    assert after is not None
    assert before is not None
    assert (before.attributes["surname"], after.attributes["surname"]) == ("Əliyeva", "Quliyeva")
    assert moments(withdrawn) == [100, 200, 400]
