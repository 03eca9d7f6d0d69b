"""Cards about a document: the resolution, the registration card (Təlimat, annex 12), the control card (annex 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.rendering.models.parts import Body, Reference, Signatory, Verification
from document_flow.rendering.text import Line, Note
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Order:
    """One point of a resolution. `lead` is the main executor: the first person named (Təlimat)."""

    text: Note
    lead: Line
    co_executors: tuple[Line, ...] = ()
    for_information: tuple[Line, ...] = ()
    due: date | None = None
    control: bool = False
    given_by: Line = ""


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    """Resolutions (dərkənar) on a document: what is to be done, by whom, until when.

    `author` and `day` are those of the first; an order of somebody else names who gave it, and when, in `given_by`.
    """

    body: Body
    document: Reference
    day: date
    author: Signatory
    orders: tuple[Order, ...]
    urgent: bool = False
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """That the document was given to somebody: when, to whom, what for."""

    day: date
    given_to: Line
    purpose: Line = ""


@dataclass(frozen=True, slots=True)
class RegistrationCard:
    """What the register knows about one document (qeydiyyat vərəqəsi)."""

    body: Body
    direction: Literal["incoming", "outgoing", "internal"]
    document_kind: Words
    reg_no: Line
    day: date
    title: Line
    correspondent: Line = ""
    their_no: Line = ""
    their_day: date | None = None
    delivery: Line = ""
    pages: int = 0
    attachments: tuple[Line, ...] = ()
    resolution: Note = ""
    resolution_by: Line = ""
    lead: Line = ""
    co_executors: tuple[Line, ...] = ()
    due: date | None = None
    control: bool = False
    movements: tuple[Movement, ...] = ()
    executed_on: date | None = None
    outcome: Note = ""
    answer: Reference | None = None
    case_file: Line = ""
    retention: Line = ""
    registrar: Signatory | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A new deadline, given by the head on a written reasoned request (Təlimat, art. 120/123)."""

    asked_on: date
    reason: Note
    old_due: date
    new_due: date
    approved_by: Line
    approved_on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    """That an executor was reminded."""

    day: date
    to: Line
    text: Line = ""


@dataclass(frozen=True, slots=True)
class ControlCard:
    """A document under control (nəzarət vərəqəsi); only who put it there releases it (Təlimat, art. 129)."""

    body: Body
    reg_no: Line
    day: date
    title: Line
    correspondent: Line
    resolution: Note
    resolution_by: Line
    lead: Line
    due: date
    placed_by: Line
    placed_on: date
    ground: Line = ""
    co_executors: tuple[Line, ...] = ()
    extensions: tuple[Extension, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    executed_on: date | None = None
    outcome: Note = ""
    released_by: Line = ""
    released_on: date | None = None
    case_file: Line = ""
