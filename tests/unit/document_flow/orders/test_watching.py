"""Whom the orders wait for, reminders before the last day, and escalation after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from document_flow.context import BAKU
from document_flow.orders import kernel
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.extension import DecideExtension, RequestExtension
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.suspension import Suspend
from document_flow.orders.acts.tick import Escalated, Reminded
from document_flow.orders.event import Event
from document_flow.orders.rules import OrderRules
from document_flow.orders.state import State
from document_flow.outcome import Refusal
from document_flow.people import Directory
from document_flow.words import Words
from tests.unit.document_flow.orders.office import DIRECTORY, NOTHING, after, given, on, without

WEDNESDAY = date(2026, 4, 8)
DUE = date(2026, 4, 13)


def _fired(state: State, timer: str, day: date, hour: int = 9) -> tuple[Event, ...]:
    decided = kernel.decide(state, kernel.tick(timer), on(day, hour))
    assert not isinstance(decided, Refusal)
    return decided


@pytest.fixture
def state() -> State:
    return after(NOTHING, given("ali", "vali", control=True))


def test_an_open_task_waits_for_its_executors_and_counts_the_days(state: State) -> None:
    waits = kernel.waiting(state, on(WEDNESDAY))

    assert (waits.actors, waits.due, waits.overdue) == (("ali", "vali"), DUE, False)
    assert waits.need == Words(
        "İcra gözlənilir: Ali, Vali; müddət 13.04.2026, 3 iş günü qalıb.",
        "Execution is awaited: Ali, Vali; due 13.04.2026, 3 working days left.",
    )


def test_who_has_reported_is_not_waited_for(state: State) -> None:
    state = after(state, CoExecutorReport(by="vali", resolution="1", text="hazırdır"))

    assert kernel.waiting(state, on()).actors == ("ali",)


def test_on_the_last_day_it_is_not_overdue_and_the_day_after_it_is(state: State) -> None:
    assert not kernel.waiting(state, on(DUE)).overdue

    waits = kernel.waiting(state, on(date(2026, 4, 15)))

    assert waits.overdue
    assert waits.need.az == "İcra gözlənilir: Ali, Vali; müddət 13.04.2026, 2 iş günü gecikir."
    assert waits.need.en.endswith("due 13.04.2026, overdue by 2 working days.")


def test_a_task_without_a_term_says_so() -> None:
    waits = kernel.waiting(after(NOTHING, given("ali", days=None)), on())

    assert waits.need.az == "İcra gözlənilir: Ali; müddət qoyulmayıb."
    assert (waits.due, waits.overdue) == (None, False)


def test_a_report_waits_for_the_owner_of_the_control(state: State) -> None:
    state = after(state, Report(by="ali", resolution="1", answer="99-1/26"))

    waits = kernel.waiting(state, on(date(2026, 4, 20)))

    assert (waits.actors, waits.overdue) == (("head",), False)
    assert waits.need.en == "Execution is reported; the owner of the control is to decide: Head."


def test_a_request_to_extend_waits_for_the_head_too(state: State) -> None:
    ask = RequestExtension(by="ali", resolution="1", until=date(2026, 4, 20), reason="arxiv")

    waits = kernel.waiting(after(state, ask), on())

    assert waits.actors == ("ali", "vali", "head")
    assert waits.need.en.endswith("The head is to decide about an extension until 20.04.2026.")


def test_a_suspended_task_waits_for_those_who_may_resume_it(state: State) -> None:
    state = after(
        NOTHING,
        given("chief", control=True, by="deputy"),
        given("ali", by="chief", resolution="1.1", parent="1"),
        Suspend(by="deputy", resolution="1", reason="sorğu"),
    )

    each = kernel.waiting_by_resolution(state, on())

    assert [waits.actors for waits in each.values()] == [("deputy",), ("deputy",)]
    assert each["1"].need.az == "Müddət 06.04.2026 tarixindən dayandırılıb (sorğu); davam etdirə bilər: Deputy."
    assert each["1"].due is None
    assert kernel.timers(state, on()) == ()


def test_several_tasks_are_told_by_the_most_urgent(state: State) -> None:
    state = after(state, given("leyla", resolution="2", days=2), given("ali", resolution="3", days=None))

    waits = kernel.waiting(state, on(date(2026, 4, 9)))

    assert list(kernel.waiting_by_resolution(state, on())) == ["2", "1", "3"]
    assert (waits.actors, waits.due, waits.overdue) == (("leyla", "ali", "vali"), WEDNESDAY, True)
    assert waits.need.az.endswith("Daha 2 tapşırıq icradadır.")


def test_nothing_waits_when_nothing_is_open() -> None:
    waits = kernel.waiting(NOTHING, on())

    assert waits.actors == ()
    assert waits.need.en == "No task waits to be executed."


def _may_hand_over(directory: Directory, login: str) -> Directory:
    able = replace(directory.officials[login], roles=frozenset(("head",)))
    return replace(directory, officials={**directory.officials, login: able})


@pytest.mark.parametrize(
    ("directory", "actors"),
    [
        (without("ali"), ("head", "vali")),
        (_may_hand_over(without("ali"), "chief"), ("chief", "vali")),
        (without("ali", "chief"), ("head", "vali")),
        (without("ali", "chief", "head"), ("ali", "vali")),
        (Directory(), ("ali", "vali")),
    ],
)
def test_in_the_place_of_one_who_left_it_waits_for_who_can_hand_over(
    state: State, directory: Directory, actors: tuple[str, ...]
) -> None:
    assert kernel.waiting(state, on(directory=directory)).actors == actors


def test_reminders_go_three_one_and_no_working_days_before_and_word_to_the_head_after(state: State) -> None:
    ladder = [(timer.name, timer.at) for timer in kernel.timers(state, on())]

    assert ladder == [
        ("1/2026-04-13/remind-3", datetime(2026, 4, 8, 9, tzinfo=BAKU)),
        ("1/2026-04-13/remind-1", datetime(2026, 4, 10, 9, tzinfo=BAKU)),
        ("1/2026-04-13/remind-0", datetime(2026, 4, 13, 9, tzinfo=BAKU)),
        ("1/2026-04-13/overdue", datetime(2026, 4, 14, 9, tzinfo=BAKU)),
    ]


def test_reminders_that_would_come_before_the_order_are_left_out() -> None:
    short = after(NOTHING, given("ali", days=1))

    assert [timer.name for timer in kernel.timers(short, on())] == ["1/2026-04-07/remind-0", "1/2026-04-07/overdue"]


def test_the_body_may_set_other_reminders(state: State) -> None:
    timers = kernel.timers(state, on(), OrderRules(reminders=(2,)))

    assert [timer.name for timer in timers] == ["1/2026-04-13/remind-2", "1/2026-04-13/overdue"]


def test_a_reminder_goes_to_those_who_are_busy_and_fires_once(state: State) -> None:
    (event,) = _fired(state, "1/2026-04-13/remind-1", date(2026, 4, 10))

    assert isinstance(event, Reminded)
    assert (event.to, event.days_left, event.by) == (("ali", "vali"), 1, "")
    later = kernel.evolve(state, event)
    assert _fired(later, event.timer, date(2026, 4, 10)) == ()
    assert event.timer not in [timer.name for timer in kernel.timers(later, on())]


def test_the_head_is_told_once_that_it_is_overdue(state: State) -> None:
    (event,) = _fired(state, "1/2026-04-13/overdue", date(2026, 4, 14))

    assert isinstance(event, Escalated)
    assert event.to == ("head",)
    assert _fired(kernel.evolve(state, event), event.timer, date(2026, 4, 14)) == ()


def test_word_that_it_is_overdue_goes_to_no_head_but_the_one_whose_term_it_is(state: State) -> None:
    other = replace(DIRECTORY.officials["chief"], roles=frozenset(("head",)))
    context = on(date(2026, 4, 14), directory=replace(DIRECTORY, officials={**DIRECTORY.officials, "chief": other}))
    told = kernel.decide(state, kernel.tick("1/2026-04-13/overdue"), context)

    assert not isinstance(told, Refusal)
    assert [each.to for each in told if isinstance(each, Escalated)] == [("head",)]


@pytest.mark.parametrize(
    ("timer", "day", "hour"),
    [("1/2026-04-13/remind-3", WEDNESDAY, 8), ("1/2026-04-20/remind-3", WEDNESDAY, 9), ("nonsense", WEDNESDAY, 9)],
)
def test_a_timer_that_is_early_or_does_not_apply_changes_nothing(
    state: State, timer: str, day: date, hour: int
) -> None:
    assert _fired(state, timer, day, hour) == ()


def test_an_extended_term_has_a_ladder_of_its_own(state: State) -> None:
    extended = after(
        state,
        RequestExtension(by="ali", resolution="1", until=date(2026, 4, 20), reason="arxiv"),
        DecideExtension(by="head", resolution="1", granted=True),
        context=on(date(2026, 4, 10)),
    )

    assert [timer.name for timer in kernel.timers(extended, on())] == [
        "1/2026-04-20/remind-3",
        "1/2026-04-20/remind-1",
        "1/2026-04-20/remind-0",
        "1/2026-04-20/overdue",
    ]
    assert _fired(extended, "1/2026-04-13/overdue", date(2026, 4, 14)) == ()


def test_nobody_is_reminded_of_what_is_reported_or_has_no_term(state: State) -> None:
    reported = after(state, Report(by="ali", resolution="1", answer="99-1/26"))

    assert kernel.timers(reported, on()) == ()
    assert kernel.timers(after(NOTHING, given("ali", days=None)), on()) == ()


def test_everybody_with_a_part_is_among_the_people() -> None:
    state = after(NOTHING, replace(given("ali", "vali", by="deputy", control=True), for_information=("leyla",)))

    assert state.people == {"deputy", "ali", "vali", "leyla"}
    assert after(NOTHING, given("ali")).people == {"head", "ali"}
