"""Dates as official papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.dates_az import MONTHS, long_date, ordinal_suffix, short_date, short_time, year_az

ONES = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
HARMONY = {"a": "cı", "ı": "cı", "e": "ci", "ə": "ci", "i": "ci", "o": "cu", "u": "cu", "ö": "cü", "ü": "cü"}


def spoken(number: int) -> str:
    """The number in words, up to a million, as one says it."""
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    words = [spoken(thousands) if thousands > 1 else "", "min" if thousands else ""]
    words += [ONES[hundreds] if hundreds > 1 else "", "yüz" if hundreds else "", TENS[below // 10], ONES[below % 10]]
    return " ".join(word for word in words if word)


def in_harmony(word: str) -> str:
    """The suffix whose vowel agrees with the last vowel of the word."""
    return HARMONY[next(letter for letter in reversed(word) if letter in HARMONY)]


@given(st.integers(1, 999_999))
def test_the_suffix_agrees_with_the_last_word_that_is_spoken(number: int) -> None:
    assert ordinal_suffix(number) == in_harmony(spoken(number))


@pytest.mark.parametrize("year", range(1900, 2101))
def test_every_year_of_two_centuries_has_its_suffix(year: int) -> None:
    assert year_az(year) == f"{year}-{in_harmony(spoken(year))} il"


@pytest.mark.parametrize(
    ("number", "suffix"),
    [(1900, "cü"), (1993, "cü"), (1988, "ci"), (1999, "cu"), (2000, "ci"), (2010, "cu"), (2026, "cı"), (2030, "cu")],
)
def test_years_that_one_meets_in_print(number: int, suffix: str) -> None:
    assert ordinal_suffix(number) == suffix


def test_a_million_takes_the_vowel_of_milyon() -> None:
    assert ordinal_suffix(1_000_000) == "cu"


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
