"""When an agency is not called: maintenance windows once and daily, on Baku's clock, joined where they touch."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.clock import SECOND
from hub.errors import Refused
from hub.exchange.maintenance import BAKU, LONGEST, MaintenanceWindow, check, next_window

MINUTE = 60 * SECOND


def at(day: int, hour: int, minute: int = 0) -> int:
    """A moment of November 2026 in Baku."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=BAKU).timestamp()) * SECOND


def daily(start: int, stop: int) -> MaintenanceWindow:
    return MaintenanceWindow("agency", "nightly work", from_minute=start * 60, until_minute=stop * 60)


def test_a_daily_window_over_midnight_holds_on_both_sides_of_it() -> None:
    for now in (at(24, 23), at(25, 5)):
        rest = next_window([daily(22, 6)], now)
        assert rest is not None
        assert (rest.start, rest.end) == (at(24, 22), at(25, 6))


def test_a_daily_break_of_today_is_the_next_one_before_it_begins() -> None:
    rest = next_window([daily(22, 6)], at(24, 12))

    assert rest is not None
    assert (rest.start, rest.end) == (at(24, 22), at(25, 6))


def test_a_daily_break_that_is_over_is_tomorrow_s() -> None:
    rest = next_window([daily(10, 11)], at(24, 11))

    assert rest is not None
    assert rest.start == at(25, 10)


def test_breaks_that_touch_are_one() -> None:
    once = MaintenanceWindow("agency", "moving", from_at=at(25, 6), until_at=at(25, 9))

    rest = next_window([daily(22, 6), once], at(24, 23))

    assert rest is not None
    assert (rest.start, rest.end) == (at(24, 22), at(25, 9))


def test_a_single_break_that_is_over_is_none() -> None:
    assert next_window([MaintenanceWindow("agency", "past", from_at=at(1, 1), until_at=at(1, 2))], at(24, 1)) is None


@pytest.mark.parametrize(
    ("agreed", "place"),
    [
        (MaintenanceWindow("a", "r", from_minute=60, until_minute=60), "until_time"),
        (MaintenanceWindow("a", "r", from_at=at(26, 2), until_at=at(26, 1)), "until_at"),
        (MaintenanceWindow("a", "r", from_at=at(1, 1), until_at=at(1, 2)), "until_at"),
        (MaintenanceWindow("a", "r", from_at=at(26, 1), until_at=at(26, 1) + LONGEST + 1), "until_at"),
        (MaintenanceWindow("a", "", from_minute=60, until_minute=90), "reason"),
    ],
)
def test_what_is_no_break_is_refused_at_its_field(agreed: MaintenanceWindow, place: str) -> None:
    with pytest.raises(Refused) as refused:
        check(agreed, at(25, 0))
    assert refused.value.place == place


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 7 * 24 * 60))
def test_a_daily_break_holds_exactly_at_its_minutes(start: int, stop: int, minutes: int) -> None:
    now = at(20, 0) + minutes * MINUTE
    of_day = minutes % 1440
    inside = (of_day - start) % 1440 < ((stop - start) % 1440 or 1440)

    rest = next_window([MaintenanceWindow("agency", "r", from_minute=start, until_minute=stop)], now)

    assert rest is not None
    assert (rest.start <= now < rest.end) == inside
