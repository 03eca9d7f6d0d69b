"""What held when, by both times."""

from __future__ import annotations

from typing import Any

from hub.register.entity import Entity
from hub.register.held import as_of, held_values

_FOREVER = 9_000_000_000_000_000


def version(known: int, valid: int, **attributes: Any) -> Entity:
    source = {"m": f"message-{known}", "p": "edliyye"}
    return Entity(
        "e",
        "person",
        attributes,
        dict.fromkeys(attributes, source),
        valid_from=valid,
        known_from=known,
        source_message=source["m"],
    )


BORN = version(100, 100, surname="Quliyeva", vital_status="alive")
MARRIED = version(200, 190, surname="Əliyeva", vital_status="alive")
DIED = version(300, 150, surname="Əliyeva", vital_status="deceased")
LIFE = [BORN, MARRIED, DIED]


def test_a_value_ends_when_the_next_one_becomes_known() -> None:
    surnames = held_values(LIFE)["surname"]

    assert [(each.value, each.valid_from, each.known_from, each.known_to) for each in surnames] == [
        ("Əliyeva", 190, 200, None),
        ("Quliyeva", 100, 100, 200),
    ]


def test_a_value_that_was_withdrawn_has_an_end_and_no_successor() -> None:
    values = held_values([MARRIED, version(400, 400, surname="Əliyeva")])["vital_status"]

    assert [(each.value, each.known_to) for each in values] == [("alive", 400)]


def test_as_known_then_shows_what_was_not_known_yet_as_it_was() -> None:
    then = as_of(LIFE, known=250, valid=_FOREVER)

    assert then is not None
    assert then.attributes == {"surname": "Əliyeva", "vital_status": "alive"}


def test_a_death_that_is_told_late_says_nothing_about_the_surname_of_that_day() -> None:
    then = as_of(LIFE, known=_FOREVER, valid=160)

    assert then is not None
    assert then.attributes == {"surname": "Quliyeva", "vital_status": "deceased"}
    assert then.provenance["vital_status"]["m"] == "message-300"


def test_before_the_first_message_nothing_is_known() -> None:
    assert as_of(LIFE, known=99, valid=_FOREVER) is None


def test_an_attribute_that_was_withdrawn_is_gone_on_later_days_only() -> None:
    withdrawn = [MARRIED, version(400, 400, surname="Əliyeva")]

    later, earlier = as_of(withdrawn, _FOREVER, 400), as_of(withdrawn, _FOREVER, 399)
    assert later is not None
    assert earlier is not None
    assert "vital_status" not in later.attributes
    assert earlier.attributes["vital_status"] == "alive"
