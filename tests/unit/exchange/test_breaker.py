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


@given(st.lists(st.booleans(), max_size=60))
def test_an_open_breaker_always_has_a_probe_within_twenty_seconds(calls: list[bool]) -> None:
    now = 100 * SECOND
    breaker = after(CLOSED, *calls, now=now)

    if breaker.state == "open":
        assert 5 * SECOND <= breaker.probe_at - now <= 20 * SECOND
