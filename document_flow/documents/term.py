"""The term of a citizen's appeal: what the rules of `document_flow.appeals` make of the document's own state."""

from __future__ import annotations

from datetime import date

from document_flow.appeals import Appeal, AppealTerm, appeal_term, forward_by
from document_flow.context import BAKU, Context
from document_flow.documents.state import Document


def appeal_of(document: Document) -> Appeal | None:
    """The appeal as the rules know it, under its number; None before it is registered, and for other documents."""
    lodged, registered = document.appeal, document.registration
    if lodged is None or registered is None:
        return None
    return Appeal(
        id=registered.reg_no,
        kind=lodged.kind,
        channel=lodged.channel,
        registered=registered.on,
        subject=lodged.subject,
        citizen=lodged.citizen,
        signers=lodged.signers,
        complained_about=frozenset(lodged.complained_about),
        study=document.study,
        forwarding=document.forwarding,
        answered=answered_on(document),
    )


def answered_on(document: Document) -> date | None:
    """The day on which all was executed and an answer had been sent; None while work goes on, or without an answer."""
    if document.orders.is_open:
        return None
    answers = [
        each.executed_at.astimezone(BAKU).date()
        for each in document.orders.resolutions.values()
        if each.executed_at is not None and each.report is not None and each.report.answer
    ]
    return max(answers, default=None)


def term_of(document: Document, context: Context) -> AppealTerm | None:
    """The term of the appeal with its day-by-day explanation."""
    appeal = appeal_of(document)
    return None if appeal is None else appeal_term(context.appeals, context.calendar, appeal)


def due_of(document: Document, context: Context) -> date | None:
    """By when it must be answered; None where nothing is to be answered any more."""
    appeal = appeal_of(document)
    if appeal is None or not document.is_open or appeal.forwarding is not None or appeal.answered is not None:
        return None
    return appeal_term(context.appeals, context.calendar, appeal).due


def tell_by(document: Document, context: Context) -> date | None:
    """By when the citizen is to be told where the appeal went; None where nobody is owed that any more."""
    appeal = appeal_of(document)
    if appeal is None or appeal.forwarding is None or not appeal.forwarding.notice_owed or document.told_at is not None:
        return None
    return forward_by(context.appeals, context.calendar, appeal)
