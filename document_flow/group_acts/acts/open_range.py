"""The hub opens it for the cases of one range, each by an act of its own; a range is worked off once, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.act import Act
from document_flow.group_acts.standing import Decision, Standing, refusal
from document_flow.group_acts.state import GroupAct
from document_flow.hands import MACHINE, ByHand, Happened
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRange(ByHand):
    """The replay's event of that number: how many of its cases were opened, how many not and why, and what the ids of
    all cases until then come to.
    """

    kind: Literal["open_range"] = "open_range"
    number: int
    opened: int
    left: Mapping[str, int] = field(default_factory=dict)
    seen: str
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOpened(Happened):
    """One range further."""

    kind: Literal["range_opened"] = "range_opened"
    number: int
    opened: int
    left: Mapping[str, int]
    seen: str
    is_last: bool

    def apply(self, group: GroupAct) -> GroupAct:
        """With its counts."""
        return replace(
            group,
            phase="opened" if self.is_last else "agreed",
            number=self.number,
            opened=group.opened + self.opened,
            left={code: group.left.get(code, 0) + self.left.get(code, 0) for code in {**group.left, **self.left}},
            seen=self.seen,
        )


def _open(standing: Standing, command: OpenRange) -> Decision:
    group = standing.state
    if refused := standing.unless("agreed"):
        return refused
    if command.number != group.number + 1:
        return refusal("group_acts.stale")
    if command.is_last and command.seen != group.pin:
        return refusal("group_acts.pin")
    return (
        RangeOpened(
            **standing.stamp(command.by),
            number=command.number,
            opened=command.opened,
            left=command.left,
            seen=command.seen,
            is_last=command.is_last,
        ),
    )


ACTS = (
    Act(
        command=OpenRange,
        decide=_open,
        who=MACHINE,
        events={RangeOpened: Words("icraatlar üzrə icra olundu", "it was carried out case by case")},
    ),
)
