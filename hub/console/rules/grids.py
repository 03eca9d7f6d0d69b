"""A version as a lawyer reads it: a grid a decision with the basis beside each rule, its report, its test cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from document_flow.decisions.cases import Case, failures
from document_flow.decisions.check import check
from document_flow.decisions.facts import TYPE_NAMES, FactRefused, FactType, typed
from document_flow.decisions.refusal import Problem
from document_flow.decisions.table import ASSUMED, Column, Decision, Output, Table
from document_flow.decisions.texts import show_fact, show_test
from hub.errors import Words

POLICIES: Mapping[str, Words] = {
    "UNIQUE": Words("hər hala ən çoxu bir qayda uyğun gəlir", "at most one rule holds for a case"),
    "ANY": Words("bir neçə qayda uyğun gələ bilər, nəticələri eyni olmalıdır", "several may hold and give the same"),
    "PRIORITY": Words(
        "uyğun gələnlərdən nəticəsi siyahıda birinci duran tətbiq olunur",
        "of those that hold, the one whose result stands first in its list of values",
    ),
    "FIRST": Words("yuxarıdan birinci uyğun gələn qayda tətbiq olunur", "the first rule that holds, from the top"),
    "RULE ORDER": Words("uyğun gələnlərin nəticələri qaydaların sırası ilə", "all that hold, in the order of rules"),
    "OUTPUT ORDER": Words(
        "uyğun gələnlərin nəticələri dəyər siyahısının sırası ilə", "all that hold, in the order of the list of values"
    ),
    "COLLECT": Words("uyğun gələn bütün qaydaların nəticələri birlikdə verilir", "the results of all rules that hold"),
    "COLLECT SUM": Words("uyğun gələn qaydaların nəticələrinin cəmi", "the sum of the results of all that hold"),
    "COLLECT MIN": Words("uyğun gələn qaydaların ən kiçik nəticəsi", "the smallest result of all that hold"),
    "COLLECT MAX": Words("uyğun gələn qaydaların ən böyük nəticəsi", "the largest result of all that hold"),
    "COLLECT COUNT": Words("uyğun gələn qaydaların sayı", "the number of rules that hold"),
}
"""What each hit policy means, by how it is written."""
MOST_LINES = 100
"""Rules of a decision on one page."""
_PLACE = re.compile(r"(?P<decision>.+), rule (?P<rule>[0-9]+)(?:, (?P<column>.+))?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what people call it, the name that facts come under, its type, the values it may have."""

    label: Words
    name: str
    kind: Words
    allowed: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """A rule. Of `cells`, one that is None asks for nothing."""

    number: int
    id: str
    inputs: Sequence[Words | None]
    outputs: Sequence[Words]
    basis: str
    is_assumed: bool
    note: str
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A decision of the table."""

    id: str
    name: str
    policy: str
    inputs: Sequence[Heading]
    outputs: Sequence[Heading]
    lines: Sequence[GridLine]
    rules: int
    """In all; `lines` are some of them."""
    otherwise: GridLine | None = None
    """What holds where no rule does, as a rule of the number 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a grid a problem is: the decision's id, the rule's number from 1, the column's name where it has one."""

    decision: str
    rule: int
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A test case with what it states, and what is wrong where it is not met."""

    case: Case
    facts: Sequence[tuple[Words, Words]]
    rows: Sequence[Sequence[tuple[Words, Words]]]
    missing: Sequence[Words]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found, by how much it weighs."""

    errors: Sequence[Problem] = field(default_factory=tuple)
    warnings: Sequence[Problem] = field(default_factory=tuple)
    notes: Sequence[Problem] = field(default_factory=tuple)


@lru_cache(maxsize=128)
def checked(table: Table) -> tuple[Problem, ...]:
    """The check of a table, which never changes; a large one takes a while, so ask for it in a thread."""
    return check(table)


def report(table: Table) -> Report:
    """The check as a page shows it."""
    found = checked(table)
    by: dict[str, list[Problem]] = {"error": [], "warning": [], "note": []}
    for each in found:
        by[each.severity].append(each)
    return Report(tuple(by["error"]), tuple(by["warning"]), tuple(by["note"]))


def sheets(table: Table, first: int = 1) -> list[DecisionSheet]:
    """The grids in the order in which the decisions are made, each with MOST_LINES rules from the first on."""
    wrong: dict[tuple[str, int], list[Problem]] = {}
    for problem in checked(table):
        place = place_of(table, problem.place)
        if place is not None:
            wrong.setdefault((place.decision, place.rule), []).append(problem)
    return [_sheet(table, decision, wrong, first) for decision in table.decisions]


def place_of(table: Table, place: str) -> Place | None:
    """The row that the place of a problem speaks of; None where it speaks of the whole table or another file."""
    found = _PLACE.fullmatch(place)
    decision = next((each for each in table.decisions if found and each.name == found["decision"]), None)
    return Place(decision.id, int(found["rule"]), found["column"]) if found and decision else None


def tried(table: Table, cases: Sequence[Case]) -> list[Tried]:
    """The test cases, each with whether the table meets it."""
    return [_tried(table, case) for case in cases]


def shown_facts(table: Table, facts: Mapping[str, object]) -> list[tuple[Words, Words]]:
    """Facts with their labels, as people read them."""
    kinds: dict[str, FactType] = {each.fact: each.kind for each in table.facts()}
    kinds |= {output.name: output.kind for output in table.end.outputs}
    return [(table.label(name), _value(value, kinds.get(name, "string"))) for name, value in facts.items()]


def _value(value: object, kind: FactType) -> Words:
    found = typed(value, kind)
    return Words(str(value), str(value)) if isinstance(found, FactRefused) else show_fact(found)


def _tried(table: Table, case: Case) -> Tried:
    problem = next(iter(failures(table, (case,))), None)
    return Tried(
        case,
        shown_facts(table, case.facts),
        [shown_facts(table, row) for row in case.rows],
        [table.label(name) for name in case.missing],
        problem,
    )


def _sheet(
    table: Table, decision: Decision, wrong: Mapping[tuple[str, int], Sequence[Problem]], first: int
) -> DecisionSheet:
    lines = [
        GridLine(
            number,
            rule.id,
            [None if test.is_any else show_test(test) for test in rule.tests],
            [show_fact(value) for value in rule.values],
            rule.basis,
            rule.is_assumed,
            rule.note,
            wrong.get((decision.id, number), ()),
        )
        for number, rule in enumerate(decision.rules[first - 1 : first - 1 + MOST_LINES], first)
    ]
    inputs = [_heading(table, each, each.fact) for each in decision.inputs]
    outputs = [_heading(table, each, each.name) for each in decision.outputs]
    default, otherwise = decision.default, None
    if default is not None:
        values = [show_fact(value) for value in default.values]
        otherwise = GridLine(0, "", (), values, default.basis, default.basis == ASSUMED, "")
    return DecisionSheet(
        decision.id, decision.name, decision.hit, inputs, outputs, lines, len(decision.rules), otherwise
    )


def _heading(table: Table, column: Column | Output, name: str) -> Heading:
    return Heading(table.label(name), name, TYPE_NAMES[column.kind], column.allowed.text if column.allowed else "")
