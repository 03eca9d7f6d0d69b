"""What a table comes to for one case: decided, not decided and why, or in conflict with itself. Values, not errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from document_flow.azerbaijani import Ending, ended, ordinal
from document_flow.decisions.facts import Fact
from document_flow.decisions.table import ASSUMED, Table
from document_flow.words import Words

ReasonKind = Literal["missing", "refused", "assumed", "no_rule", "no_number", "no_version"]
"""missing: a fact that the outcome depends on; refused: a fact that is given but wrong; assumed: the rule that holds
has no act behind it; no_rule: no rule covers the case; no_number: the formula of the rule that holds has no value;
no_version: no version was in force on the legal date."""
DEFAULT = 0
"""The number of what holds where no rule does."""


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A rule that took part: the id of its decision, its number from 1 as people see it, its id and its basis.

    The default output is a rule of the number 0.
    """

    decision: str
    number: int
    rule: str
    basis: str

    @property
    def is_assumed(self) -> bool:
        """Whether no act stands behind it."""
        return self.basis == ASSUMED

    @property
    def is_default(self) -> bool:
        """Whether it is the default output, which holds where no rule does."""
        return self.number == DEFAULT

    @property
    def named(self) -> Words:
        """As a sentence names it: `3-cü qayda`, `rule 3`."""
        if self.is_default:
            return Words("susmaya görə nəticə", "the default output")
        return Words(f"{ordinal(self.number)} qayda", f"rule {self.number}")


def numbered(rules: Sequence[RuleRef]) -> Words:
    """The numbers of the rules, for a sentence about rules: `1-ci, 3-cü`, and `1, 3`."""
    return Words(", ".join(ordinal(each.number) for each in rules), ", ".join(str(each.number) for each in rules))


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why there is no decision. `subject` is the fact, the decision's id, or the table's id."""

    kind: ReasonKind
    subject: str
    words: Words
    rule: RuleRef | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The law's answer. One row, but one a rule where the hit policy gives a list; `rules` are all that led here.

    It stays what it is whatever further facts become known.
    """

    rows: tuple[Mapping[str, Fact], ...]
    rules: tuple[RuleRef, ...]
    kind: Literal["decided"] = "decided"

    @property
    def outputs(self) -> Mapping[str, Fact]:
        """The only row. ValueError where several rules gave one each: a list has no single answer."""
        (row,) = self.rows
        return row

    @property
    def assumed(self) -> bool:
        """Whether any rule that led here has no act behind it."""
        return any(rule.is_assumed for rule in self.rules)


@dataclass(frozen=True, slots=True)
class NotDecided:
    """No answer, and everything that stands in its way."""

    reasons: tuple[Reason, ...]
    kind: Literal["not_decided"] = "not_decided"

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for."""
        return tuple(reason.subject for reason in self.reasons if reason.kind == "missing")


@dataclass(frozen=True, slots=True)
class Conflicted:
    """Several rules hold at once that may not: the table is wrong, and nobody may pick one of them."""

    rules: tuple[RuleRef, ...]
    kind: Literal["conflicted"] = "conflicted"


Outcome = Decided | NotDecided | Conflicted


def missing(table: Table, fact: str) -> Reason:
    """The fact is needed and not given."""
    label = table.label(fact)
    return Reason("missing", fact, Words(f"{label.az} ({fact}) məlum deyil", f"{label.en} ({fact}) is not known"))


def refused(table: Table, fact: str, words: Words) -> Reason:
    """The fact is given, and is no fact of its type."""
    label = table.label(fact)
    return Reason("refused", fact, Words(f"{label.az} ({fact}): {words.az}", f"{label.en} ({fact}): {words.en}"))


def assumed(rule: RuleRef) -> Reason:
    """The rule holds, and no act stands behind it."""
    whose = ended(rule.named.az, Ending.GENITIVE)
    words = Words(
        f"{whose} hüquqi əsası göstərilməyib; sınaq mühitindən kənarda tətbiq edilmir",
        f"{rule.named.en} names no legal basis; it is not applied outside the sandbox",
    )
    return Reason("assumed", rule.decision, words, rule)


def no_rule(decision: str, name: str) -> Reason:
    """The facts are known and no rule covers them."""
    words = Words(f"«{name}» cədvəlində bu hal üçün qayda yoxdur", f"no rule of “{name}” covers this case")
    return Reason("no_rule", decision, words)


def no_number(rule: RuleRef, output: str, text: str) -> Reason:
    """The rule holds, and its formula comes to no number for these facts."""
    words = Words(
        f"{rule.named.az}: «{text}» bu faktlarla hesablanmır (sıfıra bölmə və ya həddən böyük ədəd)",
        f"{rule.named.en}: “{text}” comes to no number for these facts (divided by zero, or too large)",
    )
    return Reason("no_number", output, words, rule)


def no_version(table_id: str, as_of: date, why: Words | None = None) -> Reason:
    """No version was in force that day; `why` says how that came, where it is known."""
    day = f"{as_of:%d.%m.%Y}"
    az = f": {why.az}" if why else ""
    en = f": {why.en}" if why else ""
    words = Words(
        f"{day} tarixində {table_id} cədvəlinin qüvvədə olan versiyası yoxdur{az}",
        f"no version of {table_id} was in force on {day}{en}",
    )
    return Reason("no_version", table_id, words)
