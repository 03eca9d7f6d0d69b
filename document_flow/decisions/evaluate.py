"""Deciding one case by a table. Pure; a missing or wrong fact never becomes a default, nor the next rule.

What is not known splits the rules in two: those that hold whatever it is, and those that might. There is a decision
only where both come to the same; so a fact that no longer matters need not be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from document_flow.decisions import outcome
from document_flow.decisions.facts import Fact, FactRefused, typed
from document_flow.decisions.formula import work_out
from document_flow.decisions.index import bits
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, Reason, RuleRef
from document_flow.decisions.sfeel import Formula, UnaryTest
from document_flow.decisions.table import Column, Decision, Output, Table
from document_flow.decisions.texts import show_fact, tell_test
from document_flow.words import Words

MOST_TOLD = 30
"""Values of a list that a refusal names."""
Counted = list[tuple[int, RuleRef, Mapping[str, Fact]]]
"""The rules that hold, each with its number from 0 and the row that it gives."""


@dataclass(slots=True)
class Run:
    """One case on its way through the decisions of a table: the facts that were taken, and what each came to."""

    table: Table
    given: Mapping[str, object]
    allow_assumed: bool
    facts: dict[str, Fact] = field(default_factory=dict)
    unknown: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    came_to: dict[str, Outcome] = field(default_factory=dict)
    sources: dict[str, tuple[RuleRef, ...]] = field(default_factory=dict)
    respelled: dict[str, str] = field(default_factory=dict)
    """Texts as they came, by the fact: the table writes them otherwise, and they were taken as it does."""
    strange: dict[str, None] = field(default_factory=dict)
    """Facts whose value no cell names, in a column without a list of values: it may be a misspelling."""

    def through(self) -> Outcome:
        """Decide all, each after those it requires; the last is the answer."""
        for decision in self.table.decisions:
            came_to = self.came_to[decision.id] = self._decide(decision)
            self._feed(decision, came_to)
        return self.came_to[self.table.end.id]

    def _decide(self, decision: Decision) -> Outcome:
        wrong = [reason for column in decision.inputs for reason in self._take(column) if reason.kind == "refused"]
        if wrong:
            return NotDecided(tuple(dict.fromkeys(wrong)))
        possible = certain = decision.index.all
        for column, masks in zip(decision.inputs, decision.index.columns, strict=True):
            value = self.facts.get(column.fact)
            if value is None:
                certain &= masks.any
            else:
                accepting = masks.accepting(value)
                possible &= accepting
                certain &= accepting
        return self._settle(decision, possible, certain)

    def _settle(self, decision: Decision, possible: int, certain: int) -> Outcome:
        if not possible:
            return self._default(decision)
        if decision.policy in ("FIRST", "PRIORITY"):
            possible = possible & -possible if decision.policy == "FIRST" else _foremost(decision, possible)
            certain &= possible
        if certain & (certain - 1) and not _agree(decision, certain):
            return Conflicted(self._refs(decision, certain))
        if decision.policy in ("ANY", "PRIORITY") and certain and _alike(decision, possible):
            possible = certain
        if possible != certain:
            return self._wanting(decision, possible)
        return self._decided(decision, certain)

    def _default(self, decision: Decision) -> Outcome:
        default = decision.default
        if default is None:
            return NotDecided((outcome.no_rule(decision.id, decision.name),))
        own = RuleRef(decision.id, outcome.DEFAULT, "default", default.basis)
        if own.is_assumed and not self.allow_assumed:
            return NotDecided((outcome.assumed(own),))
        row = {output.name: value for output, value in zip(decision.outputs, default.values, strict=True)}
        return Decided((row,), (*self._led_by(decision, decision.index.all), own))

    def _decided(self, decision: Decision, hits: int) -> Outcome:
        own = self._refs(decision, hits)
        if not self.allow_assumed and (bare := [ref for ref in own if ref.is_assumed]):
            return NotDecided(tuple(outcome.assumed(ref) for ref in bare))
        counted: Counted = []
        lacking: dict[Reason, None] = {}
        for number, ref in zip(bits(hits), own, strict=True):
            row, reasons = self._row(decision, number, ref)
            lacking |= dict.fromkeys(reasons)
            counted.append((number, ref, row))
        if lacking:
            return NotDecided(tuple(lacking))
        if decision.policy == "OUTPUT ORDER":
            counted.sort(key=lambda each: decision.rank(each[0]))
        rows = [row for _, _, row in counted]
        if decision.aggregation is not None:
            made = _aggregated(decision, [next(iter(row.values())) for row in rows])
            if made is None:
                return NotDecided((outcome.no_number(counted[0][1], decision.outputs[0].name, decision.hit),))
            rows = [{decision.outputs[0].name: made}]
        elif not decision.gives_list:
            rows = rows[:1]
        return Decided(tuple(rows), (*self._led_by(decision, hits), *(ref for _, ref, _ in counted)))

    def _row(self, decision: Decision, number: int, ref: RuleRef) -> tuple[Mapping[str, Fact], list[Reason]]:
        """What a rule that holds gives; or why a formula of it gives nothing."""
        row: dict[str, Fact] = {}
        lacking: list[Reason] = []
        for output, value in zip(decision.outputs, decision.rules[number].values, strict=True):
            found = self._worked_out(output, value, ref)
            if isinstance(found, list):
                lacking += found
            else:
                row[output.name] = found
        return row, lacking

    def _worked_out(self, output: Output, value: Fact | Formula, ref: RuleRef) -> Fact | list[Reason]:
        if not isinstance(value, Formula):
            return value
        if unknown := [name for name in value.facts if name not in self.facts]:
            return [reason for name in unknown for reason in self.unknown.get(name, ())]
        made = value.value(self.facts)
        return [outcome.no_number(ref, output.name, value.text)] if made is None else made

    def _led_by(self, decision: Decision, hits: int) -> Iterator[RuleRef]:
        """The rules of required decisions whose outputs counted, for rules to hold and for others not to."""
        if not self.sources:
            return
        counted = {"UNIQUE": hits, "FIRST": hits | (hits - 1)}.get(decision.policy, decision.index.all)
        seen: dict[RuleRef, None] = {}
        for column, masks in zip(decision.inputs, decision.index.columns, strict=True):
            if counted & ~masks.any:
                seen |= dict.fromkeys(self.sources.get(column.fact, ()))
        yield from seen

    def _wanting(self, decision: Decision, possible: int) -> Outcome:
        """Why it cannot be told which of the possible rules hold: the unknown facts that they ask for."""
        reasons: dict[Reason, None] = {}
        for column, masks in zip(decision.inputs, decision.index.columns, strict=True):
            if column.fact not in self.unknown or not possible & ~masks.any:
                continue
            reasons |= dict.fromkeys(self.unknown[column.fact])
            if (clash := self._clash(decision, column.fact)) is not None:
                return clash
        return NotDecided(tuple(reasons))

    def _clash(self, decision: Decision, fact: str) -> Conflicted | None:
        """The conflict of the required decision that should have given the fact."""
        for id_ in decision.requires:
            came_to = self.came_to[id_]
            names = {made.name for made in self.table.decision(id_).outputs}
            if fact in names and isinstance(came_to, Conflicted):
                return came_to
        return None

    def _take(self, column: Column) -> tuple[Reason, ...]:
        name = column.fact
        if name in self.facts:
            return self._allowed(column)
        if name in self.unknown:
            return self.unknown[name]
        value = typed(self.given.get(name), column.kind)
        if not isinstance(value, FactRefused):
            self.facts[name] = self._written(name, value)
            return self._allowed(column)
        if value.code == "fact.missing":
            self.unknown[name] = (outcome.missing(self.table, name),)
        else:
            self.unknown[name] = (outcome.refused(self.table, name, value.words),)
        return self.unknown[name]

    def _allowed(self, column: Column) -> tuple[Reason, ...]:
        value = self.facts[column.fact]
        if column.allowed is None:
            known = self.table.spellings.get(column.fact)
            if known and known.texts and isinstance(value, str) and known.written(value) is None:
                self.strange[column.fact] = None
            return ()
        if column.allowed.region.holds(value):
            return ()
        return (outcome.refused(self.table, column.fact, _not_allowed(column.allowed)),)

    def _written(self, name: str, value: Fact) -> Fact:
        """A text as the table writes it: case and marks on letters do not make it another value."""
        known = self.table.spellings.get(name)
        written = known.written(value) if known is not None and isinstance(value, str) else None
        if written is None or written == value:
            return value
        self.respelled[name] = str(value)
        return written

    def _feed(self, decision: Decision, came_to: Outcome) -> None:
        """Give the outputs to the decisions after this one; an output is never overruled by a fact from outside."""
        if isinstance(came_to, Decided) and decision is not self.table.end:
            self.facts |= came_to.outputs
            self.sources |= dict.fromkeys(came_to.outputs, came_to.rules)
        else:
            reasons = came_to.reasons if isinstance(came_to, NotDecided) else ()
            self.unknown |= {made.name: reasons for made in decision.outputs}

    @staticmethod
    def _refs(decision: Decision, mask: int) -> tuple[RuleRef, ...]:
        rules = ((number, decision.rules[number]) for number in bits(mask))
        return tuple(RuleRef(decision.id, number + 1, rule.id, rule.basis) for number, rule in rules)


def _foremost(decision: Decision, possible: int) -> int:
    """The rules whose outputs stand first in their lists."""
    first = min(decision.rank(number) for number in bits(possible))
    return sum(1 << number for number in bits(possible) if decision.rank(number) == first)


def _agree(decision: Decision, mask: int) -> bool:
    """Whether rules that hold together may."""
    if decision.policy in ("ANY", "PRIORITY"):
        return _alike(decision, mask)
    return decision.policy != "UNIQUE"


def _alike(decision: Decision, mask: int) -> bool:
    """Whether all rules of the mask give the same."""
    return len({decision.rules[number].values for number in bits(mask)}) == 1


def _aggregated(decision: Decision, values: list[Fact]) -> Fact | None:
    """One number of all outputs (DMN 1.3, clause 8.2.8); None where it has too many digits."""
    match decision.aggregation:
        case "COUNT":
            return Decimal(len(values))
        case "SUM":
            return work_out([*(each for each in values if isinstance(each, Decimal)), *["+"] * (len(values) - 1)], {})
        case "MIN":
            return min(each for each in values if isinstance(each, Decimal))
        case _:
            return max(each for each in values if isinstance(each, Decimal))


def _not_allowed(allowed: UnaryTest) -> Words:
    """The refusal of a value outside the list, with the list; the value itself is not repeated."""
    told = tell_test(allowed)
    if allowed.listed:
        first = [show_fact(value) for value in allowed.listed[:MOST_TOLD]]
        more = " …" if len(allowed.listed) > MOST_TOLD else ""
        told = Words(", ".join(each.az for each in first) + more, ", ".join(each.en for each in first) + more)
    return Words(
        f"bu dəyər siyahıda yoxdur; ola bilər: {told.az}", f"this value is not in the list; it may be: {told.en}"
    )


def evaluate(table: Table, facts: Mapping[str, object], *, allow_assumed: bool) -> Outcome:
    """Decide a case. Facts are as JSON gives them or typed already; those that the table does not ask for are ignored.

    `allow_assumed` is for the sandbox: elsewhere a rule with no act behind it gives NotDecided.
    """
    return Run(table, facts, allow_assumed).through()
