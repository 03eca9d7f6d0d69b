"""How pages write numbers, times and names."""

from __future__ import annotations

import pytest

from hub.clock import SECOND
from hub.console.writing import (
    ago,
    baku,
    day,
    exactly,
    in_order,
    moment,
    month,
    place,
    read_day,
    size,
    span,
    typed_day,
)
from hub.errors import Lang, Words
from hub.web.numbers import number

NOON = 1_795_593_600 * SECOND
"""25.11.2026 08:00:00 UTC, noon in Baku."""


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (1000, "1\u202f000"), (658793, "658\u202f793")])
def test_numbers_are_parted_by_narrow_spaces(value: int, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1234, "1,2 kB"),
        (250_000, "250 kB"),
        (3_400_000, "3,4 MB"),
        (2_500_000_000_000, "2500 GB"),
    ],
)
def test_sizes_have_a_decimal_comma_and_one_digit_behind_it(count: int, text: str) -> None:
    assert size(count) == text


def test_days_and_instants_are_written_as_in_baku() -> None:
    assert day("2026-11-24") == "24.11.2026"
    assert baku(NOON).hour == 12
    assert exactly(NOON) == "25.11.2026 12:00:00"


@pytest.mark.parametrize(
    ("seconds", "az", "en"),
    [
        (0.25, "250 ms", "250 ms"),
        (42, "42 san", "42 s"),
        (63, "1 dəq 3 san", "1 min 3 s"),
        (3600, "1 saat", "1 h"),
        (90_000, "1 gün 1 saat", "1 d 1 h"),
    ],
)
def test_spans_name_their_two_largest_units(seconds: float, az: str, en: str) -> None:
    assert (span(int(seconds * SECOND), "az"), span(int(seconds * SECOND), "en")) == (az, en)


@pytest.mark.parametrize(
    ("seconds", "lang", "text"),
    [
        (1, "az", "indicə"),
        (1, "en", "now"),
        (300, "az", "5 dəq əvvəl"),
        (300, "en", "5 min ago"),
        (-7200, "az", "2 saat sonra"),
        (-7200, "en", "in 2 h"),
        (86400, "en", "24.11.2026 12:00"),
    ],
)
def test_what_is_near_is_told_relative_and_what_is_a_day_away_by_its_date(seconds: int, lang: Lang, text: str) -> None:
    assert ago(NOON - seconds * SECOND, NOON, lang) == text


def test_a_moment_tells_machines_and_those_who_point_at_it_the_exact_time() -> None:
    written = moment(NOON - 300 * SECOND, NOON, "en")

    assert written == '<time datetime="2026-11-25T11:55:00+04:00" title="25.11.2026 11:55:00">5 min ago</time>'
    assert moment(None, NOON, "az") == "—"


def test_names_are_sorted_by_the_azerbaijani_alphabet() -> None:
    names = ["Zaur", "Əli", "İlqar", "Xəyal", "Qədir", "Kamran", "Çinarə", "Cavid", "Hikmət", "Elçin", "Irmaq"]

    assert in_order(names) == [
        "Cavid",
        "Çinarə",
        "Elçin",
        "Əli",
        "Hikmət",
        "Xəyal",
        "Irmaq",
        "İlqar",
        "Kamran",
        "Qədir",
        "Zaur",
    ]


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        ("24.11.2026", "2026-11-24", "24.11.2026"),
        (" 4.1.2026 ", "2026-01-04", "04.01.2026"),
        ("24.11.2026 9:05", "2026-11-24T09:05", "24.11.2026 09:05"),
        ("2026-11-24", "2026-11-24", "24.11.2026"),
        ("4.2019", "2019-04", "04.2019"),
        ("2019", "2019", "2019"),
        ("sabah", "sabah", "sabah"),
        ("", "", ""),
    ],
)
def test_a_day_is_typed_as_it_is_shown(typed: str, read: str, shown: str) -> None:
    assert read_day(typed) == read
    assert typed_day(read) == shown


def test_a_month_is_shown_without_its_day() -> None:
    assert month("2026-11") == "11.2026"


def test_names_stand_in_the_order_in_which_they_are_shown() -> None:
    ministry, service = Words("Ədliyyə Nazirliyi", "Ministry of Justice"), Words("DVX", "State Tax Service")
    names = {"edliyye": ministry, "dvx": service}
    assert in_order(names, names.__getitem__, "az") == ["dvx", "edliyye"]
    assert in_order(names, names.__getitem__, "en") == ["edliyye", "dvx"]


@pytest.mark.parametrize(
    ("text", "az"),
    [("line 1, column 2", "sətir 1, sütun 2"), ("line 4/MK", "sətir 4/MK"), ("/subjects/line", "/subjects/line")],
)
def test_a_place_is_said_in_the_readers_language(text: str, az: str) -> None:
    assert (place(text, "az"), place(text, "en")) == (az, text)
