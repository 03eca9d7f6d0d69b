"""A settlement is closed by an officer who has not sent it; without the utility's consent a reason is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import REASON
from document_flow.second_person import refuse_same_person
from document_flow.settlements.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Form,
    Happened,
    Settlement,
    Standing,
    Words,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSettlement(ByHand):
    """Nothing more comes of it; a later file opens it no more."""

    kind: Literal["close_settlement"] = "close_settlement"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementClosed(Happened):
    """The month is over with this utility."""

    kind: Literal["settlement_closed"] = "settlement_closed"
    reason: str

    def apply(self, state: Settlement) -> Settlement:
        return replace(state, phase="closed", reason=self.reason)


def decide(standing: Standing, command: CloseSettlement) -> Decision:
    """Once the utility has answered, or was left to an official."""
    refused = standing.unless("accepted", "disputed", "unanswered")
    refused = refused or refuse_same_person(command.by, {standing.state.sent_by})
    if refused is None and not command.reason.strip():
        refused = refusal("settlements.no_basis")
    return refused or (SettlementClosed(**standing.stamp(command.by), reason=command.reason.strip()),)


ACTS = (
    Act(
        command=CloseSettlement,
        decide=decide,
        who=OFFICERS,
        events={SettlementClosed: Words("hesablaşma bağlandı", "closed")},
        forms=(Form(title=Words("Bağla", "Close"), place="now", rank=30, fields=(REASON,)),),
    ),
)
