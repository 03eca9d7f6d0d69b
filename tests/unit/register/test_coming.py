"""The days on which something else holds of an entity."""

from __future__ import annotations

import pytest

from hub.register.coming import days_of
from hub.register.entity import Entity


@pytest.mark.parametrize(
    ("kind", "said", "days"),
    [
        ("idp_status", {"valid_from": "1993-11-01", "ended_on": "2026-12-05"}, {"1993-11-01", "2026-12-05"}),
        ("idp_status", {"ended_on": "2026-12"}, {"2026-12-01"}),
        ("idp_status", {"ended_on": "2027"}, {"2027-01-01"}),
        ("idp_status", {"category": "idp"}, set()),
        ("utility_account", {"valid_from": "2026-12-05"}, set()),
    ],
)
def test_a_status_has_days_on_which_something_else_holds(kind: str, said: dict[str, str], days: set[str]) -> None:
    assert days_of(Entity("e", kind, attributes=said)) == days
