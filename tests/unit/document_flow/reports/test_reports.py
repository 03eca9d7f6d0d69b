"""Reports on execution: counts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from document_flow.calendar import WorkingCalendar
from document_flow.reports import (
    ControlReport,
    Overdue,
    TaskRow,
    controlled_in_month,
    mean_days,
    on_time_share,
    overdue,
)

LATER = date(2030, 1, 1)
"""A day on which every month of the rows is over."""
ROW = TaskRow(document="d1", unit="u1", executor="ali", given=date(2026, 4, 1), due=date(2026, 4, 14), controlled=True)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ROWS = st.lists(
    st.builds(
        TaskRow,
        document=st.just("d"),
        unit=st.sampled_from(["u1", "u2"]),
        executor=st.sampled_from(["ali", "vali"]),
        given=DAYS,
        due=st.one_of(st.none(), DAYS),
        executed=st.one_of(st.none(), DAYS),
        controlled=st.booleans(),
        extensions=st.integers(0, 2),
    ),
    max_size=12,
)


def test_the_monthly_report_counts_what_was_carried_taken_executed_and_left() -> None:
    rows = [
        replace(ROW, given=date(2026, 3, 2), due=date(2026, 3, 20), executed=date(2026, 4, 1)),
        replace(ROW, executed=date(2026, 4, 14)),
        replace(ROW, extensions=1),
        replace(ROW, due=date(2026, 5, 5), executed=date(2026, 5, 4)),
        replace(ROW, controlled=False),
        replace(ROW, given=date(2026, 3, 2), executed=date(2026, 3, 31)),
        replace(ROW, given=date(2026, 5, 1)),
    ]

    report = controlled_in_month(rows, 2026, 4, LATER)

    assert report == ControlReport(
        2026, 4, carried=1, taken=3, executed=2, executed_late=1, left=2, overdue=1, extended=1
    )


@given(ROWS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_of_the_month_that_runs_as_many_are_overdue_as_are_today(rows: list[TaskRow], today: date) -> None:
    unfinished = [replace(row, controlled=True, executed=None) for row in rows if row.given <= today]

    report = controlled_in_month(unfinished, today.year, today.month, today)

    assert report.overdue == sum(overdue(unfinished, today).by_unit.values())


def test_december_ends_with_the_year() -> None:
    report = controlled_in_month([replace(ROW, given=date(2026, 12, 31), due=date(2027, 1, 1))], 2026, 12, LATER)

    assert (report.taken, report.left, report.overdue) == (1, 1, 0)


def test_overdue_tasks_are_counted_by_unit_and_by_executor_the_most_first() -> None:
    rows = [
        ROW,
        replace(ROW, unit="u2", executor="vali"),
        replace(ROW, unit="u2", executor="leyla", executed=date(2026, 4, 20)),
        replace(ROW, executed=date(2026, 4, 14)),
        replace(ROW, due=None),
    ]

    late = overdue(rows, date(2026, 4, 15))

    assert late == Overdue(date(2026, 4, 15), {"u2": 2, "u1": 1}, {"ali": 1, "leyla": 1, "vali": 1})
    assert list(late.by_unit) == ["u2", "u1"]
    assert overdue(rows, date(2026, 4, 14)).by_unit == {}


def test_the_mean_time_is_in_working_days() -> None:
    rows = [replace(ROW, executed=date(2026, 4, 6)), replace(ROW, executed=date(2026, 4, 7)), ROW]

    assert mean_days(rows, WorkingCalendar()) == Fraction(7, 2)


def test_the_share_on_time_is_over_what_was_executed_and_had_a_term() -> None:
    rows = [
        replace(ROW, executed=date(2026, 4, 14)),
        replace(ROW, executed=date(2026, 4, 15)),
        replace(ROW, due=None, executed=date(2026, 4, 15)),
        ROW,
    ]

    assert on_time_share(rows) == Fraction(1, 2)


def test_of_nothing_there_is_no_mean_and_no_share() -> None:
    assert mean_days([ROW], WorkingCalendar()) is None
    assert on_time_share([ROW]) is None


@given(ROWS, st.integers(1, 12))
def test_what_was_carried_or_taken_is_executed_or_left(rows: list[TaskRow], month: int) -> None:
    report = controlled_in_month(rows, 2026, month, LATER)

    assert report.carried + report.taken == report.executed + report.left
    assert report.executed_late <= report.executed
    assert report.overdue <= report.left


@given(ROWS, DAYS)
def test_units_and_executors_count_the_same_tasks(rows: list[TaskRow], on: date) -> None:
    late = overdue(rows, on)

    assert sum(late.by_unit.values()) == sum(late.by_executor.values()) == sum(row.overdue(on) for row in rows)
