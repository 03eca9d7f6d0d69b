"""A copy for information to a unit (məlumat üçün): its people are to read it, and each notes that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Field, Form, Happened, Words, refusal
from document_flow.documents.refusals import REGISTER_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class SendForInformation(ByHand):
    """To this unit."""

    kind: Literal["send_for_information"] = "send_for_information"
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForInformation(Happened):
    """These are to read and note it."""

    kind: Literal["sent_for_information"] = "sent_for_information"
    unit: str
    readers: tuple[str, ...]

    def apply(self, document: Document) -> Document:
        """They have a part in it from now on."""
        return replace(document, informed={**document.informed, f"{self.unit}/{document.length}": self.readers})


def decide(case: Case, command: SendForInformation) -> Decision:
    """To all of the unit who are in office and have no copy yet."""
    document, officials = case.document, case.context.directory.officials.values()
    given = {login for named in document.readers.values() for login in named}
    readers = [each.login for each in officials if each.active and each.unit == command.unit]
    new = tuple(login for login in readers if login not in (*given, command.by))
    if document.registration is None:
        return REGISTER_FIRST
    if not new:
        return refusal(
            "nobody_to_inform",
            "invalid",
            "Bu bölmədə sənədi oxumalı olan başqa işçi yoxdur.",
            "Nobody else of this unit is to read it.",
        )
    return (SentForInformation(by=command.by, at=case.context.now, unit=command.unit, readers=new),)


ACTS = (
    Act(
        command=SendForInformation,
        decide=decide,
        who=("clerk", "head"),
        events={SentForInformation: Words("məlumat üçün göndərildi", "sent for information")},
        forms=(
            Form(
                title=Words("Məlumat üçün göndər", "Send for information"),
                place="more",
                rank=13,
                fields=(Field("unit", Words("Bölmə", "Unit"), "choice", required=True, source="units"),),
            ),
        ),
    ),
)
