"""What is owed is corrected by a signed difference, under a decision; what was said before stays.

A list that corrects was approved by its parties, so its word is in force at once. What one officer proposes on their
own is in force once another has agreed to it: more is a grant, less takes bread away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import REASON, Field, Form
from document_flow.money.acting import (
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Happened,
    Obligation,
    Standing,
    Words,
    refusal,
)
from document_flow.money.obligation import Correction
from document_flow.money.shares import Share
from document_flow.money.standing import once
from document_flow.outcome import Refusal
from document_flow.second_person import refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(ByHand):
    """By that decision (its document) so many qəpik more are owed, or less; `list_id` is the list that says so."""

    kind: Literal["correct"] = "correct"
    delta_qepik: int
    document: str
    list_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeCorrection(ByHand):
    """A second officer has read the decision."""

    kind: Literal["agree_correction"] = "agree_correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuteCorrection(ByHand):
    """The decision does not say so; whoever proposed it may say that too."""

    kind: Literal["refute_correction"] = "refute_correction"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionProposed(Happened):
    """It waits for a second person."""

    kind: Literal["correction_proposed"] = "correction_proposed"
    delta_qepik: int
    document: str

    def apply(self, state: Obligation) -> Obligation:
        made = Correction(delta_qepik=self.delta_qepik, document=self.document, by=self.by)
        return replace(state, correcting=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRefuted(Happened):
    """As much is owed as before."""

    kind: Literal["correction_refuted"] = "correction_refuted"
    reason: str

    def apply(self, state: Obligation) -> Obligation:
        return replace(state, correcting=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Happened):
    """The difference is in force; where it was paid already, too much was paid."""

    kind: Literal["corrected"] = "corrected"
    delta_qepik: int
    document: str
    list_id: str = ""

    def apply(self, state: Obligation) -> Obligation:
        makers = {self.by} if state.correcting is None or self.list_id else {self.by, state.correcting.by}
        after = replace(
            state,
            correcting=state.correcting if self.list_id else None,
            corrections={**state.corrections, self.document: self.delta_qepik},
            corrected_by=state.corrected_by | makers,
            shares=(*state.shares, Share(list_id=self.list_id, amount_qepik=self.delta_qepik)),
        )
        return replace(after, tried_qepik=min(state.tried_qepik, after.owed_qepik))


def decide(standing: Standing[Obligation], command: Correct) -> Decision:
    """Once a decision; nothing less than nothing is ever owed."""
    state, delta, stamp = standing.state, command.delta_qepik, standing.stamp(command.by)
    repeated = once(state.corrections, command.document, delta)
    if repeated is not None:
        return repeated
    if refused := _amount(state, delta):
        return refused
    if command.list_id:
        return (Corrected(**stamp, delta_qepik=delta, document=command.document, list_id=command.list_id),)
    if state.correcting is not None:
        return refusal("money.correction_proposed", qepik=state.correcting.delta_qepik)
    return (CorrectionProposed(**stamp, delta_qepik=delta, document=command.document),)


def _amount(state: Obligation, delta: int) -> Refusal | None:
    possible = state.debt is not None and delta and state.owed_qepik + delta >= 0
    return None if possible else refusal("money.no_amount", qepik=delta)


def _agree(standing: Standing[Obligation], command: AgreeCorrection) -> Decision:
    """To what is possible still."""
    proposed = standing.state.correcting
    if proposed is None:
        return refusal("money.no_correction")
    refused = refuse_same_person(command.by, {proposed.by}) or _amount(standing.state, proposed.delta_qepik)
    made = Corrected(
        **standing.stamp(command.by), delta_qepik=proposed.delta_qepik, document=proposed.document, list_id=""
    )
    return refused or (made,)


def _refute(standing: Standing[Obligation], command: RefuteCorrection) -> Decision:
    if standing.state.correcting is None:
        return refusal("money.no_correction")
    if not command.reason.strip():
        return refusal("money.no_reason")
    return (CorrectionRefuted(**standing.stamp(command.by), reason=command.reason.strip()),)


_PROPOSED = {CorrectionProposed: Words("məbləğin düzəldilməsi təklif olundu", "said to be another sum")}
_CORRECTED = {Corrected: Words("məbləğ düzəldildi", "corrected")}
_REFUTED = {CorrectionRefuted: Words("məbləğin düzəldilməsi təkzib olundu", "not another sum")}
_CORRECT = Form(
    title=Words("Məbləğ düzəldilir", "Correct the sum"),
    place="more",
    fields=(
        Field("delta_qepik", Words("Fərq, manat", "Difference in manat"), "amount", required=True),
        Field("document", Words("Qərar (ünvanı və ya kimliyi)", "Decision (address or id)"), "line", required=True),
    ),
    hint=Words(
        "Azalırsa, mənfi yazın: -60,00. İkinci şəxs razılaşandan sonra qüvvəyə minir.",
        "Write less as -60,00. It is in force once a second person has agreed.",
    ),
)
_AGREE = Form(
    title=Words("Düzəlişlə razılaşılır", "Agree to the correction"),
    place="now",
    tone="primary",
    hint=Words("Qərarı özünüz oxuyun.", "Read the decision yourself."),
)
_REFUTE = Form(
    title=Words("Düzəliş təkzib edilir", "Refute the correction"), place="more", tone="danger", fields=(REASON,)
)
ACTS = (
    Act(command=Correct, decide=decide, who=(*MACHINE, *OFFICERS), events=_PROPOSED, forms=(_CORRECT,)),
    Act(command=AgreeCorrection, decide=_agree, who=OFFICERS, events=_CORRECTED, forms=(_AGREE,)),
    Act(command=RefuteCorrection, decide=_refute, who=OFFICERS, events=_REFUTED, forms=(_REFUTE,)),
)
