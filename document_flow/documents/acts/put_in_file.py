"""It is done: into the file of the nomenclature (işə tikilmə), named by year, index and volume."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field as Unsaid

from document_flow.documents.acting import (
    TROUBLED,
    UNANSWERED,
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Field,
    Form,
    Happened,
    Words,
    refusal,
)
from document_flow.documents.refusals import NEEDS_REASON, REGISTER_FIRST
from document_flow.documents.term import tell_by


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInFile(ByHand):
    """By the file's index; the hub finds the open volume. What goes out and was never sent has a reason for that."""

    kind: Literal["put_in_file"] = "put_in_file"
    case_file: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Happened):
    """It is done and in its file."""

    kind: Literal["filed"] = "filed"
    case_file: str
    reason: Annotated[str, Unsaid(exclude_if=operator.not_)] = ""

    def apply(self, document: Document) -> Document:
        """Closed."""
        return replace(document, filed_at=self.at, case_file=self.case_file, filed_why=self.reason)


def decide(case: Case, command: PutInFile) -> Decision:
    """Once nothing is awaited: no approval, execution, answer, and no citizen to be told."""
    document = case.document
    if document.registration is None and document.run.status != "refused":
        return REGISTER_FIRST
    awaits_body = any(
        each.state in UNANSWERED or (each.state in TROUBLED and not each.seen) for each in document.dispatches
    )
    if (
        document.run.status in ("running", "returned")
        or document.orders.is_open
        or awaits_body
        or tell_by(document, case.context) is not None
    ):
        return refusal(
            "still_open",
            "state",
            "Sənəd üzrə iş bitməyib: razılaşma, icra və ya cavab gözlənilir.",
            "The work on the document is not done: an approval, an execution or an answer is awaited.",
        )
    reason = command.reason.strip()
    if document.kind == "outgoing" and document.run.status == "approved" and not document.dispatches and not reason:
        return NEEDS_REASON
    return (Filed(by=command.by, at=case.context.now, case_file=command.case_file, reason=reason),)


ACTS = (
    Act(
        command=PutInFile,
        decide=decide,
        who=("clerk",),
        needs="volume",
        events={Filed: Words("işə tikildi", "put in its file")},
        forms=(
            Form(
                title=Words("İşə tik", "Put in its file"),
                place="registry",
                rank=6,
                fields=(
                    Field("file", Words("Hansı işə", "Into which file"), "choice", required=True, source="plan"),
                    Field(
                        "reason",
                        Words("Necə verildi və ya niyə göndərilmədi", "How it was given, or why it was not sent"),
                        hint=Words(
                            "Göndərilməmiş çıxan sənəd üçün yazılmalıdır.", "Needed for what goes out and was not sent."
                        ),
                    ),
                ),
                reads=lambda said: {"case_file": said["file"]},
            ),
        ),
    ),
)
