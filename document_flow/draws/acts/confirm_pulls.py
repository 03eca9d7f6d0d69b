"""By hand: each witness confirms what was written down, by the own hand; until both did, nothing is drawn.

What a witness does not confirm stops the draw, for people to look into: nothing is pulled anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import Act, ByHand, Decision, Draw, Field, Form, Happened, Standing, Words, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPulls(ByHand):
    """The witness saw so many slips, those that stand on the page with the families that pulled them."""

    kind: Literal["confirm_pulls"] = "confirm_pulls"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PullsConfirmed(Happened):
    """Of the slips of these families by this witness."""

    kind: Literal["pulls_confirmed"] = "pulls_confirmed"
    entries: tuple[str, ...]

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, confirmed={**draw.confirmed, self.by: (*draw.confirmed.get(self.by, ()), *self.entries)})


def decide(standing: Standing, command: ConfirmPulls) -> Decision:
    """All that this witness has seen and not confirmed yet."""
    if refused := standing.unless("frozen"):
        return refused
    waiting = standing.draw.unconfirmed(command.by)
    if not waiting:
        return refusal("draws.nothing_seen")
    if command.count != len(waiting):
        return refusal("draws.other_pulls")
    return (PullsConfirmed(**standing.stamp(command.by), entries=waiting),)


_FORM = Form(
    title=Words("Gördüyünüz püşkləri təsdiq edin", "Confirm the slips that you saw"),
    place="now",
    tone="primary",
    fields=(Field("count", Words("Neçə püşk", "How many slips"), "number", required=True),),
)
ACTS = (
    Act(
        command=ConfirmPulls,
        decide=decide,
        events={PullsConfirmed: Words("şahid püşkləri təsdiq etdi", "a witness confirmed slips")},
        forms=(_FORM,),
    ),
)
