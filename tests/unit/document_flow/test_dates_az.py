"""Dates as official papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.dates_az import MONTHS, long_date, short_date, short_time, year_az


@pytest.mark.parametrize(("year", "text"), [(1993, "1993-cü il"), (2000, "2000-ci il"), (2026, "2026-cı il")])
def test_a_year_has_the_ending_of_its_last_word(year: int, text: str) -> None:
    assert year_az(year) == text


def test_a_long_date_reads_as_in_an_official_paper() -> None:
    assert long_date(date(2026, 4, 14)) == "14 aprel 2026-cı il"
    assert long_date(date(2026, 4, 1), "en") == "1 April 2026"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_can_be_read_back_from_both_writings(day: date) -> None:
    names = [month.az for month in MONTHS]
    number, month, year = long_date(day).removesuffix(" il").split(" ")

    assert date(int(year.split("-")[0]), names.index(month) + 1, int(number)) == day
    assert date(*map(int, reversed(short_date(day).split(".")))) == day


def test_a_time_is_shown_as_the_clock_in_baku_shows_it() -> None:
    assert short_time(datetime(2026, 11, 24, 21, 5, tzinfo=UTC)) == "25.11.2026 01:05"


def test_a_time_without_its_zone_is_not_shown() -> None:
    with pytest.raises(ValueError, match="zone"):
        short_time(datetime(2026, 11, 24, 21, 5))  # noqa: DTZ001  the very thing that is refused
