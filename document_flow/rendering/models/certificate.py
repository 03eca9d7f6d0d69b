"""The certificate of status (arayış) and the acquaintance sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from document_flow.rendering.models.parts import NO_WORDS, Body, Fact, Reference, Signatory, Verification
from document_flow.rendering.text import Code, Line, Note, Prose
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A member of the family, named in the certificate because it was asked for."""

    name: Line
    born: Line
    relation: Words


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate about one person, checkable without the body's help: by QR code, or by number and code.

    `facts` are shown in their order; `text` says what is certified. `signed` are the same facts for readers without a
    network (`document_flow.seals.offline`), drawn as a code of their own. `note` stands small at the foot.
    """

    body: Body
    no: Line
    day: date
    person: Line
    text: Prose
    facts: tuple[Fact, ...]
    signatory: Signatory
    verification: Verification
    unit: Words = NO_WORDS
    purpose: Line = ""
    family: tuple[FamilyMember, ...] = ()
    valid_until: date | None = None
    signed: Code = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Acquainted:
    """One person who has to read the document; `at` is empty until it is done. `remark` is the person's own."""

    name: Line
    position: Line
    sent_on: date
    at: datetime | None = None
    remark: Note = ""


@dataclass(frozen=True, slots=True)
class AcquaintanceSheet:
    """Who has read a document (tanışlıq vərəqəsi)."""

    body: Body
    document: Reference
    day: date
    readers: tuple[Acquainted, ...]
    due: date | None = None
    compiler: Signatory | None = None
    verification: Verification | None = None
