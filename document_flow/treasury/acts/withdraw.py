"""What was sent to the treasury is withdrawn (geri götürülür) by a letter of its own, before it has answered.

One officer proposes it, another agrees. Then it may be opened anew: it is counted from the lists as they are by then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, Field, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.treasury.standing import Decision, Standing, refusal
from document_flow.treasury.state import TreasuryRequest
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRequest(ByHand):
    """By the letter of that number."""

    kind: Literal["withdraw_request"] = "withdraw_request"
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWithdrawn(Happened):
    """Nothing is asked for any more, and no answer awaited."""

    kind: Literal["request_withdrawn"] = "request_withdrawn"
    document: str
    reason: str

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        return replace(state, phase="withdrawn", withdrawn_by=self.document, reason=self.reason, due=None)


def decide(standing: Standing, command: WithdrawRequest) -> Decision:
    """While the treasury has not answered: what it grants is money, and no letter of ours undoes that."""
    document, reason = command.document.strip(), command.reason.strip()
    if refused := standing.unless("sent", "unanswered"):
        return refused
    if not document or not reason:
        return refusal("treasury.no_basis")
    return (RequestWithdrawn(**standing.stamp(command.by), document=document, reason=reason),)


ACTS = (
    Act(
        command=WithdrawRequest,
        decide=decide,
        who=OFFICERS,
        events={RequestWithdrawn: Words("tələb geri götürüldü", "the request was withdrawn")},
        forms=(
            Form(
                title=Words("Tələbi geri götür", "Withdraw the request"),
                place="more",
                tone="danger",
                fields=(
                    Field(
                        "document",
                        Words("Geri götürmə məktubunun nömrəsi", "Number of its letter"),
                        "line",
                        required=True,
                    ),
                    REASON,
                ),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra geri götürülür.", "It is withdrawn once a second person has agreed."
                ),
            ),
        ),
        second=True,
    ),
)
