"""The explanation of a decision: which facts, which rules, which acts, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from document_flow.rendering.models.parts import Body, Fact, Signatory, Verification
from document_flow.rendering.text import Line, Note
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class TableUsed:
    """The version of a decision table that answered; `digest` is the SHA-256 of its file in hexadecimal."""

    name: Words
    version: Line
    digest: Line
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact as it went into the table, and where it came from; an empty value was not known."""

    label: Words
    value: Line
    source: Line = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One cell of a rule: what it asks, what was found, whether it holds (None where the fact is not known)."""

    label: Words
    wanted: Line
    found: Line
    holds: bool | None


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule that was looked at: it applies, it does not, or it cannot be said (None)."""

    rule: Line
    says: Words
    conditions: tuple[Condition, ...]
    applies: bool | None
    basis: Line = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The act and article behind a rule. `assumed` ones were not read in the act itself, and the form shouts it."""

    act: Line
    article: Line = ""
    text: Note = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class DecisionExplanation:
    """Why a decision is what it is. `as_of` is the day whose law was applied, `decided_at` when it was asked.

    `undecided`: the facts in `missing` are not known; `unanswered`: the law gives no answer, `missing` says why not.
    """

    body: Body
    subject: Line
    day: date
    as_of: date
    decided_at: datetime
    outcome: Literal["decided", "undecided", "unanswered", "conflict"]
    result: tuple[Fact, ...]
    table: TableUsed
    facts: tuple[FactUsed, ...]
    rules: tuple[RuleShown, ...]
    bases: tuple[Basis, ...]
    missing: tuple[Words, ...] = ()
    signatory: Signatory | None = None
    verification: Verification | None = None
