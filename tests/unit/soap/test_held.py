"""Whether a status is in force on a day, by what is known of its days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.clock import SECOND
from hub.register.entity import Entity
from hub.soap.held import Held, day_of, status_answer

NOW = int(datetime(2026, 11, 26, 21, tzinfo=UTC).timestamp()) * SECOND
"""The 27th in Baku."""


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, "not_held"),
        ({"category": "idp"}, "yes"),
        ({"category": "idp", "valid_from": "1993"}, "yes"),
        ({"category": "idp", "valid_from": "2026-11-27"}, "yes"),
        ({"category": "idp", "valid_from": "2026-11-28"}, "no"),
        ({"category": "idp", "ended_on": "2026-11-28"}, "yes"),
        ({"category": "idp", "ended_on": "2026-11-27"}, "no"),
        ({"category": "idp", "ended_on": "2024"}, "no"),
    ],
)
def test_a_status_holds_from_its_first_day_until_the_day_before_its_end(facts: dict[str, Any], answer: Held) -> None:
    assert status_answer(Entity("1", "idp_status", facts), NOW) == answer


def test_of_whom_nothing_was_told_nothing_is_held() -> None:
    assert status_answer(None, NOW) == "not_held"


def test_the_day_is_that_of_baku() -> None:
    assert day_of(NOW) == "2026-11-27"
