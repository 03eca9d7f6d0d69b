"""Terms in working days: the holidays of Azerbaijan, weekends, and the properties that any calendar must have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.calendar import DayOverride, WorkingCalendar
from document_flow.words import Words

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
OVERRIDES = st.dictionaries(
    DAYS, st.builds(DayOverride, st.booleans(), st.just(Words("köçürülüb", "moved")), st.just("nümunə")), max_size=30
)
CALENDARS = st.builds(WorkingCalendar, OVERRIDES)


def test_fifteen_working_days_from_the_eve_of_novruz_end_a_month_later() -> None:
    due = WorkingCalendar().add(date(2026, 3, 13), 15)

    assert due == date(2026, 4, 14)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 14), Words("iş günü", "working day")),
        (date(2026, 4, 11), Words("şənbə", "Saturday")),
        (date(2026, 4, 12), Words("bazar", "Sunday")),
        (date(2026, 3, 24), Words("Novruz bayramı", "Spring Festival")),
        (date(2026, 5, 27), Words("Qurban bayramı", "Eid al-Adha")),
        (date(2026, 3, 26), Words("bayrama görə köçürülmüş istirahət günü", "day off moved because of a holiday")),
    ],
)
def test_every_day_says_what_it_is(day: date, words: Words) -> None:
    assert WorkingCalendar().why(day) == words


def test_a_day_of_the_yearly_decision_names_the_decision() -> None:
    moved = DayOverride(working=False, reason=Words("30 may ilə dəyişdirilib", "exchanged with 30 May"), act="Qərar 1")

    words = WorkingCalendar({date(2026, 5, 26): moved}).why(date(2026, 5, 26))

    assert words == Words("30 may ilə dəyişdirilib (Qərar 1)", "exchanged with 30 May (Qərar 1)")


def test_the_yearly_decision_goes_before_weekends_and_holidays() -> None:
    words = Words("səbəb", "reason")
    saturday, holiday, plain = date(2026, 5, 30), date(2026, 3, 20), date(2026, 5, 26)

    calendar = WorkingCalendar(
        {
            saturday: DayOverride(working=True, reason=words, act="Qərar"),
            holiday: DayOverride(working=True, reason=words, act="Qərar"),
            plain: DayOverride(working=False, reason=words, act="Qərar"),
        }
    )

    assert [calendar.is_working(day) for day in (saturday, holiday, plain)] == [True, True, False]


def test_days_of_remembrance_that_are_worked_are_no_days_off() -> None:
    assert WorkingCalendar().is_working(date(2026, 11, 12))


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_between_takes_back_what_add_gave(calendar: WorkingCalendar, start: date, days: int) -> None:
    assert calendar.between(start, calendar.add(start, days)) == days


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_the_day_before_is_one_too_early(
    calendar: WorkingCalendar, start: date, days: int
) -> None:
    due = calendar.add(start, days)

    assert calendar.is_working(due)
    assert calendar.between(start, due - timedelta(days=1)) == days - 1


@given(CALENDARS, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_term_never_ends_earlier(calendar: WorkingCalendar, start: date, days: int, more: int) -> None:
    assert calendar.add(start, days) <= calendar.add(start, days + more)
    assert calendar.add(calendar.add(start, days), more) == calendar.add(start, days + more)


@given(CALENDARS, DAYS, DAYS, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(calendar: WorkingCalendar, one: date, other: date, days: int) -> None:
    first, second = sorted((one, other))

    assert calendar.add(first, days) <= calendar.add(second, days)


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_working_days_between_add_up(calendar: WorkingCalendar, one: date, two: date, three: date) -> None:
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)
    assert calendar.between(one, two) == -calendar.between(two, one)


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_counting_back_from_a_working_day_is_counting_on_turned_round(
    calendar: WorkingCalendar, day: date, days: int
) -> None:
    due = calendar.add(day, 1)

    earlier = calendar.add(due, -days)

    assert calendar.is_working(earlier)
    assert calendar.add(earlier, days) == due
