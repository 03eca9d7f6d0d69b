"""Registered: it is in the journal, under the next number of its series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Field, Form, Words, refusal
from document_flow.documents.facts import Registration
from document_flow.documents.refusals import NOT_APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(ByHand):
    """Take it into the journal, under the file of the nomenclature with this index.

    The hub fills in the number, taken in the same transaction, so the series has no gap. `unit` is the unit's index
    in the number, empty for that of the file plan. `distinct` says how it differs from a paper of the same body, number
    and day that is registered already.
    """

    kind: Literal["register"] = "register"
    file: str = ""
    unit: str = ""
    distinct: str = ""
    reg_no: str = ""
    series: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """It is in the journal."""

    kind: Literal["registered"] = "registered"
    at: datetime
    registration: Registration
    distinct: str = ""

    @property
    def by(self) -> str:
        """Who registered it."""
        return self.registration.by

    def apply(self, document: Document) -> Document:
        """Once and for all."""
        return replace(document, registration=self.registration)


def decide(case: Case, command: Register) -> Decision:
    """What needs approval first is approved, or waits for signatures alone: these are over number and day too."""
    document = case.document
    if document.registration is not None:
        reg_no = document.registration.reg_no
        return refusal(
            "registered",
            "state",
            f"Sənəd artıq qeydə alınıb: № {reg_no}.",
            f"The document is registered already: No. {reg_no}.",
        )
    if not document.versions and not document.is_spoken:
        return refusal(
            "nothing_to_register",
            "state",
            "Qeydə almaq üçün sənədin faylı yoxdur.",
            "There is no file to register yet.",
        )
    if document.needs_approval and document.run.status != "approved" and not document.is_at_signature:
        return NOT_APPROVED
    registration = Registration(command.reg_no, case.context.today, command.series, command.number, command.by)
    return (Registered(at=case.context.now, registration=registration, distinct=command.distinct.strip()),)


ACTS = (
    Act(
        command=Register,
        decide=decide,
        who=("clerk",),
        needs="number",
        events={Registered: Words("qeydə alındı", "registered")},
        forms=(
            Form(
                title=Words("Qeydə al", "Register"),
                place="now",
                rank=2,
                tone="primary",
                fields=(
                    Field(
                        "file", Words("İş (nomenklatura)", "File of the plan"), "choice", required=True, source="plan"
                    ),
                    Field(
                        "distinct",
                        Words("Eyni nömrəli kağızdan fərqi", "How it differs from a paper of the same number"),
                        "line",
                        source="twins",
                        hint=Words(
                            "Həmin qurumun eyni nömrə və tarixli kağızı artıq qeydə alınıbsa, yazılmalıdır.",
                            "Needed where a paper of that body, number and day is registered already.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
