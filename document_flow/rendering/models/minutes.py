"""Minutes of a meeting (iclas protokolu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.rendering.models.parts import Approval, Body, Signatory, Verification
from document_flow.rendering.text import Line, Note, Prose, Title


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member: present, present from afar, or absent for a reason."""

    name: Line
    position: Line
    state: Literal["present", "remote", "absent"] = "present"
    reason: Line = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited, without a vote."""

    name: Line
    position: Line = ""


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member who took no part in one item, and why."""

    name: Line
    reason: Line


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody said on an item, in substance."""

    name: Line
    text: Note


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one member voted, where the vote was open."""

    name: Line
    vote: Literal["in_favour", "against", "abstained"]


@dataclass(frozen=True, slots=True)
class Votes:
    """The count. `needed` votes in favour carry it; `casting` names who had the casting vote, where it decided."""

    in_favour: int
    against: int
    abstained: int
    needed: int
    carried: bool
    casting: Line = ""
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item with what was heard, said, voted and decided."""

    title: Line
    speaker: Line = ""
    heard: Prose = ""
    speeches: tuple[Speech, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    votes: Votes | None = None
    decided: Prose = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A member's dissenting opinion (xüsusi rəy) on the item of that number, counted from 1."""

    member: Line
    item: int
    text: Prose


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a commission did in one meeting; signed by the chair and the secretary.

    `members` of the commission, at least `quorum` of them present (law on administrative proceedings, art. 54-56).
    """

    body: Body
    commission: Title
    no: Line
    day: date
    place: Line
    chair: Signatory
    secretary: Signatory
    members: int
    quorum: int
    attendance: tuple[Attendee, ...]
    agenda: tuple[AgendaItem, ...]
    began: Line = ""
    ended: Line = ""
    guests: tuple[Guest, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    approval: Approval | None = None
    verification: Verification | None = None
