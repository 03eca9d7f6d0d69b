"""The official letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.rendering.models.parts import (
    NO_WORDS,
    Agreement,
    Body,
    Executor,
    Mark,
    Reference,
    Signatory,
    Verification,
    Visa,
)
from document_flow.rendering.text import Line, Note, Prose
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom: the body, then where known the official with position and name, then the address."""

    body: Words
    position: Words = NO_WORDS
    name: Line = ""
    address: Note = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment of a letter, with its number of pages (0 where it has none, as an electronic file)."""

    title: Line
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on the body's letterhead. `text` is plain: its line breaks end paragraphs.

    One that is sealed and nobody signs has no signatory; `seal` says by which certificate it is.
    """

    body: Body
    reg_no: Line
    day: date
    addressee: Addressee
    subject: Line
    text: Prose
    signatory: Signatory | None
    executor: Executor
    salutation: Line = ""
    answers: Reference | None = None
    enclosures: tuple[Enclosure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    visas: tuple[Visa, ...] = ()
    verification: Verification | None = None
    seal: Mark | None = None
