"""What a right comes to on a day: in force, resting, or ended, each by its own act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.lists.rights import found_of
from hub.register.entity import Entity, learn
from hub.register.facts import Source
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
