"""A legal hold (hüquqi saxlama) by a lawyer, with the reason, and its end: what is held is not destroyed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import (
    REASON,
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Form,
    Happened,
    Refusal,
    Words,
    refusal,
)
from document_flow.documents.refusals import CLOSED, NEEDS_REASON


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(ByHand):
    """In any state but destroyed."""

    kind: Literal["hold"] = "hold"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Happened):
    """Under a legal hold."""

    kind: Literal["held"] = "held"
    reason: str

    def apply(self, document: Document) -> Document:
        """Another reason takes the place of the one before."""
        return replace(document, hold=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold(ByHand):
    """With a reason of its own."""

    kind: Literal["release_hold"] = "release_hold"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased(Happened):
    """The legal hold has ended."""

    kind: Literal["hold_released"] = "hold_released"
    reason: str

    def apply(self, document: Document) -> Document:
        """It may be destroyed in its time."""
        return replace(document, hold="")


def hold(case: Case, command: Hold) -> Decision:
    """Held already is held for another reason."""
    return _refused(case, command.reason) or (Held(by=command.by, at=case.context.now, reason=command.reason.strip()),)


def release(case: Case, command: ReleaseHold) -> Decision:
    """What is held."""
    refused = _refused(case, command.reason)
    if refused is None and not case.document.hold:
        return refusal(
            "not_on_hold", "state", "Sənəd hüquqi saxlamada deyil.", "The document is not under a legal hold."
        )
    return refused or (HoldReleased(by=command.by, at=case.context.now, reason=command.reason.strip()),)


def _refused(case: Case, reason: str) -> Refusal | None:
    if not reason.strip():
        return NEEDS_REASON
    return CLOSED if case.document.destroyed_at is not None else None


ACTS = (
    Act(
        command=Hold,
        decide=hold,
        who=("lawyer",),
        late=True,
        events={Held: Words("hüquqi saxlamaya götürüldü", "put under a legal hold")},
        forms=(
            Form(
                title=Words("Hüquqi saxlamaya götür", "Put under a legal hold"), place="more", rank=11, fields=(REASON,)
            ),
        ),
    ),
    Act(
        command=ReleaseHold,
        decide=release,
        who=("lawyer",),
        late=True,
        events={HoldReleased: Words("hüquqi saxlama bitdi", "legal hold ended")},
        forms=(
            Form(
                title=Words("Hüquqi saxlamadan burax", "Release the legal hold"),
                place="more",
                rank=12,
                fields=(REASON,),
            ),
        ),
    ),
)
