"""What is done with a citizen's appeal beside its resolutions: lodged, extended for study, forwarded, told of.

After the law on citizens' appeals (1308-IVQ of 30.09.2015) and Decrees 950 and 951 of 23.06.2016; the terms are those
of the body's own sheet.
"""

from __future__ import annotations

from document_flow import appeals
from document_flow.documents import refusals
from document_flow.documents.case import Case, Decision
from document_flow.documents.commands import Create, ExtendForStudy, Forward, TellCitizen
from document_flow.documents.events import CitizenTold, Event, Forwarded, Instructed, StudyGranted
from document_flow.documents.state import Document
from document_flow.documents.term import appeal_of, due_of, tell_by
from document_flow.orders.events import TermMoved
from document_flow.outcome import Refusal


def refuse_lodging(case: Case, command: Create) -> Refusal | None:
    """Why this may not be lodged: a channel the body does not take, nobody who signed, or told to whom it is about."""
    lodged = command.appeal
    if (command.document == "appeal") != (lodged is not None):
        return refusals.APPEAL_KIND
    if lodged is None:
        return refusals.CONCERNED if command.by in command.barred else None
    if command.by in lodged.complained_about:
        return refusals.CONCERNED
    if lodged.channel not in case.context.appeals.channels:
        return refusals.channel(lodged.channel)
    if lodged.signers < 1 or (lodged.applicant is None) != (not lodged.citizen):
        return refusals.APPLICANT
    return None


def is_spoken(document: Document) -> bool:
    """Whether it was said at a reception or on the hotline: then the registry's entry is all there is of it."""
    return document.appeal is not None and document.appeal.channel in ("reception", "hotline")


def extend_for_study(case: Case, command: ExtendForStudy) -> Decision:
    """Once, by a head or his stand-in, while the first term runs; resolutions that had the appeal's own term follow."""
    appeal, context = appeal_of(case.document), case.context
    if appeal is None:
        return refusals.NOT_AN_APPEAL
    principal = command.on_behalf_of or command.by
    if command.on_behalf_of is not None and not case.is_acting_for(command.by, command.on_behalf_of):
        return refusals.NO_STAND_IN
    if not case.has_role(principal, "head"):
        return refusals.needs_role("head")
    study = appeals.Study(principal, context.today, command.reason)
    extended = appeals.extend_for_study(context.appeals, context.calendar, appeal, study)
    if isinstance(extended, Refusal):
        return extended
    before = due_of(case.document, context)
    due = appeals.appeal_term(context.appeals, context.calendar, extended).due
    hand, on_behalf_of, reason = command.by, command.on_behalf_of, command.reason.strip()
    granted: Event = StudyGranted(by=hand, on_behalf_of=on_behalf_of, at=context.now, reason=reason, due=due)
    followed = (
        TermMoved(by=hand, on_behalf_of=on_behalf_of, at=context.now, resolution=each.id, due=due, reason=reason)
        for each in case.document.orders.unfinished()
        if each.due == before
    )
    return granted, *(Instructed(event=event) for event in followed)


def forward(case: Case, command: Forward) -> Decision:
    """To the body that it belongs to, by a clerk or a head; how late it is stands in the event."""
    appeal, context = appeal_of(case.document), case.context
    if appeal is None:
        return refusals.NOT_AN_APPEAL
    if not case.has_role(command.by, "clerk") and not case.has_role(command.by, "head"):
        return refusals.needs_role("clerk")
    if not command.body.strip():
        return refusals.NOTHING_TO_SEND
    forwarded = appeals.forward(context.appeals, context.calendar, appeal, body=command.body, on=context.today)
    if isinstance(forwarded, Refusal):
        return forwarded
    made = forwarded.forwarding
    return (
        Forwarded(
            by=command.by,
            at=context.now,
            body=command.body,
            late=bool(made and made.late),
            notice_owed=bool(made and made.notice_owed),
            note=command.note,
        ),
    )


def tell_citizen(case: Case, command: TellCitizen) -> Decision:
    """Noted by a clerk or a head; only where it is owed."""
    if not case.has_role(command.by, "clerk") and not case.has_role(command.by, "head"):
        return refusals.needs_role("clerk")
    if tell_by(case.document, case.context) is None:
        return refusals.NOTHING_TO_TELL
    if not command.note.strip():
        return refusals.NEEDS_REASON
    return (CitizenTold(by=command.by, at=case.context.now, note=command.note.strip()),)
