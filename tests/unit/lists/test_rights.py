"""What a right comes to on a day: in force, resting, or ended, each by its own act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.lists.rights import found_of, is_another, may_be_another
from hub.register.entity import Entity, learn
from hub.register.facts import Fact, Source
from hub.register.store import blank

PERSON: dict[str, Any] = {"fin": "5AAA001"}
RIGHT: dict[str, Any] = {
    "right_id": "VM-T-1",
    "fin": "5AAA001",
    "programme": "allowance",
    "benefit": "money",
    "amount_qepik": 3300,
    "valid_from": "2026-01-10",
    "decision_no": "VM-T-1",
    "state": "in_force",
}
REST = {"first": "2026-03-15", "last": "2026-05-31", "decision_no": "VM-D-1"}


def known(kind: str, said: dict[str, Any]) -> Entity:
    return learn(blank(kind), said, Source("0" * 32, "committee", 1))


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        ({"rests": [REST]}, "2026-03-01", ("in_force", "VM-T-1", "granted")),
        ({"rests": [REST]}, "2026-04-01", ("ended", "VM-D-1", "suspended")),
        ({"rests": [REST]}, "2026-06-01", ("in_force", "VM-T-1", "granted")),
        ({"rests": [{**REST, "last": None}]}, "2027-01-01", ("ended", "VM-D-1", "suspended")),
        ({"rests": [REST], "state": "ended", "ended_on": "2026-09-01"}, "2026-04-01", ("ended", "VM-D-1", "suspended")),
        (
            {"rests": [REST], "state": "ended", "ended_on": "2026-09-01"},
            "2026-08-01",
            ("in_force", "VM-T-1", "granted"),
        ),
        (
            {"state": "ended", "ended_on": "2026-09-01", "state_decision_no": "VM-L-1"},
            "2026-10-01",
            ("ended", "VM-L-1", "ended"),
        ),
        (
            {"state": "suspended", "state_since": "2026-06-10", "ended_on": "2026-01-20"},
            "2026-05-01",
            ("in_force", "VM-T-1", "granted"),
        ),
        ({"state": "suspended", "state_since": "2026-06-10"}, "2026-07-01", ("ended", "VM-T-1", "suspended")),
    ],
)
def test_each_day_has_one_act(said: dict[str, Any], day: str, expected: tuple[str, str, str]) -> None:
    found = found_of(known("right", {**RIGHT, **said}), known("person", PERSON), date.fromisoformat(day))

    assert (found.standing, found.document, found.reason) == expected


WAS: dict[str, Any] = {"surname": "Əliyeva", "given_name": "Aysel", "birth_date": "1980-05-01"}
AT = 10
"""When the register heard of the right."""


def told(*words: tuple[int, dict[str, Any]]) -> tuple[Entity, list[Fact]]:
    """A person of whom these were told, each at its moment; with all facts."""
    person = blank("person")
    for at, said in words:
        person = learn(person, {"fin": "5AAA001", **said}, Source(f"{at:032}", "justice", at))
    return person, list(person.told)


@pytest.mark.parametrize(
    ("later", "is_other"),
    [
        ({"surname": "Quliyeva", "birth_date": "1991-02-02"}, True),
        ({"given_name": "Nigar", "birth_date": "1991-02-02"}, True),
        ({"surname": "Quliyeva"}, False),
        ({"birth_date": "1980-05-02"}, False),
        ({"surname": "Quliyeva", "birth_date": "1980-05"}, False),
        ({"surname": "Əliyeva", "birth_date": "1980-05-01"}, False),
    ],
)
def test_another_name_with_another_birth_date_under_the_fin_is_somebody_else(
    later: dict[str, Any], *, is_other: bool
) -> None:
    right = learn(blank("right"), RIGHT, Source("1" * 32, "committee", AT))

    person, facts = told((1, WAS), (20, later))

    assert (may_be_another(right, person) and is_another(right, person, facts)) == is_other


def test_what_was_told_before_the_decision_or_first_of_the_person_says_nothing_against_them() -> None:
    right = learn(blank("right"), RIGHT, Source("1" * 32, "committee", AT))
    other = {"surname": "Quliyeva", "birth_date": "1991-02-02"}
    before, _ = told((1, WAS), (2, other))
    first, facts = told((20, WAS))
    changed, changes = told((20, WAS), (30, other))
    decided = learn(right, {**RIGHT, "decision_no": "VM-T-2"}, Source("2" * 32, "committee", 40))

    assert not may_be_another(right, before)
    assert may_be_another(right, first)
    assert not is_another(right, first, facts), "the register heard of the right before it heard of the person"
    assert is_another(right, changed, changes)
    assert not may_be_another(decided, changed), "a newer decision is about whoever stands there"
    assert not is_another(right, changed, [])
