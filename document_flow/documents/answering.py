"""What may stand as the answer to a document: another one that is linked to it as its answer and has gone out."""

from __future__ import annotations

from document_flow.documents.facts import Link
from document_flow.documents.refusals import ANSWER_NOT_GIVEN, NO_SUCH_ANSWER
from document_flow.documents.state import Document
from document_flow.outcome import Refusal


def refuse_answer(to: Document, to_id: str, answer: Document | None, answer_id: str) -> Refusal | None:
    """Why it is no answer: there is none, it answers another document, or nobody has got it yet."""
    if answer is None or not _are_linked(to, to_id, answer, answer_id):
        return NO_SUCH_ANSWER
    return None if has_gone_out(answer) else ANSWER_NOT_GIVEN


def has_gone_out(document: Document) -> bool:
    """Whether somebody has got it: sent to another body, or in its file with the reason why it was not sent so.

    What stays in the house is given by its registration.
    """
    if document.kind == "internal":
        return document.registration is not None and document.run.status == "approved"
    return bool(document.dispatches) or bool(document.filed_at and document.filed_why)


def _are_linked(to: Document, to_id: str, answer: Document, answer_id: str) -> bool:
    """From the side of the answer, which keeps from it whoever is kept from what it answers."""
    return Link(to_id, "answers") in answer.links or (
        Link(answer_id, "answered_by") in to.links and to.barred <= answer.barred
    )
