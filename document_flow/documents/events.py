"""What happened to a document: a closed union, append-only, hash-chained; steps on its path and orders among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.documents.appeal import Lodged
from document_flow.documents.facts import (
    Access,
    Dispatch,
    Kind,
    Link,
    Origin,
    Registration,
    Routing,
    Signature,
    Version,
)
from document_flow.orders.events import Event as OrderEvent
from document_flow.paths.events import Event as PathEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """It began."""

    kind: Literal["created"] = "created"
    by: str
    at: datetime
    document: Kind
    title: str
    unit: str
    access: Access
    origin: Origin | None
    recipients: tuple[str, ...]
    appeal: Lodged | None
    links: tuple[Link, ...]
    routing: Routing | None = None
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """It has a new version, the first one among them."""

    kind: Literal["revised"] = "revised"
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """It is in the journal."""

    kind: Literal["registered"] = "registered"
    at: datetime
    registration: Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """Something happened on its path."""

    kind: Literal["walked"] = "walked"
    event: Annotated[PathEvent, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed:
    """Something happened to its resolutions."""

    kind: Literal["instructed"] = "instructed"
    event: Annotated[OrderEvent, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """It was signed or sealed."""

    kind: Literal["signed"] = "signed"
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It went to other bodies."""

    kind: Literal["sent"] = "sent"
    by: str
    at: datetime
    dispatches: tuple[Dispatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken:
    """The other body's system has it."""

    kind: Literal["receipt_taken"] = "receipt_taken"
    at: datetime
    consignment: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTaken:
    """The other body registered or refused it."""

    kind: Literal["notice_taken"] = "notice_taken"
    at: datetime
    consignment: str
    refused: bool
    reg_no: str
    reg_date: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTaken:
    """The other body answered."""

    kind: Literal["answer_taken"] = "answer_taken"
    at: datetime
    consignment: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNoticed:
    """The other body said nothing within the delivery limit; the clerk is told."""

    kind: Literal["silence_noticed"] = "silence_noticed"
    at: datetime
    consignment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSeen:
    """The clerk has taken note of a refusal or a silence."""

    kind: Literal["dispatch_seen"] = "dispatch_seen"
    by: str
    at: datetime
    consignment: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRefused:
    """It was not for us; its sender was told so."""

    kind: Literal["arrival_refused"] = "arrival_refused"
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """It has a link to another document."""

    kind: Literal["related"] = "related"
    by: str
    at: datetime
    link: Link
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyGranted:
    """The appeal has the longer term, until `due`."""

    kind: Literal["study_granted"] = "study_granted"
    by: str
    on_behalf_of: str | None
    at: datetime
    reason: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """The appeal went to the body that it belongs to: `late` where its working days had passed."""

    kind: Literal["forwarded"] = "forwarded"
    by: str
    at: datetime
    body: str
    late: bool
    notice_owed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenTold:
    """The citizen knows where the appeal went."""

    kind: Literal["citizen_told"] = "citizen_told"
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquainted:
    """Read and noted: the proof for one person, over this content and these resolutions."""

    kind: Literal["acquainted"] = "acquainted"
    by: str
    at: datetime
    content_hash: str
    resolutions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorChanged:
    """Another official has the draft from now on, by a handover act."""

    kind: Literal["author_changed"] = "author_changed"
    by: str
    at: datetime
    author: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Under a legal hold."""

    kind: Literal["held"] = "held"
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased:
    """The legal hold has ended."""

    kind: Literal["hold_released"] = "hold_released"
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """It is done and in its file."""

    kind: Literal["filed"] = "filed"
    by: str
    at: datetime
    case_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """It was destroyed by an act."""

    kind: Literal["destroyed"] = "destroyed"
    by: str
    at: datetime
    act: str


Event = (
    Created
    | Revised
    | Registered
    | Walked
    | Instructed
    | Signed
    | Sent
    | ReceiptTaken
    | NoticeTaken
    | AnswerTaken
    | SilenceNoticed
    | DispatchSeen
    | ArrivalRefused
    | Related
    | StudyGranted
    | Forwarded
    | CitizenTold
    | Acquainted
    | AuthorChanged
    | Held
    | HoldReleased
    | Filed
    | Destroyed
)
EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
"""Reads and writes any event as JSON; what is stored and hashed are the bytes of its first writing."""


def actor_of(event: Event) -> str:
    """Whose hand it was; empty for the clock and for other bodies."""
    match event:
        case Walked() | Instructed():
            return event.event.by
        case Revised():
            return event.version.by
        case Registered():
            return event.registration.by
        case Signed():
            return event.signature.by
        case ReceiptTaken() | NoticeTaken() | AnswerTaken() | SilenceNoticed():
            return ""
        case _:
            return event.by


def name_of(event: Event) -> str:
    """The event's name in lists: that of what happened on the path or to the orders where it was there."""
    return event.event.kind if isinstance(event, Walked | Instructed) else event.kind
