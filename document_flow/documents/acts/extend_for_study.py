"""An appeal needs study: the longer term, once, with the reason (law on citizens' appeals, 12).

By a head who is over the unit that has the appeal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from document_flow import appeals
from document_flow.documents.acting import (
    BAKU,
    REASON,
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Form,
    Refusal,
    Words,
    needs_role,
)
from document_flow.documents.acts.resolution_step import ResolutionStepTaken
from document_flow.documents.refusals import NO_STAND_IN, NOT_AN_APPEAL, OTHER_UNIT
from document_flow.documents.term import appeal_of, due_of
from document_flow.orders.acts.extension import TermMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendForStudy(ByHand):
    """By a head or the head's stand-in."""

    kind: Literal["extend_for_study"] = "extend_for_study"
    on_behalf_of: str | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyGranted:
    """The appeal has the longer term, until `due`."""

    kind: Literal["study_granted"] = "study_granted"
    by: str
    on_behalf_of: str | None
    at: datetime
    reason: str
    due: date | None

    def apply(self, document: Document) -> Document:
        """Counted from the day on which it was granted."""
        day = self.at.astimezone(BAKU).date()
        return replace(document, study=appeals.Study(self.on_behalf_of or self.by, day, self.reason))


def decide(case: Case, command: ExtendForStudy) -> Decision:
    """Once, by a head or his stand-in, while the first term runs; resolutions that had the appeal's own term follow."""
    appeal, context = appeal_of(case.document), case.context
    if appeal is None:
        return NOT_AN_APPEAL
    principal = command.on_behalf_of or command.by
    if command.on_behalf_of is not None and not case.is_acting_for(command.by, command.on_behalf_of):
        return NO_STAND_IN
    if not case.has_role(principal, "head"):
        return needs_role("head")
    if not context.competence.is_over(context.directory, principal, case.document.unit):
        return OTHER_UNIT
    study = appeals.Study(principal, context.today, command.reason)
    extended = appeals.extend_for_study(context.appeals, context.calendar, appeal, study)
    if isinstance(extended, Refusal):
        return extended
    before = due_of(case.document, context)
    due = appeals.appeal_term(context.appeals, context.calendar, extended).due
    hand, on_behalf_of, reason = command.by, command.on_behalf_of, command.reason.strip()
    followed = (
        TermMoved(by=hand, on_behalf_of=on_behalf_of, at=context.now, resolution=each.id, due=due, reason=reason)
        for each in case.document.orders.unfinished()
        if each.due == before
    )
    return (
        StudyGranted(by=hand, on_behalf_of=on_behalf_of, at=context.now, reason=reason, due=due),
        *(ResolutionStepTaken(event=event) for event in followed),
    )


ACTS = (
    Act(
        command=ExtendForStudy,
        decide=decide,
        events={StudyGranted: Words("öyrənilmə üçün müddət artırıldı", "more time for study")},
        forms=(
            Form(
                title=Words("Öyrənilmə üçün müddəti artır", "Give more time for study"),
                place="registry",
                rank=8,
                fields=(REASON,),
            ),
        ),
    ),
)
