"""By hand: each witness confirms what was written down, by the own hand; until both did, nothing is drawn.

What a witness does not confirm stops the draw, for people to look into: nothing is pulled anew. Who saw other slips
disputes them, and then two officials may make the draw void.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import (
    REASON,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
    unsaid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPulls(ByHand):
    """The witness saw so many slips, those that stand on the page with the families that pulled them."""

    kind: Literal["confirm_pulls"] = "confirm_pulls"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputePulls(ByHand):
    """What is written down is not what this witness saw; who confirms it later disputes it no more."""

    kind: Literal["dispute_pulls"] = "dispute_pulls"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullsConfirmed(Happened):
    """Of the slips of these families by this witness."""

    kind: Literal["pulls_confirmed"] = "pulls_confirmed"
    entries: tuple[str, ...]

    def apply(self, draw: Draw) -> Draw:
        confirmed = {**draw.confirmed, self.by: (*draw.confirmed.get(self.by, ()), *self.entries)}
        return replace(draw, confirmed=confirmed, disputed=tuple(each for each in draw.disputed if each != self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class PullsDisputed(Happened):
    """By a witness of them."""

    kind: Literal["pulls_disputed"] = "pulls_disputed"
    reason: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, disputed=(*draw.disputed, self.by))


def decide(standing: Standing, command: ConfirmPulls) -> Decision:
    """All that this witness has seen and not confirmed yet."""
    if refused := standing.unless("frozen"):
        return refused
    waiting = standing.state.unconfirmed(command.by)
    if not waiting:
        return refusal("draws.nothing_seen")
    if command.count != len(waiting):
        return refusal("draws.other_pulls")
    return (PullsConfirmed(**standing.stamp(command.by), entries=waiting),)


def _dispute(standing: Standing, command: DisputePulls) -> Decision:
    draw = standing.state
    refused = standing.unless("frozen") or unsaid("draws.no_reason", command.reason)
    if refused is None and command.by not in draw.awaited - {*draw.disputed}:
        refused = refusal("draws.nothing_seen")
    return refused or (PullsDisputed(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=ConfirmPulls,
        decide=decide,
        events={PullsConfirmed: Words("şahid püşkləri təsdiq etdi", "a witness confirmed slips")},
        forms=(
            Form(
                title=Words("Gördüyüm püşkləri təsdiqlə", "Confirm the slips that I saw"),
                place="now",
                tone="primary",
                fields=(Field("count", Words("Neçə püşk", "How many slips"), "number", required=True),),
            ),
        ),
    ),
    Act(
        command=DisputePulls,
        decide=_dispute,
        events={PullsDisputed: Words("şahid püşklərə etiraz etdi", "a witness disputed slips")},
        forms=(
            Form(
                title=Words("Başqa püşklər görmüşəm: etiraz et", "Dispute the slips: I saw others"),
                place="more",
                rank=70,
                tone="danger",
                fields=(REASON,),
            ),
        ),
    ),
)
