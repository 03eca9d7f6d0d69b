"""What an outcome means for a delivery: the next state, when to look again, and what is counted. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import assert_never

from connectors.connector import Retry
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unavailable, Unknown
from hub.clock import SECOND
from hub.exchange.states import DeliveryState


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict needs to know of the delivery and its operation. `tries` counts every claim of the delivery."""

    counted: int
    budget: int
    tries: int
    idempotent: bool
    has_status: bool
    retry: Retry = field(default_factory=Retry)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state. `wait` is microseconds from the store's now; `healthy` is what the breaker learns."""

    state: DeliveryState
    outcome: str
    wait: int = 0
    counted: bool = True
    healthy: bool | None = None
    hold: int | None = None
    """Microseconds for which a busy agency is left alone by all; None where it did not say that it is busy."""


def backoff(retry: Retry, tries: int, draw: Callable[[], float]) -> int:
    """Full jitter: a uniform wait up to the policy's ceiling. Microseconds."""
    return int(draw() * retry.ceiling(tries) * SECOND)


def judge(outcome: Outcome, facts: Facts, draw: Callable[[], float]) -> Verdict:
    """Map an outcome to the next state. `draw` yields a number in [0, 1)."""
    match outcome:
        case Delivered():
            return Verdict(DeliveryState.DELIVERED, "delivered", healthy=True)
        case Rejected():
            return Verdict(DeliveryState.FAILED, "rejected", healthy=True if outcome.exchanged.reached else None)
        case Busy(exchanged=exchanged, retry_after=after):
            again = _again(facts, "busy", draw, after, counted=exchanged.reached, healthy=None)
            return replace(again, hold=int(facts.retry.hold(after) * SECOND))
        case Unavailable(exchanged=exchanged, retry_after=after):
            return _again(facts, "unavailable", draw, after, counted=exchanged.reached, healthy=False)
        case Unknown():
            return _unresolved(facts, "unknown", draw)
        case Breach():
            return _unresolved(facts, "breach", draw)
        case _:
            assert_never(outcome)


def _again(
    facts: Facts, name: str, draw: Callable[[], float], after: float | None, *, counted: bool, healthy: bool | None
) -> Verdict:
    if counted and facts.counted + 1 >= facts.budget:
        return Verdict(DeliveryState.FAILED, name, healthy=healthy)
    wait = backoff(facts.retry, facts.tries, draw)
    if after is not None:
        wait = int(min(after, facts.retry.longest_wish_s) * SECOND) + int(draw() * SECOND)
    return Verdict(DeliveryState.RETRYING, name, wait, counted, healthy)


def _unresolved(facts: Facts, name: str, draw: Callable[[], float]) -> Verdict:
    """Sent without a usable answer: never failed by itself. Asked again or resent under the same key, or a person's."""
    if not facts.has_status and (name == "breach" or not facts.idempotent):
        return Verdict(DeliveryState.UNKNOWN, name, healthy=False)
    if facts.counted + 1 >= facts.budget:
        return Verdict(DeliveryState.UNKNOWN, name, healthy=False)
    return Verdict(DeliveryState.RETRYING, name, backoff(facts.retry, facts.tries, draw), counted=True, healthy=False)
