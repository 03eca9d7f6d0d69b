"""The citizen was told to which body the appeal went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Field, Form, Happened, Words, refusal
from document_flow.documents.refusals import NEEDS_REASON
from document_flow.documents.term import tell_by


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCitizen(ByHand):
    """`note` says how."""

    kind: Literal["tell_citizen"] = "tell_citizen"
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenTold(Happened):
    """The citizen knows where the appeal went."""

    kind: Literal["citizen_told"] = "citizen_told"
    note: str

    def apply(self, document: Document) -> Document:
        """Nothing is owed any more."""
        return replace(document, told_at=self.at)


def decide(case: Case, command: TellCitizen) -> Decision:
    """Only where it is owed."""
    if tell_by(case.document, case.context) is None:
        return refusal(
            "nothing_to_tell",
            "state",
            "Müraciət başqa quruma göndərilməyib və ya vətəndaşa artıq məlumat verilib.",
            "The appeal was not forwarded, or the citizen was told already, or is not known.",
        )
    if not command.note.strip():
        return NEEDS_REASON
    return (CitizenTold(by=command.by, at=case.context.now, note=command.note.strip()),)


ACTS = (
    Act(
        command=TellCitizen,
        decide=decide,
        who=("clerk", "head"),
        events={CitizenTold: Words("vətəndaşa bildirildi", "the citizen was told")},
        forms=(
            Form(
                title=Words("Vətəndaşa bildirildi", "The citizen was told"),
                place="now",
                rank=5,
                tone="primary",
                fields=(Field("note", Words("Necə bildirildi", "How"), required=True),),
            ),
        ),
    ),
)
