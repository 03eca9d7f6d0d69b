"""What is due is instructed to be paid, one attempt at a time; of an unanswered one no second is ever made.

Who pays it is settled here and stays with the instruction: the one who claims accounts, or those without one.

To resend is no act: the same instruction goes out again under the same reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Form
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
from document_flow.money.obligation import Instruction
from document_flow.money.rules import payment_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct(ByHand):
    """What is due is to go to this account: first that of the frozen entry, later the payee's of now; empty where there
    is none.
    """

    kind: Literal["instruct"] = "instruct"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed(Happened):
    """It is on its way."""

    kind: Literal["instructed"] = "instructed"
    reference: str
    payer: str
    account: str
    amount_qepik: int

    def apply(self, state: Obligation) -> Obligation:
        made = Instruction(
            reference=self.reference, payer=self.payer, account=self.account, amount_qepik=self.amount_qepik
        )
        return replace(state, instructions=(*state.instructions, made), tried_qepik=state.owed_qepik)


def decide(standing: Standing[Obligation], command: Instruct) -> Decision:
    """What is due, once the one before is closed, and while nobody says that it was paid outside payers' files."""
    state = standing.state
    if in_flight := state.in_flight:
        return refusal(f"money.{in_flight.status}", reference=in_flight.reference)
    if state.waits_outside:
        return refusal("money.outside_proposed")
    if state.due_qepik <= 0:
        return refusal("money.paid_outside", paper=state.outside[-1].paper) if state.outside else _NOTHING
    payer = standing.rules.payer_of(command.account)
    if not payer:
        return refusal("money.no_payer" if command.account else "money.no_account")
    made = Instructed(
        **standing.stamp(command.by),
        reference=payment_reference(state.id, len(state.instructions) + 1),
        payer=payer,
        account=command.account,
        amount_qepik=state.due_qepik,
    )
    return (made,)


_NOTHING = refusal("money.nothing_due")
ACTS = (
    # An officer does it for what a bank refused, once the payee has another account.
    Act(
        command=Instruct,
        decide=decide,
        who=(*MACHINE, *OFFICERS),
        events={Instructed: Words("ödəniş tapşırığı verildi", "instructed to be paid")},
        forms=(Form(title=Words("Ödənişə ver", "Instruct to be paid"), place="now"),),
    ),
)
