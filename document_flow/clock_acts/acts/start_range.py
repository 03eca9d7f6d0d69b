"""The hub starts the term of the next households, each by an act of its own; a range is worked off once, in its order.

Whoever has keys later is counted in the transaction that hands them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.act import Act
from document_flow.clock_acts.standing import Decision, Standing, refusal
from document_flow.clock_acts.state import ClockAct
from document_flow.hands import MACHINE, ByHand, Happened
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRange(ByHand):
    """Behind `after` down to `cursor`: how many terms were started, how many not and why."""

    kind: Literal["start_range"] = "start_range"
    after: str
    cursor: str
    started: int
    left: Mapping[str, int] = field(default_factory=dict)
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeStarted(Happened):
    """One range further."""

    kind: Literal["range_started"] = "range_started"
    cursor: str
    started: int
    left: Mapping[str, int]
    is_last: bool

    def apply(self, state: ClockAct) -> ClockAct:
        codes = {**state.left, **self.left}
        return replace(
            state,
            cursor=self.cursor,
            is_through=self.is_last,
            started=state.started + self.started,
            left={code: state.left.get(code, 0) + self.left.get(code, 0) for code in codes},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLater(ByHand):
    """A household has its keys while the act is in force, and its term with them."""

    kind: Literal["start_later"] = "start_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterStarted(Happened):
    """One more."""

    kind: Literal["later_started"] = "later_started"

    def apply(self, state: ClockAct) -> ClockAct:
        return replace(state, started=state.started + 1)


def _range(standing: Standing, command: StartRange) -> Decision:
    state = standing.state
    refused = standing.unless("in_force")
    if refused is None and (state.is_through or command.after != state.cursor):
        refused = refusal("clock_acts.stale")
    stamp = standing.stamp(command.by)
    said = RangeStarted(
        **stamp, cursor=command.cursor, started=command.started, left=command.left, is_last=command.is_last
    )
    return refused or (said,)


def _later(standing: Standing, command: StartLater) -> Decision:
    return standing.unless("in_force") or (LaterStarted(**standing.stamp(command.by)),)


ACTS = (
    Act(
        command=StartRange,
        decide=_range,
        who=MACHINE,
        events={RangeStarted: Words("ailələrin müddəti başladı", "terms of households started")},
    ),
    Act(
        command=StartLater,
        decide=_later,
        who=MACHINE,
        events={LaterStarted: Words("sonra qayıdan ailənin müddəti başladı", "the term of a later household started")},
    ),
)
