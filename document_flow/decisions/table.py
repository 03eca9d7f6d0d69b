"""A decision table as a value: what stands in a DMN file, read and typed. It knows nothing of files, versions or law.

A table is one file: decisions that feed each other by name, of which exactly one is the end that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.index import Index
from document_flow.decisions.sfeel import UnaryTest
from document_flow.words import Words

HitPolicy = Literal["UNIQUE", "FIRST", "COLLECT"]
"""UNIQUE: one rule at most may hold; FIRST: the first that holds; COLLECT: all that hold, as a list."""

ASSUMED = "assumed"
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
    values: tuple[Fact, ...]
    basis: str
    note: str = ""

    @property
    def is_assumed(self) -> bool:
        """Whether no act stands behind it."""
        return self.basis == ASSUMED


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
    index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = tuple(column.kind for column in self.inputs)
        object.__setattr__(self, "index", Index(kinds, tuple(rule.tests for rule in self.rules)))


@dataclass(frozen=True, slots=True)
class Table:
    """The decisions of one file, each after those it requires; the last is the one that is asked for.

    `labels` are the facts' names for people; where there is none, the label of the column serves both languages.
    `digest` remembers the SHA-256 once it was asked for: a table never changes.
    """

    id: str
    name: str
    decisions: tuple[Decision, ...]
    labels: Mapping[str, Words] = field(default_factory=dict, compare=False)
    digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def end(self) -> Decision:
        """The decision that is asked for."""
        return self.decisions[-1]

    def decision(self, id_: str) -> Decision:
        """The decision of that id. KeyError where there is none."""
        for decision in self.decisions:
            if decision.id == id_:
                return decision
        raise KeyError(id_)

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
