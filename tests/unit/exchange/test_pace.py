"""However calls come, no second sees more of them than the rate; and the rate is nearly used up."""

from __future__ import annotations

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from hub.clock import SECOND
from hub.exchange.pace import Bucket, holds_and_gain

RATES = st.sampled_from((0.2, 1.0, 2.5, 3.0, 10.0, 19.9, 20.0, 100.0, 1000.0))
ARRIVALS = st.lists(st.tuples(st.integers(0, 2 * SECOND), st.integers(1, 200)), max_size=60)


def granted(rate: float, arrivals: list[tuple[int, int]]) -> list[int]:
    """When each call started, for callers who come after these pauses and want so many."""
    bucket, now, times = Bucket(1, 0), 1_800_000_000 * SECOND, list[int]()
    for pause, wanted in arrivals:
        now += pause
        count, _, bucket = bucket.take(wanted, rate, now)
        times += [now] * count
    return times


@given(RATES, ARRIVALS)
def test_no_second_sees_more_calls_than_the_rate(rate: float, arrivals: list[tuple[int, int]]) -> None:
    times = granted(rate, arrivals)

    most = ceil(rate)
    assert all(times[i + most] - times[i] > SECOND for i in range(len(times) - most))


@given(RATES)
def test_whoever_comes_back_when_told_uses_nine_tenths_of_the_rate_or_nearly(rate: float) -> None:
    bucket, now, calls = Bucket(1, 0), 0, 0
    while now < 60 * SECOND:
        count, wait, bucket = bucket.take(1000, rate, now)
        calls += count
        assert wait > 0
        now += wait

    assert 0.84 * rate * 60 <= calls <= rate * 60 + holds_and_gain(rate)[0]


@given(RATES, ARRIVALS)
def test_after_the_wait_that_was_named_a_call_may_start(rate: float, arrivals: list[tuple[int, int]]) -> None:
    bucket, now = Bucket(1, 0), 0
    for pause, wanted in arrivals:
        now += pause
        _, wait, bucket = bucket.take(wanted, rate, now)

    count, wait, bucket = bucket.take(0, rate, now)
    assert count == 0
    assert bucket.take(1, rate, now + wait)[0] == 1


def test_an_instant_before_the_last_one_gains_nothing() -> None:
    count, wait, bucket = Bucket(0.0, 5 * SECOND).take(1, 3, SECOND)

    assert (count, bucket.at) == (0, 5 * SECOND)
    assert wait > 0
