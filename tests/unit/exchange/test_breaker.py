"""The circuit breaker's learning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.clock import SECOND
from hub.exchange.breaker import WINDOW, Breaker, Health

CLOSED = Breaker("closed", 0, 0, 0, 0, 0)


def after(breaker: Breaker, *calls: bool, now: int = SECOND) -> Breaker:
    for good in calls:
        breaker = breaker.learned(Health().plus(healthy=good), now)
    return breaker


def test_four_failures_leave_it_closed_and_the_fifth_opens_it() -> None:
    assert after(CLOSED, *[False] * 4).state == "closed"
    assert after(CLOSED, *[False] * 5).state == "open"


def test_a_success_between_failures_starts_the_count_again() -> None:
    assert after(CLOSED, *[False] * 4, True, *[False] * 4).state == "closed"


def test_half_of_twenty_calls_in_a_minute_open_it() -> None:
    assert after(CLOSED, *[False, True] * 10, False).state == "open"


def test_failures_of_the_last_minute_are_forgotten() -> None:
    shaken = after(CLOSED, *[False, False, True] * 5)

    assert after(shaken, *[False, True] * 3, now=WINDOW + 2 * SECOND).state == "closed"


def test_the_probe_decides() -> None:
    half_open = Breaker("half_open", 5, 5, 5, 0, 0)

    assert after(half_open, True).state == "closed"
    assert after(half_open, False).state == "open"


def test_a_probe_that_finds_the_agency_busy_closes_the_breaker_for_after_the_time_it_asked_for() -> None:
    half_open = Breaker("half_open", 7, 9, 9, 0, 30 * SECOND)

    found = half_open.learned(Health().busy(3 * SECOND), 10 * SECOND)

    assert found == Breaker("closed", 0, 0, 0, 0, 13 * SECOND)
    assert found.learned(Health(bad=1), 14 * SECOND).state == "closed"


def test_a_probe_that_never_reached_the_agency_makes_room_for_the_next() -> None:
    half_open = Breaker("half_open", 7, 9, 9, 0, 30 * SECOND)

    assert half_open.learned(Health(), 10 * SECOND) == Breaker("half_open", 7, 9, 9, 0, 10 * SECOND)


@given(st.integers(0, 3), st.integers(0, 3), st.none() | st.integers(0, 20 * SECOND))
def test_whatever_an_agency_answers_to_a_probe_is_decisive(good: int, bad: int, hold: int | None) -> None:
    half_open, now = Breaker("half_open", 5, 5, 5, 0, 125 * SECOND), 100 * SECOND

    found = half_open.learned(Health(good, bad, hold), now)

    answered = bool(good or bad or hold is not None)
    assert (found.state != "half_open") == answered
    assert found.probe_at <= now + 20 * SECOND


@given(st.sampled_from(("closed", "open")), st.none() | st.integers(0, 20 * SECOND))
def test_a_busy_answer_changes_nothing_but_a_half_open_breaker(state: str, hold: int | None) -> None:
    breaker = Breaker(state, 5, 20, 12, 0, 7)

    assert breaker.learned(Health(hold=hold), SECOND) == breaker


@given(st.lists(st.booleans(), max_size=60))
def test_an_open_breaker_always_has_a_probe_within_twenty_seconds(calls: list[bool]) -> None:
    now = 100 * SECOND
    breaker = after(CLOSED, *calls, now=now)

    if breaker.state == "open":
        assert 5 * SECOND <= breaker.probe_at - now <= 20 * SECOND
