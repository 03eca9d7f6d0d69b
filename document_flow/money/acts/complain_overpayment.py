"""A complaint (şikayət) against a decision about an overpayment: decided by somebody else than who made that decision.

Law 1036-IIQ, article 71. While it waits, nothing is asked back. Upheld, the decision falls, and what was paid too much
is to be decided about anew, by another hand and another document; rejected, it stands, and the court is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import REASON, Field, Form, Option
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Complaint, Verdict
from document_flow.second_person import refuse_same_person

VERDICTS: Mapping[Verdict, Words] = {
    "upheld": Words("təmin edilir", "upheld"),
    "rejected": Words("rədd edilir", "rejected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplainOverpayment(ByHand):
    """The payee's registered complaint; the hub adds against which decision it is, and who made that one."""

    kind: Literal["complain_overpayment"] = "complain_overpayment"
    document: str
    against: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOverpaymentComplaint(ByHand):
    """About the one that waits."""

    kind: Literal["decide_overpayment_complaint"] = "decide_overpayment_complaint"
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverpaymentComplained(Happened):
    """`against` is the decision's document, `decided_by` whose hand it was."""

    kind: Literal["overpayment_complained"] = "overpayment_complained"
    document: str
    against: str
    decided_by: str

    def apply(self, state: Obligation) -> Obligation:
        made = Complaint(against=self.against, decided_by=self.decided_by, linked_by=self.by)
        return replace(state, complaints={**state.complaints, self.document: made})


@dataclass(frozen=True, slots=True, kw_only=True)
class OverpaymentComplaintDecided(Happened):
    """Upheld, nothing is decided about that sum any more."""

    kind: Literal["overpayment_complaint_decided"] = "overpayment_complaint_decided"
    document: str
    verdict: Verdict
    reason: str

    def apply(self, state: Obligation) -> Obligation:
        complaint = replace(state.complaints[self.document], verdict=self.verdict)
        after = replace(state, complaints={**state.complaints, self.document: complaint})
        if self.verdict == "rejected":
            return after
        left = {name: qepik for name, qepik in state.overpayments.items() if name != complaint.against}
        return replace(after, overpayments=left)


def _complain(standing: Standing[Obligation], command: ComplainOverpayment) -> Decision:
    """Against a decision that stands, one at a time."""
    state = standing.state
    if command.document in state.complaints:
        return ()
    if command.against not in state.overpayments:
        return refusal("money.no_decision")
    if state.complaint is not None:
        return refusal("money.complained")
    if not command.document.strip():
        return refusal("money.no_document")
    made = OverpaymentComplained(
        **standing.stamp(command.by),
        document=command.document,
        against=command.against,
        decided_by=command.decided_by,
    )
    return (made,)


def _decide(standing: Standing[Obligation], command: DecideOverpaymentComplaint) -> Decision:
    """By nobody who decided, or brought it here."""
    waiting = standing.state.complaint
    if waiting is None:
        return refusal("money.no_complaint")
    complaint = standing.state.complaints[waiting]
    if refused := refuse_same_person(command.by, {complaint.decided_by, complaint.linked_by}):
        return refused
    reason = command.reason.strip()
    if not reason:
        return refusal("money.no_reason")
    stamp = standing.stamp(command.by)
    return (OverpaymentComplaintDecided(**stamp, document=waiting, verdict=command.verdict, reason=reason),)


ACTS = (
    Act(
        command=ComplainOverpayment,
        decide=_complain,
        who=OFFICERS,
        events={
            OverpaymentComplained: Words("artıq ödəniş qərarından şikayət verildi", "the decision was complained about")
        },
        forms=(
            Form(
                title=Words(
                    "Artıq ödəniş qərarından şikayəti bağla", "Link a complaint about the overpayment's decision"
                ),
                place="more",
                fields=(
                    Field(
                        "document", Words("Şikayətin ünvanı və ya kimliyi", "Its address or id"), "line", required=True
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=DecideOverpaymentComplaint,
        decide=_decide,
        who=OFFICERS,
        events={OverpaymentComplaintDecided: Words("şikayətə baxıldı", "the complaint was decided")},
        forms=(
            Form(
                title=Words("Artıq ödəniş şikayətinə bax", "Decide the complaint about the overpayment"),
                place="now",
                fields=(
                    Field(
                        "verdict",
                        Words("Qərar", "Decision"),
                        "choice",
                        required=True,
                        options=tuple(Option(code, words) for code, words in VERDICTS.items()),
                    ),
                    REASON,
                ),
            ),
        ),
        seen=True,
    ),
)
