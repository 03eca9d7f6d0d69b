"""Somebody is of a district by where they are settled or came from; nothing known is no district."""

from __future__ import annotations

import pytest

from hub.access.role_rules import RESIDENCES, load_role_rules
from hub.register.scope import is_of_district

SETTLED, ORIGIN = "temporary_settlement", "origin_residence"
TALISH = {SETTLED: {"place": "Bərdə"}, ORIGIN: {"place": "Tərtər/Talış"}, "actual_residence": {"place": "Bakı"}}


@pytest.mark.parametrize(
    ("district", "by", "is_theirs"),
    [
        ("Bərdə", (SETTLED,), True),
        ("Bərdə", (ORIGIN,), False),
        ("Ağdərə", (ORIGIN,), True),
        ("Ağdərə", (SETTLED, ORIGIN), True),
        ("Tərtər", (SETTLED, ORIGIN), False),
        ("Bakı", (SETTLED, ORIGIN), False),
        ("Bakı", RESIDENCES, True),
        ("Yoxdur", RESIDENCES, False),
        ("Bərdə", (), False),
    ],
)
def test_a_person_is_of_a_district_by_the_residences_that_count(
    district: str, by: tuple[str, ...], *, is_theirs: bool
) -> None:
    assert is_of_district(TALISH, district, by) is is_theirs


def test_of_whom_nothing_is_known_is_of_no_district() -> None:
    assert not is_of_district({}, "Bərdə", RESIDENCES)
    assert not is_of_district({SETTLED: {"place": "Harada"}}, "Bərdə", RESIDENCES)


def test_our_rules_take_settlement_or_origin() -> None:
    assert load_role_rules(None).district_by == (SETTLED, ORIGIN)
