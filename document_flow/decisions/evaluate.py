"""Deciding one case by a table. Pure; a missing or wrong fact never becomes a default, nor the next rule.

What is not known splits the rules in two: those that hold whatever it is, and those that might. There is a decision
only where both come to the same; so a fact that no longer matters need not be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from document_flow.decisions import outcome
from document_flow.decisions.facts import Fact, FactRefused, typed
from document_flow.decisions.index import bits
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, Reason, RuleRef
from document_flow.decisions.table import Column, Decision, Table
from document_flow.words import Words

_NOT_ALLOWED = Words("bu dəyər icazə verilənlərdən deyil", "this value is not one of those allowed")


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
            return NotDecided((outcome.no_rule(decision.id, decision.name),))
        if decision.policy == "UNIQUE" and certain & (certain - 1):
            return Conflicted(self._refs(decision, certain))
        if decision.policy == "FIRST":
            possible &= -possible
            certain &= possible
        if possible != certain:
            return self._wanting(decision, possible)
        return self._decided(decision, certain)

    def _decided(self, decision: Decision, hits: int) -> Outcome:
        own = self._refs(decision, hits)
        if not self.allow_assumed and (bare := [ref for ref in own if ref.is_assumed]):
            return NotDecided(tuple(outcome.assumed(ref) for ref in bare))
        rules = (decision.rules[number] for number in bits(hits))
        names = [made.name for made in decision.outputs]
        rows = tuple(dict(zip(names, rule.values, strict=True)) for rule in rules)
        return Decided(rows, (*self._led_by(decision, hits), *own))

    def _led_by(self, decision: Decision, hits: int) -> Iterator[RuleRef]:
        """The rules of required decisions whose outputs counted, for rules to hold and for others not to."""
        if not self.sources:
            return
        counted = {"UNIQUE": hits, "FIRST": hits | (hits - 1), "COLLECT": decision.index.all}[decision.policy]
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
            self.facts[name] = value
            return self._allowed(column)
        if value.code == "fact.missing":
            self.unknown[name] = (outcome.missing(self.table, name),)
        else:
            self.unknown[name] = (outcome.refused(self.table, name, value.words),)
        return self.unknown[name]

    def _allowed(self, column: Column) -> tuple[Reason, ...]:
        if column.allowed is None or column.allowed.region.holds(self.facts[column.fact]):
            return ()
        return (outcome.refused(self.table, column.fact, _NOT_ALLOWED),)

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


def evaluate(table: Table, facts: Mapping[str, object], *, allow_assumed: bool) -> Outcome:
    """Decide a case. Facts are as JSON gives them or typed already; those that the table does not ask for are ignored.

    `allow_assumed` is for the sandbox: elsewhere a rule with no act behind it gives NotDecided.
    """
    return Run(table, facts, allow_assumed).through()
