"""A draw is announced: everything that it follows from is public before anybody can know how it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.context import BAKU
from document_flow.draws.acting import OFFICERS, Act, ByHand, Decision, Draw, Happened, Standing, Words, refusal
from document_flow.draws.plan import DrawTerms, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceDraw(ByHand):
    """Of one wave to one place."""

    kind: Literal["announce_draw"] = "announce_draw"
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAnnounced(Happened):
    """With the terms of that day."""

    kind: Literal["draw_announced"] = "draw_announced"
    plan: Plan
    terms: DrawTerms

    def apply(self, draw: Draw) -> Draw:
        return replace(
            draw, phase="announced", plan=self.plan, terms=self.terms, announced_by=self.by, announced_at=self.at
        )


def decide(standing: Standing, command: AnnounceDraw) -> Decision:
    """Early enough for everybody to hear of it."""
    plan, terms, context = command.plan, standing.terms, standing.context
    refused = standing.unless("") or plan.unsound(context.directory)
    earliest = terms.notice.end(context.today, context.calendar)
    if refused is None and plan.draw_at.astimezone(BAKU).date() < earliest:
        refused = refusal("draws.too_soon", earliest=earliest)
    return refused or (DrawAnnounced(**standing.stamp(command.by), plan=plan, terms=terms),)


ACTS = (
    Act(
        command=AnnounceDraw,
        decide=decide,
        who=OFFICERS,
        events={DrawAnnounced: Words("püşkatma elan edildi", "the draw was announced")},
    ),
)
