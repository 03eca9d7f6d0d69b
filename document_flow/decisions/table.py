"""A decision table as a value: what stands in a DMN file, read and typed. It knows nothing of files, versions or law.

A table is one file: decisions that feed each other by name, of which exactly one is the end that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.formula import Formula
from document_flow.decisions.index import Index
from document_flow.decisions.regions import Choice
from document_flow.decisions.sfeel import UnaryTest
from document_flow.decisions.spelling import Spellings
from document_flow.words import Words

HitPolicy = Literal["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
"""How many rules may hold, and what they come to together (DMN 1.3, clause 8.2.8).

UNIQUE: one at most; ANY: several that give the same; PRIORITY: the one whose outputs stand first in their lists of
values; FIRST: the first; RULE ORDER, OUTPUT ORDER, COLLECT: all, as a list or as one number.
"""
Aggregation = Literal["SUM", "MIN", "MAX", "COUNT"]
"""What COLLECT makes of all outputs."""
LISTS: frozenset[HitPolicy] = frozenset(("RULE ORDER", "OUTPUT ORDER", "COLLECT"))
RANKED: frozenset[HitPolicy] = frozenset(("PRIORITY", "OUTPUT ORDER"))
"""The policies that ask for the order of the outputs' lists of values."""
HITS: Mapping[str, tuple[HitPolicy, Aggregation | None]] = {
    **{policy: (policy, None) for policy in get_args(HitPolicy)},
    **{f"COLLECT {made}": ("COLLECT", made) for made in get_args(Aggregation)},
}
"""Hit policies by how they are written: `UNIQUE`, `COLLECT SUM`."""

ASSUMED = "assumed"
ASSUMED_WORDS = Words("fərziyyə", "assumed")
"""The basis of a rule that no act stands behind, as files have it and as people read and type it."""
"""The basis of a rule that no act stands behind: shown wherever it decides, and refused outside the sandbox."""


@dataclass(frozen=True, slots=True)
class Column:
    """An input: the name of the fact it asks for, its type, and the values it may have where they are listed."""

    id: str
    label: str
    fact: str
    kind: FactType
    allowed: UnaryTest | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """An output: a decision that asks for a fact of this name, and requires this one, is given its value."""

    id: str
    label: str
    name: str
    kind: FactType
    allowed: UnaryTest | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: a test for each input, a value for each output, and its basis: act and article, or `assumed`."""

    id: str
    tests: tuple[UnaryTest, ...]
    values: tuple[Fact | Formula, ...]
    basis: str
    note: str = ""

    @property
    def is_assumed(self) -> bool:
        """Whether no act stands behind it."""
        return self.basis == ASSUMED


@dataclass(frozen=True, slots=True)
class Default:
    """What holds where no rule does: a value for each output, and its basis as a rule has one."""

    values: tuple[Fact, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision table. `requires` are the ids of the decisions whose outputs it takes. Indexed when it is made."""

    id: str
    name: str
    policy: HitPolicy
    inputs: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    requires: tuple[str, ...] = ()
    aggregation: Aggregation | None = None
    default: Default | None = None
    index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = tuple(column.kind for column in self.inputs)
        object.__setattr__(self, "index", Index(kinds, tuple(rule.tests for rule in self.rules)))

    @property
    def hit(self) -> str:
        """The hit policy as it is written: `COLLECT SUM`."""
        return f"{self.policy} {self.aggregation}" if self.aggregation else self.policy

    @property
    def gives_list(self) -> bool:
        """Whether it comes to a row for each rule that holds."""
        return self.policy in LISTS and self.aggregation is None

    @property
    def assumes(self) -> bool:
        """Whether any of its rules, or its default, has no act behind it."""
        return any(rule.is_assumed for rule in self.rules) or (
            self.default is not None and self.default.basis == ASSUMED
        )

    def kind_of(self, output: Output) -> FactType:
        """The type of what it comes to: a count is a number, whatever is counted."""
        return "number" if self.aggregation == "COUNT" else output.kind

    def rank(self, number: int) -> tuple[int, ...]:
        """Where the outputs of a rule, counted from 0, stand in their lists of values: the lower, the sooner."""
        pairs = zip(self.outputs, self.rules[number].values, strict=True)
        return tuple(
            output.allowed.listed.index(value) if value in output.allowed.listed else len(output.allowed.listed)
            for output, value in pairs
            if output.allowed is not None and output.allowed.listed and not isinstance(value, Formula)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The decisions of one file, each after those it requires; the last is the one that is asked for.

    `labels` are the facts' names for people; where there is none, the label of the column serves both languages.
    `written` and `digest` remember the canonical form and its SHA-256 once they were asked for: a table never changes.
    """

    id: str
    name: str
    decisions: tuple[Decision, ...]
    labels: Mapping[str, Words] = field(default_factory=dict, compare=False)
    written: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)
    digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    spellings: Mapping[str, Spellings] = field(init=False, repr=False, compare=False)
    """Of the facts that are texts, how the table writes their values."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spellings", {name: Spellings(found) for name, found in self._written().items()})

    @property
    def end(self) -> Decision:
        """The decision that is asked for."""
        return self.decisions[-1]

    def decision(self, id_: str) -> Decision:
        """The decision of that id. KeyError where there is none."""
        return {decision.id: decision for decision in self.decisions}[id_]

    def facts(self) -> tuple[Column, ...]:
        """What must come from outside: the inputs that no decision of the table gives, each once."""
        given = {output.name for decision in self.decisions for output in decision.outputs}
        asked = {column.fact: column for column in self._inputs() if column.fact not in given}
        return tuple(asked.values())

    def label(self, name: str) -> Words:
        """What people call the fact or output."""
        if found := self.labels.get(name):
            return found
        columns = ((column.fact, column.label) for column in self._inputs())
        outputs = ((output.name, output.label) for each in self.decisions for output in each.outputs)
        label = next((label for found, label in (*columns, *outputs) if found == name and label), name)
        return Words(label, label)

    def _inputs(self) -> Iterator[Column]:
        return (column for decision in self.decisions for column in decision.inputs)

    def _written(self) -> dict[str, dict[str, None]]:
        """The texts of each fact: those listed, those that cells name, those that a required decision gives."""
        found: dict[str, dict[str, None]] = {}
        for decision in self.decisions:
            for place, column in enumerate(decision.inputs):
                if column.kind != "string":
                    continue
                tests = [column.allowed, *(rule.tests[place] for rule in decision.rules)]
                texts = (text for test in tests if test is not None for text in _named(test))
                found.setdefault(column.fact, {}).update(dict.fromkeys(texts))
        for decision in self.decisions:
            for place, output in enumerate(decision.outputs):
                if output.name in found:
                    given = (rule.values[place] for rule in decision.rules)
                    found[output.name].update(dict.fromkeys(value for value in given if isinstance(value, str)))
        return found


def _named(test: UnaryTest) -> Iterator[str]:
    """The texts that a cell names, in the order in which they stand where it lists them."""
    region = test.region
    values = test.listed or (sorted(map(str, region.values)) if isinstance(region, Choice) else ())
    return (value for value in values if isinstance(value, str))
