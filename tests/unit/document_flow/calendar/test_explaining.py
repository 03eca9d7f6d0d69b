"""A term explains itself day by day, with the days it was suspended."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from document_flow.calendar import DayLine, DayOverride, Pause, WorkingCalendar, due_with
from document_flow.words import Words

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
PAUSES = st.lists(
    st.builds(lambda first, long: Pause(first, first + timedelta(days=long), "sorğu"), DAYS, st.integers(0, 30)),
    max_size=4,
)


def test_each_day_has_its_mark_its_count_and_its_words() -> None:
    moved = DayOverride(working=False, reason=Words("köçürülüb", "moved"), act="Qərar 1")
    calendar = WorkingCalendar({date(2026, 3, 31): moved})

    lines = calendar.explain(date(2026, 3, 27), 2)

    assert [(line.day.day, line.mark, line.count) for line in lines] == [
        (28, "weekend", 0),
        (29, "weekend", 0),
        (30, "holiday", 0),
        (31, "moved", 0),
        (1, "counted", 1),
        (2, "counted", 2),
    ]
    assert lines[3].words == Words("köçürülüb (Qərar 1)", "moved (Qərar 1)")


def test_a_suspended_working_day_is_not_counted_and_says_since_when() -> None:
    pause = Pause(date(2026, 4, 2), date(2026, 4, 5), "əlavə sənəd gözlənilir")

    lines = CALENDAR.explain(date(2026, 3, 31), 2, [pause])

    assert [(line.day.day, line.mark, line.count) for line in lines] == [
        (1, "counted", 1),
        (2, "suspended", 1),
        (3, "suspended", 1),
        (4, "weekend", 1),
        (5, "weekend", 1),
        (6, "counted", 2),
    ]
    assert lines[1] == DayLine(
        date(2026, 4, 2),
        "suspended",
        1,
        Words(
            "müddət 02.04.2026 tarixindən dayandırılıb: əlavə sənəd gözlənilir",
            "suspended since 02.04.2026: əlavə sənəd gözlənilir",
        ),
    )


def test_a_pause_without_an_end_stops_the_explanation_at_its_first_working_day() -> None:
    lines = CALENDAR.explain(date(2026, 3, 31), 5, [Pause(date(2026, 4, 2), None, "sorğu")])

    assert [(line.day.day, line.mark) for line in lines] == [(1, "counted"), (2, "suspended")]


def test_an_open_pause_under_one_that_ends_still_stops_the_explanation() -> None:
    pauses = [Pause(date(2026, 4, 1), date(2026, 4, 3), "bir"), Pause(date(2026, 4, 1), None, "iki")]

    lines = CALENDAR.explain(date(2026, 3, 31), 5, pauses)

    assert [line.mark for line in lines] == ["suspended"]


def test_there_is_no_due_day_while_a_pause_has_no_end() -> None:
    assert due_with(CALENDAR, date(2026, 3, 31), 5, [Pause(date(2026, 4, 2), None, "sorğu")]) is None


def test_a_pause_that_begins_after_the_term_does_not_move_it() -> None:
    assert due_with(CALENDAR, date(2026, 3, 31), 2, [Pause(date(2026, 4, 3), None, "sorğu")]) == date(2026, 4, 2)


def test_a_term_of_no_days_ends_where_it_starts() -> None:
    assert due_with(CALENDAR, date(2026, 4, 4), 0, []) == date(2026, 4, 4)


@given(DAYS, st.integers(0, 40))
def test_without_pauses_the_due_day_is_that_of_the_calendar(start: date, days: int) -> None:
    assert due_with(CALENDAR, start, days, []) == CALENDAR.add(start, days)


@given(DAYS, st.integers(1, 40), PAUSES)
def test_the_explanation_counts_exactly_the_days_of_the_term(start: date, days: int, pauses: list[Pause]) -> None:
    lines = CALENDAR.explain(start, days, pauses)

    assert [line.day for line in lines] == [start + timedelta(days=n) for n in range(1, len(lines) + 1)]
    assert [line.count for line in lines if line.mark == "counted"] == list(range(1, days + 1))
    assert not any(pause.covers(line.day) for line in lines if line.mark == "counted" for pause in pauses)


@given(DAYS, st.integers(0, 40), PAUSES)
def test_a_pause_never_makes_a_term_end_earlier(start: date, days: int, pauses: list[Pause]) -> None:
    due = due_with(CALENDAR, start, days, pauses)

    assert due is not None
    assert due >= CALENDAR.add(start, days)
