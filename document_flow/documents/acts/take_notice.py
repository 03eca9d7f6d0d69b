"""The other body registered what was sent under its own number, or refused it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from document_flow.documents.acting import TROUBLED, UNANSWERED, Act, Case, Decision, Document, Heard, Words
from document_flow.documents.facts import Dispatch, DispatchState
from document_flow.documents.refusals import NO_SUCH_CONSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNotice:
    """`body` is who says so, and must be whom it was sent to; empty where the hub itself knows that it never went."""

    kind: Literal["take_notice"] = "take_notice"
    consignment: str
    body: str = ""
    refused: bool
    reg_no: str = ""
    reg_date: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTaken(Heard):
    """The other body registered or refused it."""

    kind: Literal["notice_taken"] = "notice_taken"
    refused: bool
    reg_no: str
    reg_date: date | None
    reason: str

    def apply(self, document: Document) -> Document:
        """A refusal is news to the clerk, whatever he had seen before; an answer that was given stays one.

        A number that comes after the answer or after our patience ended is still the number there.
        """
        old = document.dispatch(self.consignment)
        state = old.state if old is not None else None
        changed: dict[str, Any] = {"reg_no": self.reg_no, "reg_date": self.reg_date}
        if self.refused:
            changed = {"reason": self.reason}
            if state is not DispatchState.ANSWERED:
                changed |= {"state": DispatchState.REFUSED, "seen": False}
        elif state in UNANSWERED | TROUBLED:
            changed["state"] = DispatchState.REGISTERED
        return document.dispatched(self.consignment, **changed)


def decide(case: Case, command: TakeNotice) -> Decision:
    """What says nothing new changes nothing."""
    found = case.document.sent_to(command.body, command.consignment)
    if found is None:
        return NO_SUCH_CONSIGNMENT
    if _is_known(found, command):
        return ()
    return (
        NoticeTaken(
            at=case.context.now,
            consignment=command.consignment,
            refused=command.refused,
            reg_no=command.reg_no,
            reg_date=command.reg_date,
            reason=command.reason,
        ),
    )


def _is_known(found: Dispatch, notice: TakeNotice) -> bool:
    """Whether the notice says nothing new. A body may refuse what it had registered, and think better of a refusal."""
    if notice.refused:
        return found.state is DispatchState.REFUSED or (found.state is DispatchState.ANSWERED and bool(found.reason))
    return bool(found.reg_no) and found.state is not DispatchState.REFUSED


ACTS = (
    Act(
        command=TakeNotice,
        decide=decide,
        late=True,
        events={NoticeTaken: Words("qarşı qurumdan qeydiyyat və ya imtina bildirişi", "notice of the other body")},
    ),
)
