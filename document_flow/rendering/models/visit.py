"""The act of a visit to where a family lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from document_flow.rendering.models.parts import Fact, NumberedAct
from document_flow.rendering.text import Line, Prose, Room

Stroke = Annotated[str, Room(40_000)]


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """One of the family and where they are."""

    name: Line
    born: Line
    presence: Line


@dataclass(frozen=True, slots=True)
class VisitAct(NumberedAct):
    """A visit act (baxış aktı). `signature` are the family's strokes; without any, `signed_as` says why."""

    person: Line
    facts: tuple[Fact, ...]
    members: tuple[MemberSeen, ...]
    remarks: Prose
    signed_by: Line
    signed_as: Line
    representative: Line
    position: Line
    closed_at: Line
    signature: tuple[Stroke, ...] = ()
    follows: Line = ""
