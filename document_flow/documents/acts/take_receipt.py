"""The other body's system has what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.documents.acting import Act, Case, Decision, Document, Heard, Words
from document_flow.documents.facts import DispatchState
from document_flow.documents.refusals import NO_SUCH_CONSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReceipt:
    """The other body's system has it (`receipt` is its number there)."""

    kind: Literal["take_receipt"] = "take_receipt"
    consignment: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken(Heard):
    """The other body's system has it."""

    kind: Literal["receipt_taken"] = "receipt_taken"
    receipt: str

    def apply(self, document: Document) -> Document:
        """Received, unless more is known of it."""
        old = document.dispatch(self.consignment)
        received = old is not None and old.state is DispatchState.SENT
        state = {"state": DispatchState.RECEIVED} if received else {}
        return document.dispatched(self.consignment, receipt=self.receipt, **state)


def decide(case: Case, command: TakeReceipt) -> Decision:
    """Once."""
    found = case.document.dispatch(command.consignment)
    if found is None:
        return NO_SUCH_CONSIGNMENT
    if found.receipt:
        return ()
    return (ReceiptTaken(at=case.context.now, consignment=command.consignment, receipt=command.receipt),)


ACTS = (
    Act(
        command=TakeReceipt,
        decide=decide,
        late=True,
        events={ReceiptTaken: Words("qarşı qurum qəbul etdi", "received by the other body")},
    ),
)
