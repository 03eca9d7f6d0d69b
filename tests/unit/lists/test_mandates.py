"""On which legal days an act lets somebody be paid for a person: its last day counts, the day that ends it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.lists.working import _covers
from hub.register.entity import Entity

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "covers"),
    [
        ({}, True),
        ({"valid_from": "2026-03-01"}, True),
        ({"valid_from": "2026-03-02"}, False),
        ({"valid_until": "2026-03-01"}, True),
        ({"valid_until": "2026-02-28"}, False),
        ({"ended_on": "2026-03-02"}, True),
        ({"ended_on": "2026-03-01"}, False),
        ({"programmes": ["allowance"]}, True),
        ({"programmes": ["return"]}, False),
    ],
)
def test_an_act_covers_the_days_that_it_is_in_force_and_the_programmes_that_it_names(
    said: dict[str, Any], covers: bool
) -> None:
    mandate = Entity("m", "mandate", attributes={"valid_from": "2026-01-01", **said})

    assert _covers(mandate, DAY, "allowance") is covers
