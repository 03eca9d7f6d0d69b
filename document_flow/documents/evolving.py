"""What an event makes of a document. Total: every event that was ever written is understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from document_flow.appeals import Forwarding, Study
from document_flow.context import BAKU
from document_flow.documents.events import (
    Acquainted,
    AnswerTaken,
    ArrivalRefused,
    AuthorChanged,
    CitizenTold,
    Created,
    Destroyed,
    DispatchSeen,
    Event,
    Filed,
    Forwarded,
    Held,
    HoldReleased,
    Instructed,
    NoticeTaken,
    ReceiptTaken,
    Registered,
    Related,
    Revised,
    Sent,
    Signed,
    SilenceNoticed,
    StudyGranted,
    Walked,
)
from document_flow.documents.facts import Acquaintance, DispatchState
from document_flow.documents.state import TROUBLED, UNANSWERED, Document
from document_flow.orders import kernel as orders
from document_flow.paths import kernel as paths

NOTHING = Document()
"""Before the first event."""

_Exchange = Sent | ReceiptTaken | NoticeTaken | AnswerTaken | SilenceNoticed | DispatchSeen


def evolve(document: Document, event: Event) -> Document:
    """The document after the event."""
    document = replace(document, length=document.length + 1)
    match event:
        case Created():
            return _created(document, event)
        case Walked():
            return replace(document, run=paths.evolve(document.run, event.event))
        case Instructed():
            return replace(document, orders=orders.evolve(document.orders, event.event))
        case Sent() | ReceiptTaken() | NoticeTaken() | AnswerTaken() | SilenceNoticed() | DispatchSeen():
            return _exchanged(document, event)
        case StudyGranted() | Forwarded() | CitizenTold() | Acquainted() | AuthorChanged() | Held() | HoldReleased():
            return _worked_on(document, event)
        case _:
            return _changed(document, event)


def replay(events: Iterable[Event], document: Document = NOTHING) -> Document:
    """What all these events come to."""
    for event in events:
        document = evolve(document, event)
    return document


def _created(document: Document, event: Created) -> Document:
    return replace(
        document,
        kind=event.document,
        access=event.access,
        title=event.title,
        author=event.by,
        unit=event.unit,
        created_at=event.at,
        origin=event.origin,
        recipients=event.recipients,
        appeal=event.appeal,
        links=event.links,
        barred=event.barred | frozenset(event.appeal.complained_about if event.appeal else ()),
    )


_Other = Revised | Registered | Signed | ArrivalRefused | Related | Filed | Destroyed


def _changed(document: Document, event: _Other) -> Document:
    match event:
        case Revised():
            return replace(document, versions=(*document.versions, event.version))
        case Registered():
            return replace(document, registration=event.registration)
        case Signed():
            return replace(document, signatures=(*document.signatures, event.signature))
        case ArrivalRefused():
            return replace(document, refused_at=event.at)
        case Related():
            return replace(document, links=(*document.links, event.link), barred=document.barred | event.barred)
        case Filed():
            return replace(document, filed_at=event.at, case_file=event.case_file)
        case Destroyed():
            return replace(document, destroyed_at=event.at)
        case _:
            assert_never(event)


_Work = StudyGranted | Forwarded | CitizenTold | Acquainted | AuthorChanged | Held | HoldReleased


def _worked_on(document: Document, event: _Work) -> Document:
    day = event.at.astimezone(BAKU).date()
    match event:
        case StudyGranted():
            return replace(document, study=Study(event.on_behalf_of or event.by, day, event.reason))
        case Forwarded():
            return replace(document, forwarding=Forwarding(event.body, day, event.late, event.notice_owed))
        case CitizenTold():
            return replace(document, told_at=event.at)
        case Acquainted():
            noted = Acquaintance(event.by, event.at, event.content_hash, event.resolutions)
            return replace(document, acquainted=(*document.acquainted, noted))
        case AuthorChanged():
            return replace(document, author=event.author)
        case Held():
            return replace(document, hold=event.reason)
        case HoldReleased():
            return replace(document, hold="")
        case _:
            assert_never(event)


def _exchanged(document: Document, event: _Exchange) -> Document:
    match event:
        case Sent():
            return replace(document, dispatches=(*document.dispatches, *event.dispatches))
        case ReceiptTaken():
            old = document.dispatch(event.consignment)
            received = old is not None and old.state is DispatchState.SENT
            state = {"state": DispatchState.RECEIVED} if received else {}
            return _at(document, event.consignment, receipt=event.receipt, **state)
        case NoticeTaken(refused=True):
            return _refused_there(document, event)
        case NoticeTaken():
            return _registered_there(document, event)
        case AnswerTaken():
            return _at(document, event.consignment, state=DispatchState.ANSWERED, answer=event.answer)
        case SilenceNoticed():
            return _at(document, event.consignment, state=DispatchState.SILENT, seen=False)
        case DispatchSeen():
            return _at(document, event.consignment, seen=True)
        case _:
            assert_never(event)


def _refused_there(document: Document, event: NoticeTaken) -> Document:
    """A refusal is news to the clerk, whatever he had seen before; an answer that was given stays one."""
    old = document.dispatch(event.consignment)
    if old is not None and old.state is DispatchState.ANSWERED:
        return _at(document, event.consignment, reason=event.reason)
    return _at(document, event.consignment, state=DispatchState.REFUSED, reason=event.reason, seen=False)


def _registered_there(document: Document, event: NoticeTaken) -> Document:
    """A notice that comes after the answer or after our patience ended still says the number there."""
    old = document.dispatch(event.consignment)
    waited = old is not None and (old.state in UNANSWERED or old.state in TROUBLED)
    state = {"state": DispatchState.REGISTERED} if waited else {}
    return _at(document, event.consignment, reg_no=event.reg_no, reg_date=event.reg_date, **state)


def _at(document: Document, consignment: str, **changed: Any) -> Document:
    dispatches = tuple(
        replace(each, **changed) if each.consignment == consignment else each for each in document.dispatches
    )
    return replace(document, dispatches=dispatches)
