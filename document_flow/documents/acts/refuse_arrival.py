"""What came as a message is not for us: its sender gets a notice with the reason, and the document is closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import REASON, Act, ByHand, Case, Decision, Document, Form, Happened, Words, refusal

MOST_REASON = 1000
"""Characters of a reason that is told to another body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseArrival(ByHand):
    """The hub tells its sender, in the same transaction."""

    kind: Literal["refuse_arrival"] = "refuse_arrival"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRefused(Happened):
    """It was not for us; its sender was told so."""

    kind: Literal["arrival_refused"] = "arrival_refused"
    reason: str

    def apply(self, document: Document) -> Document:
        """Closed."""
        return replace(document, refused_at=self.at)


def decide(case: Case, command: RefuseArrival) -> Decision:
    """Before anybody has worked on it."""
    document = case.document
    if document.kind != "incoming" or document.origin is None or not document.origin.consignment:
        return refusal(
            "not_an_arrival",
            "state",
            "Yalnız başqa qurumdan elektron yolla gələn sənədin qəbulundan imtina edilir.",
            "Only what came from another body as a message is refused.",
        )
    if document.orders.resolutions:
        return refusal(
            "in_work",
            "state",
            "Sənədə dərkənar qoyulub; qəbulundan imtina edilmir, cavab hazırlayın.",
            "The document has a resolution already; it is answered, not refused.",
        )
    if not 0 < len(command.reason.strip()) <= MOST_REASON:
        return refusal(
            "reason",
            "invalid",
            "İmtinanın səbəbini yazın (1000 işarəyədək): o, göndərənə bildirilir.",
            "Write the reason of the refusal, up to 1000 characters: the sender is told it.",
        )
    return (ArrivalRefused(by=command.by, at=case.context.now, reason=command.reason.strip()),)


ACTS = (
    Act(
        command=RefuseArrival,
        decide=decide,
        who=("clerk",),
        needs="notice",
        events={ArrivalRefused: Words("qəbulundan imtina edildi", "its arrival was refused")},
        forms=(
            Form(
                title=Words("Qəbulundan imtina et", "Refuse its arrival"),
                place="registry",
                rank=9,
                tone="danger",
                fields=(REASON,),
            ),
        ),
    ),
)
