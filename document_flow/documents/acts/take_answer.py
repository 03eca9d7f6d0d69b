"""The answer to what was sent came as a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.documents.acting import Act, Case, Decision, Document, Heard, Words
from document_flow.documents.facts import DispatchState
from document_flow.documents.refusals import NO_SUCH_CONSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAnswer:
    """The answer of `body` came as document `answer`; it must be whom the consignment was sent to."""

    kind: Literal["take_answer"] = "take_answer"
    consignment: str
    body: str = ""
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTaken(Heard):
    """The other body answered."""

    kind: Literal["answer_taken"] = "answer_taken"
    answer: str

    def apply(self, document: Document) -> Document:
        """Answered, whatever was known before."""
        return document.dispatched(self.consignment, state=DispatchState.ANSWERED, answer=self.answer)


def decide(case: Case, command: TakeAnswer) -> Decision:
    """The same answer once."""
    found = case.document.sent_to(command.body, command.consignment)
    if found is None:
        return NO_SUCH_CONSIGNMENT
    if found.answer == command.answer:
        return ()
    return (AnswerTaken(at=case.context.now, consignment=command.consignment, answer=command.answer),)


ACTS = (Act(command=TakeAnswer, decide=decide, late=True, events={AnswerTaken: Words("cavab gəldi", "answered")}),)
