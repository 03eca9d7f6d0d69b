"""The draw is done, once: every family of the frozen list has its place in its class, and there is no other result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import OFFICERS, Act, ByHand, Decision, Draw, Form, Happened, Standing, Words, refusal
from document_flow.draws.order import Allotted, Entry, allotted, computed, seed_of
from document_flow.draws.striking import STRUCK, EntryStruck, Leaving, strike
from document_flow.outcome import Refusal

VOUCHERS = 2
"""Who have typed a public value beside the one who stated it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishDraw(ByHand):
    """The moment has come, and what the order follows from is there."""

    kind: Literal["finish_draw"] = "finish_draw"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDone(Happened):
    """`order` is the full order; by hand it is that of the pulls, and there is no seed."""

    kind: Literal["draw_done"] = "draw_done"
    seed: str
    order: tuple[Allotted, ...]

    def apply(self, draw: Draw) -> Draw:
        homes = {each.number: each.home for each in self.order if each.home}
        return replace(draw, phase="drawn", seed=self.seed, order=self.order, homes=homes, waiting=None)


def decide(standing: Standing, command: FinishDraw) -> Decision:
    """Never anew. Homes that families got who had withdrawn before go to the next of their class at once."""
    draw = standing.state
    refused = standing.unless("frozen") or standing.too_early() or _open(draw)
    if refused is None and draw.stated_by:
        refused = standing.second(command.by, {draw.stated_by})
    if refused is not None:
        return refused
    done = _done(standing, command.by)
    return (done, *_struck(standing, command.by, done.apply(draw)))


def _open(draw: Draw) -> Refusal | None:
    if draw.plan.protocol == "by_hand":
        missing = len(draw.entries) - len(draw.pulls)
        if missing:
            return refusal("draws.not_pulled", count=missing)
        return refusal("draws.not_confirmed", count=len(draw.awaited)) if draw.awaited else None
    if not draw.has_value:
        return refusal("draws.no_value")
    missing = VOUCHERS - len(draw.vouched) if draw.plan.source else 0
    return refusal("draws.not_vouched", count=missing) if missing > 0 else None


def _done(standing: Standing, by: str) -> DrawDone:
    draw, seed = standing.state, ""
    if draw.plan.protocol == "by_hand":
        pulled = (allotted(draw.plan, Entry(number=each.entry, rooms=each.rooms), each.slip) for each in draw.pulls)
        return DrawDone(**standing.stamp(by), seed=seed, order=tuple(pulled))
    seed = seed_of(draw.plan, draw.root, draw.values, draw.public_value)
    return DrawDone(**standing.stamp(by), seed=seed, order=computed(draw.plan, seed, draw.entries))


def _struck(standing: Standing, by: str, draw: Draw) -> Iterator[EntryStruck]:
    for number in draw.withdrawn:
        if number in draw.homes:
            struck = strike(standing, by, draw, Leaving(number=number, reason="withdrawn", document=""))
            draw = struck.apply(draw)
            yield struck


ACTS = (
    Act(
        command=FinishDraw,
        decide=decide,
        who=OFFICERS,
        events={DrawDone: Words("püşkatma keçirildi", "the draw was held"), **STRUCK},
        forms=(Form(title=Words("Püşkatmanı keçir", "Draw"), place="now", tone="primary"),),
    ),
)
