"""The definition of an approval path: its stages, who acts in them, by which rule, until when.

A path is a value. `authoring.load_path` makes it from YAML, `canonical` keeps it as immutable JSON whose SHA-256 names
the version; a run names the version that it goes by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.decisions.sfeel import FactType
from document_flow.words import Words

Act = Literal["visa", "agreement", "approve", "sign", "seal", "acquaint", "vote"]
"""visa: internal mark; agreement: another body's (razılaşdırılma); acquaint: read and noted (tanışlıq)."""

RuleKind = Literal["all", "any", "at_least", "majority", "majority_of_present", "per_group"]
WhoKind = Literal["person", "role", "group", "head_of", "author_head", "body"]
OnReturn = Literal["restart", "resume", "author_chooses"]
OnChange = Literal["void_all", "void_later", "minor_keeps"]
Order = Literal["parallel", "sequential"]
QuorumShare = Literal["half", "two_thirds", "all"]

AUTHOR = "author"
"""In `unit` or `head_of`: the unit of the document's author."""

BODY = "body:"
"""Begins the principal that stands for another body in a stage of agreement."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: a person by login, holders of a role (`unit` narrows it), members of a group, a unit's head, a body.

    `name` is the login, role, group, unit or body; empty for the author's head. Only a body carries a title.
    """

    kind: WhoKind
    name: str = ""
    unit: str | None = None
    title: Words | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How many must be for it; `count` is the n of `at_least` and of `per_group`."""

    kind: RuleKind = "all"
    count: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A unary test of the decision language that a fact of the document must satisfy for the stage to apply."""

    fact: str
    test: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told so many working days after the due day; `head_of` with no name is the head of each late person."""

    after: int
    to: Who


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least a share of the members, and not fewer than `least` persons.

    Half and three are the law's (on administrative proceedings, art. 54-56); `act` names the statute of a commission
    that says otherwise.
    """

    share: QuorumShare = "half"
    least: int = 3
    act: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """Who chairs and who keeps the minutes; one person each.

    `casting_vote` names the act that gives the chair the deciding vote in a tie; without one there is no such vote.
    `deputy` presides where the chair is away or has withdrawn; without one, the first of the members who came does.
    """

    chair: Who
    secretary: Who
    quorum: Quorum = Quorum()
    casting_vote: str | None = None
    deputy: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of a path. Days are working days: `due` from the day after the stage opens, `reminders` before due.

    `when`: the stage applies where all conditions hold. `on_return` and `on_change` say what happens to visas when it
    is this stage that returns the document, or at which the content changes. `bulk`: may be approved unread in a bulk.
    """

    id: str
    title: Words
    act: Act
    who: tuple[Who, ...]
    rule: Rule = Rule()
    order: Order = "parallel"
    when: tuple[Condition, ...] = ()
    due: int | None = None
    reminders: tuple[int, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    on_return: OnReturn = "restart"
    on_change: OnChange = "void_all"
    abstain: bool = False
    bulk: bool = True
    meeting: MeetingRules | None = None


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact that the document states when it is submitted, for conditions to test."""

    name: str
    type: FactType
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A version of an approval path: for which kinds of document, on which facts, through which stages."""

    id: str
    version: int
    title: Words
    kinds: tuple[str, ...]
    stages: tuple[Stage, ...]
    facts: tuple[FactDeclaration, ...] = ()

    def stage(self, name: str) -> Stage | None:
        """The stage of that id."""
        return next((stage for stage in self.stages if stage.id == name), None)
