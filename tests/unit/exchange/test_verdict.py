"""What an outcome means for a delivery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.connector import Retry
from connectors.outcome import Breach, Busy, Delivered, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.clock import SECOND
from hub.exchange.states import DeliveryState
from hub.exchange.verdict import Facts, backoff, judge

SENT = Exchanged(b"x", b"", None, reached=True)
UNSENT = Exchanged()

outcomes = st.sampled_from([
    Delivered(SENT), Rejected(SENT, "c"), Busy(SENT, "c"), Busy(SENT, "c", retry_after=1e9), Unavailable(UNSENT, "c"),
    Unavailable(SENT, "c", retry_after=5), Unknown(SENT, "c"), Breach(SENT, "c"),
])  # fmt: skip
facts = st.builds(
    Facts, counted=st.integers(0, 400), budget=st.integers(1, 300), tries=st.integers(1, 10_000),
    idempotent=st.booleans(), has_status=st.booleans(),
)  # fmt: skip
draws = st.floats(0, 1, exclude_max=True)


def plain(*, idempotent: bool = True, has_status: bool = False, counted: int = 0) -> Facts:
    return Facts(counted, 300, 1, idempotent, has_status)


@given(outcomes, facts, draws)
def test_an_unknown_outcome_is_never_called_failed(outcome: Outcome, known: Facts, draw: float) -> None:
    verdict = judge(outcome, known, lambda: draw)

    if isinstance(outcome, Unknown | Breach):
        assert verdict.state in (DeliveryState.RETRYING, DeliveryState.UNKNOWN)


@given(outcomes, facts, draws)
def test_waits_are_bounded(outcome: Outcome, known: Facts, draw: float) -> None:
    assert 0 <= judge(outcome, known, lambda: draw).wait <= 3601 * SECOND


@given(facts, draws)
def test_what_never_reached_the_agency_spends_no_budget(known: Facts, draw: float) -> None:
    verdict = judge(Unavailable(UNSENT, "c"), known, lambda: draw)

    assert verdict.state is DeliveryState.RETRYING
    assert not verdict.counted


@given(st.integers(0, 10_000), draws)
def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further(tries: int, draw: float) -> None:
    assert backoff(Retry(), tries, lambda: draw) <= Retry().longest_s * SECOND


@pytest.mark.parametrize(
    ("outcome", "known", "state"),
    [
        (Delivered(SENT), plain(), DeliveryState.DELIVERED),
        (Rejected(SENT, "c"), plain(), DeliveryState.FAILED),
        (Unknown(SENT, "c"), plain(idempotent=False), DeliveryState.UNKNOWN),
        (Unknown(SENT, "c"), plain(idempotent=True), DeliveryState.RETRYING),
        (Unknown(SENT, "c"), plain(idempotent=False, has_status=True), DeliveryState.RETRYING),
        (Breach(SENT, "c"), plain(idempotent=True), DeliveryState.UNKNOWN),
        (Breach(SENT, "c"), plain(has_status=True), DeliveryState.RETRYING),
        (Unknown(SENT, "c"), plain(counted=299), DeliveryState.UNKNOWN),
        (Busy(SENT, "c"), plain(counted=299), DeliveryState.FAILED),
        (Busy(SENT, "c"), plain(), DeliveryState.RETRYING),
    ],
)
def test_each_outcome_has_its_next_state(outcome: Outcome, known: Facts, state: DeliveryState) -> None:
    assert judge(outcome, known, lambda: 0.5).state is state


def test_retry_after_is_honoured_up_to_an_hour() -> None:
    verdict = judge(Busy(SENT, "c", retry_after=120), plain(), lambda: 0.0)

    assert verdict.wait == 120 * SECOND
