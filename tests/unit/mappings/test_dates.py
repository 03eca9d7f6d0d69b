"""Partial dates: what is not known stays unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mappings import dates
from mappings.dates import DateRefused, PartialDate

DAYS = st.dates(min_value=date(1, 1, 1))
PARTIAL = st.one_of(
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)


@given(PARTIAL)
def test_every_writing_gives_the_same_parts_back_and_no_more(value: PartialDate) -> None:
    assert PartialDate.from_text(str(value)) == value
    assert dates.from_iso(str(value)) == value
    assert dates.from_dotted(dates.to_dotted(value)) == value
    if value.year >= 1000:
        assert dates.from_number(dates.to_number(value)) == value


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))
def test_no_part_is_invented(day: int, month: int, year: int) -> None:
    try:
        found = dates.from_dotted(f"{day:02d}.{month:02d}.{year:04d}")
    except DateRefused:
        return
    if found is None:
        assert day == month == year == 0
    else:
        assert (found.year, found.month or 0, found.day or 0) == (year, month, day)


@pytest.mark.parametrize("text", ["31.02.1988", "07.00.1988", "00.13.1988", "01.01.0000"])
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(DateRefused, match=r"map\.impossible_date"):
        dates.from_dotted(text)


@pytest.mark.parametrize("text", ["7.3.1988", "07/03/1988", "1988-03-07", "٠٧.٠٣.١٩٨٨", ""])
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(DateRefused, match=r"map\.date_shape"):
        dates.from_dotted(text)


def test_midnight_in_baku_is_the_day_written_and_not_the_day_before() -> None:
    assert dates.from_iso("2026-03-14T00:00:00+04:00") == PartialDate(2026, 3, 14)
    assert dates.from_iso("1999-07-01T00:00:00+05:00") == PartialDate(1999, 7, 1)
    assert dates.from_iso("2026-03-14T23:59:59.999") == PartialDate(2026, 3, 14)
    assert dates.from_iso("2026-03-14T00:00:00Z") == PartialDate(2026, 3, 14)


@pytest.mark.parametrize("text", ["2026-03-13T20:00:00Z", "2026-03-14T23:00:00-03:00", "9999-12-31T23:00:00Z"])
def test_a_day_that_the_offset_makes_uncertain_is_refused(text: str) -> None:
    with pytest.raises(DateRefused, match=r"map\.ambiguous_day"):
        dates.from_iso(text)


def test_a_moment_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(DateRefused, match=r"map\.impossible_date"):
        dates.from_iso("2026-03-14T25:00:00+04:00")
    with pytest.raises(DateRefused, match=r"map\.date_shape"):
        dates.from_iso("2026-03-14 10:00:00")


def test_the_offset_is_kept_beside_the_day() -> None:
    assert dates.iso_offset("2026-03-14T00:00:00+04:00") == "+04:00"
    assert dates.iso_offset("2026-03-14") is None


def test_numbers_say_no_date_by_zero() -> None:
    assert dates.from_number(0) is None
    assert dates.from_number(19880307) == PartialDate(1988, 3, 7)
    assert dates.from_number(19880000) == PartialDate(1988)
    assert dates.from_epoch_ms(0) is None
    assert dates.from_epoch_ms(1704067200000) == PartialDate(2024, 1, 1)
    with pytest.raises(DateRefused, match=r"map\.date_shape"):
        dates.from_number(880307)


@pytest.mark.parametrize("value", [10**30, 253402300799999, -(10**14)])
def test_an_epoch_beyond_the_calendar_is_refused(value: int) -> None:
    with pytest.raises(DateRefused, match=r"map\.impossible_date"):
        dates.from_epoch_ms(value)


def test_a_short_month_needs_its_pivot() -> None:
    assert dates.month_from_short("03.26", 90) == "2026-03"
    assert dates.month_from_short("12.99", 90) == "1999-12"
    assert dates.month_to_short("2026-03") == "03.26"
    with pytest.raises(DateRefused, match=r"map\.impossible_date"):
        dates.month_from_short("13.26", 90)
    with pytest.raises(DateRefused, match=r"map\.date_shape"):
        dates.month_from_short("3.26", 90)


def test_models_hold_the_value_and_json_its_text() -> None:
    adapter = TypeAdapter(PartialDate)

    assert adapter.dump_json(PartialDate(1968, 3)) == b'"1968-03"'
    assert adapter.validate_json(b'"1968-03"') == PartialDate(1968, 3)
    assert adapter.validate_python(PartialDate(1968)) == PartialDate(1968)
    assert adapter.json_schema()["type"] == "string"
    for wrong in (b"1968", b'"1968-13"', b'"68"'):
        with pytest.raises(ValidationError):
            adapter.validate_json(wrong)
