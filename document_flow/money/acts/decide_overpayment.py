"""What was paid too much is decided about on its own: asked back of whom it was paid to, or waived.

Law 1036-IIQ: it is an administrative act with its own hearing and complaint. It is never deducted, from a relative's
money least of all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Field, Form, Option
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.standing import once
from document_flow.second_person import refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOverpayment(ByHand):
    """By that decision (its document); `debtor` is of whom it is asked."""

    kind: Literal["decide_overpayment"] = "decide_overpayment"
    debtor: str
    outcome: Literal["recover", "waive"]
    amount_qepik: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverpaymentDecided(Happened):
    """So much of it. What is paid back comes as a reply: returned."""

    kind: Literal["overpayment_decided"] = "overpayment_decided"
    outcome: Literal["recover", "waive"]
    amount_qepik: int
    document: str

    def apply(self, state: Obligation) -> Obligation:
        return replace(state, overpayments={**state.overpayments, self.document: self.amount_qepik})


def decide(standing: Standing[Obligation], command: DecideOverpayment) -> Decision:
    """No more than was paid too much; by nobody whose correction made it so, or whose decision fell by a complaint.

    While a complaint about such a decision waits, nothing is asked back.
    """
    state, amount = standing.state, command.amount_qepik
    if state.debt is None or command.debtor != state.debt.person:
        return refusal("money.other_debtor")
    repeated = once(state.overpayments, command.document, amount)
    if repeated is not None:
        return repeated
    if not 0 < amount <= state.overpaid_qepik:
        return refusal("money.not_overpaid", qepik=amount, overpaid=state.overpaid_qepik)
    if command.outcome == "recover" and state.complaint is not None:
        return refusal("money.complaint_waits")
    fallen = state.upheld.values()
    if command.document in {each.against for each in fallen}:
        return refusal("money.fallen", document=command.document)
    made = OverpaymentDecided(
        **standing.stamp(command.by), outcome=command.outcome, amount_qepik=amount, document=command.document
    )
    makers = state.corrected_by | {each.decided_by for each in fallen}
    return refuse_same_person(command.by, makers) or (made,)


ACTS = (
    Act(
        command=DecideOverpayment,
        decide=decide,
        who=OFFICERS,
        events={OverpaymentDecided: Words("artıq ödəniş haqqında qərar verildi", "an overpayment was decided about")},
        forms=(
            Form(
                title=Words("Artıq ödəniş haqqında qərar ver", "Decide about the overpayment"),
                place="now",
                fields=(
                    Field(
                        "outcome",
                        Words("Qərar", "Decision"),
                        "choice",
                        required=True,
                        options=(
                            Option(
                                "recover",
                                Words("ödəniş alandan geri tələb olunur", "asked back of whom it was paid to"),
                            ),
                            Option("waive", Words("tələbdən imtina edilir", "waived")),
                        ),
                    ),
                    Field(
                        "amount_qepik", Words("Məbləğ, manat", "Sum in manat"), "amount", required=True, tried="0,01"
                    ),
                    Field(
                        "document", Words("Qərarın ünvanı və ya kimliyi", "Its address or id"), "line", required=True
                    ),
                ),
            ),
        ),
    ),
)
