"""What a step is: it does its part before and after `proceed`, which runs the steps inside it (Pipes and Filters)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

from connectors.connector import Operation
from connectors.outcome import Outcome
from hub.exchange.model import Job
from hub.exchange.settle import Settle, Settled
from hub.exchange.verdict import Verdict


class Moment(NamedTuple):
    """Seconds on the clock that only goes forward, and on the wall."""

    monotonic: float
    wall: float

    def after(self, earlier: Moment) -> float:
        """Seconds since then, by whichever clock shows more."""
        return max(self.monotonic - earlier.monotonic, self.wall - earlier.wall)


@dataclass(slots=True)
class Call:
    """A claimed delivery on its way: steps fill in what they find out, innermost first, for those around them."""

    job: Job
    operation: Operation
    trace: str | None
    """The traceparent that later work continues."""
    claimed_at: Moment
    """Before it was claimed: its lease began later."""
    outcome: Outcome = field(init=False)
    verdict: Verdict = field(init=False)
    settle: Settle = field(init=False)
    settled: Settled = field(init=False)


Proceed = Callable[[Call], Awaitable[None]]


class Step(Protocol):
    """One concern of a call. What it raises ends the call, and the work is put back."""

    async def __call__(self, call: Call, proceed: Proceed) -> None: ...


def chained(steps: Sequence[Step], innermost: Proceed) -> Proceed:
    """All of them as one, the first outermost."""
    proceed = innermost
    for step in reversed(steps):
        proceed = partial(step, proceed=proceed)
    return proceed
