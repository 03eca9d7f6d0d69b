"""Acts: cases handed over to another official, files destroyed after their term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.rendering.models.parts import Agreement, Approval, Fact, NumberedAct, Signatory, Verification
from document_flow.rendering.models.visit import Stroke
from document_flow.rendering.text import Line, Note, Prose
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One document that changes hands, with its state and what is still due."""

    reg_no: Line
    day: date
    title: Line
    state: Words
    due: date | None = None
    pages: int = 0
    remark: Note = ""


@dataclass(frozen=True, slots=True)
class HandoverAct(NumberedAct):
    """A handover act (təhvil-təslim aktı): lists every document with its state (Təlimat)."""

    basis: Line
    giver: Signatory
    taker: Signatory
    items: tuple[HandedOver, ...]
    commission: tuple[Signatory, ...] = ()
    remarks: Prose = ""
    approval: Approval | None = None
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class MemberReceiving:
    """One of the family to whom a home is handed over."""

    name: Line
    born: Line


@dataclass(frozen=True, slots=True)
class HomeHandover(NumberedAct):
    """The handover act of a home, signed on a screen: `signature` are the strokes of who signed for the family.

    `no` is the number of the family's application: the act's own is that of its registration.
    """

    facts: tuple[Fact, ...]
    members: tuple[MemberReceiving, ...]
    signed_by: Line
    signed_as: Line
    official: Line
    position: Line
    signature: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Destroyed:
    """One file of the file plan whose term has passed. `retention` names the term and where it is written."""

    index: Line
    title: Line
    years: Line
    volumes: int
    retention: Line
    remark: Note = ""


@dataclass(frozen=True, slots=True)
class DestructionAct(NumberedAct):
    """A destruction act (məhv edilmə aktı); `destroyed_on` and `manner` stay open until it is carried out."""

    basis: tuple[Line, ...]
    chair: Signatory
    members: tuple[Signatory, ...]
    items: tuple[Destroyed, ...]
    manner: Line = ""
    destroyed_on: date | None = None
    archive: Agreement | None = None
    approval: Approval | None = None
    verification: Verification | None = None
