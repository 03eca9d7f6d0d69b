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
    Field,
    Form,
    Happened,
    Option,
    Standing,
    Words,
    refusal,
    unsaid,
)
from document_flow.draws.state import Voiding
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDraw(ByHand):
    """It is not held, or announced anew otherwise. The reason is published: no names in it."""

    kind: Literal["cancel_draw"] = "cancel_draw"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeVoid(ByHand):
    """Nothing came that an order could follow from. The reason is published: no names in it."""

    kind: Literal["propose_void"] = "propose_void"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVoid(ByHand):
    """Another official agrees; whoever does not, says so, the one who proposed it too."""

    kind: Literal["answer_void"] = "answer_void"
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCancelled(Happened):
    """Its end."""

    kind: Literal["draw_cancelled"] = "draw_cancelled"
    reason: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, phase="cancelled", reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidProposed(Happened):
    """It waits for a second person; a value that comes first goes before it."""

    kind: Literal["void_proposed"] = "void_proposed"
    reason: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, proposal=Voiding(reason=self.reason, by=self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidAnswered(Happened):
    """Agreed to, the draw is void: its end. Else it stands as it stood."""

    kind: Literal["void_answered"] = "void_answered"
    reason: str
    agreed: bool

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, phase="void", reason=self.reason, proposal=None) if self.agreed else _kept(draw)


def _kept(draw: Draw) -> Draw:
    return replace(draw, proposal=None)


def _cancel(standing: Standing, command: CancelDraw) -> Decision:
    refused = standing.unless("announced") or unsaid("draws.no_reason", command.reason)
    return refused or (DrawCancelled(**standing.stamp(command.by), reason=command.reason),)


def _propose(standing: Standing, command: ProposeVoid) -> Decision:
    refused = _binding(standing) or unsaid("draws.no_reason", command.reason)
    return refused or (VoidProposed(**standing.stamp(command.by), reason=command.reason),)


def _answer(standing: Standing, command: AnswerVoid) -> Decision:
    proposal = standing.draw.proposal
    if proposal is None:
        return refusal("draws.not_proposed")
    refused = (_binding(standing) or standing.second(command.by, {proposal.by})) if command.agreed else None
    answered = VoidAnswered(**standing.stamp(command.by), reason=proposal.reason, agreed=command.agreed)
    return refused or (answered,)


def _binding(standing: Standing) -> Refusal | None:
    refused = standing.unless("frozen") or standing.too_early()
    is_bound = standing.draw.has_value and not standing.is_stuck
    return refused or (refusal("draws.has_value") if is_bound else None)


_PUBLIC_REASON = replace(REASON, hint=Words("Dərc olunur, ad yazmayın.", "It is published; no names."))
_CANCEL = Form(title=Words("Ləğv edin", "Cancel"), place="more", rank=90, tone="danger", fields=(_PUBLIC_REASON,))
_VOID = Form(
    title=Words("Etibarsız saymağı təklif edin", "Propose that it is void"),
    place="more",
    rank=90,
    tone="danger",
    fields=(_PUBLIC_REASON,),
)
_AGREE = Form(
    title=Words("Etibarsız sayma təklifinə cavab verin", "Answer the proposal that it is void"),
    place="now",
    fields=(
        Field("says", Words("Cavab", "Answer"), "choice", required=True, options=(
            Option("no", Words("razı deyiləm", "not agreed")), Option("yes", Words("etibarsızdır", "it is void")),
        )),
    ),
    reads=lambda said: {"agreed": said["says"] == "yes"},
)  # fmt: skip
_CANCELLED = {DrawCancelled: Words("püşkatma ləğv edildi", "the draw was cancelled")}
_PROPOSED = {VoidProposed: Words("etibarsız sayılması təklif olundu", "it was proposed to be void")}
_ANSWERED = {VoidAnswered: Words("etibarsız sayma təklifinə cavab verildi", "the proposal to be void was answered")}
ACTS = (
    Act(command=CancelDraw, decide=_cancel, who=OFFICERS, events=_CANCELLED, forms=(_CANCEL,)),
    Act(command=ProposeVoid, decide=_propose, who=OFFICERS, events=_PROPOSED, forms=(_VOID,)),
    Act(command=AnswerVoid, decide=_answer, who=OFFICERS, events=_ANSWERED, forms=(_AGREE,)),
)
