"""A draw is stopped: cancelled before the freeze; after it void, where the moment passed and no value came, or where a
witness of slips disputes them or is no longer there to confirm them.

Else whoever does not like a result would have another. A void draw is published with its root and the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import (
    OFFICERS,
    REASON,
    Act,
    ByHand,
    Decision,
    Draw,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
    unsaid,
)
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDraw(ByHand):
    """It is not held, or announced anew otherwise. The reason is published: no names in it."""

    kind: Literal["cancel_draw"] = "cancel_draw"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDraw(ByHand):
    """Nothing came that an order could follow from. The reason is published: no names in it."""

    kind: Literal["void_draw"] = "void_draw"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCancelled(Happened):
    """Its end."""

    kind: Literal["draw_cancelled"] = "draw_cancelled"
    reason: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, phase="cancelled", reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawVoided(Happened):
    """Its end."""

    kind: Literal["draw_voided"] = "draw_voided"
    reason: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, phase="void", reason=self.reason)


def _cancel(standing: Standing, command: CancelDraw) -> Decision:
    refused = standing.unless("announced") or unsaid("draws.no_reason", command.reason)
    return refused or (DrawCancelled(**standing.stamp(command.by), reason=command.reason),)


def _void(standing: Standing, command: VoidDraw) -> Decision:
    """A value that comes before the second person goes before it."""
    refused = _binding(standing) or unsaid("draws.no_reason", command.reason)
    return refused or (DrawVoided(**standing.stamp(command.by), reason=command.reason),)


def _binding(standing: Standing) -> Refusal | None:
    refused = standing.unless("frozen") or standing.too_early()
    is_bound = standing.state.has_value and not standing.is_stuck
    return refused or (refusal("draws.has_value") if is_bound else None)


_PUBLIC_REASON = replace(REASON, hint=Words("Dərc olunur, ad yazmayın.", "It is published; no names."))
ACTS = (
    Act(
        command=CancelDraw,
        decide=_cancel,
        who=OFFICERS,
        events={DrawCancelled: Words("püşkatma ləğv edildi", "the draw was cancelled")},
        forms=(Form(title=Words("Ləğv et", "Cancel"), place="more", rank=90, tone="danger", fields=(_PUBLIC_REASON,)),),
    ),
    Act(
        command=VoidDraw,
        decide=_void,
        who=OFFICERS,
        events={DrawVoided: Words("püşkatma etibarsız sayıldı", "the draw was declared void")},
        forms=(
            Form(
                title=Words("Etibarsız sayılmasını təklif et", "Propose that it is void"),
                place="more",
                rank=90,
                tone="danger",
                fields=(_PUBLIC_REASON,),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra etibarsızdır.", "It is void once a second person has agreed."
                ),
            ),
        ),
        second=True,
    ),
)
