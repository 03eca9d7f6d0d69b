"""How the decisions of a file feed each other: by an output's name, along a drawn requirement, never in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from document_flow.decisions.dmn_words import dmn_words
from document_flow.decisions.facts import FactType
from document_flow.decisions.refusal import Problem
from document_flow.decisions.table import Decision

Ordered = tuple[tuple[Decision, ...], list[Problem]]


def in_order(decisions: Sequence[Decision]) -> Ordered:
    """Each decision after those it requires, the end last; with all that is wrong with the chain."""
    by_id = {decision.id: decision for decision in decisions}
    problems = [
        _problem("requires_unknown", decision, id_ or "—")
        for decision in decisions
        for id_ in decision.requires
        if id_ not in by_id
    ]
    if problems:
        return tuple(decisions), problems
    try:
        order = tuple(TopologicalSorter({each.id: each.requires for each in decisions}).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        return tuple(decisions), [Problem("dmn.cycle", dmn_words("cycle", (circle,)), circle)]
    ordered = tuple(by_id[id_] for id_ in order)
    return ordered, [*_ends(ordered), *_names(ordered, by_id)]


def _ends(decisions: Sequence[Decision]) -> Iterator[Problem]:
    required = {id_ for decision in decisions for id_ in decision.requires}
    ends = ", ".join(sorted(decision.name for decision in decisions if decision.id not in required))
    if sum(decision.id not in required for decision in decisions) != 1:
        yield Problem("dmn.ends", dmn_words("ends", (ends,)), "definitions")


def _names(decisions: Sequence[Decision], by_id: Mapping[str, Decision]) -> Iterator[Problem]:
    givers: dict[str, Decision] = {}
    for decision in decisions:
        for output in decision.outputs:
            if output.name in givers:
                yield _problem("output_twice", decision, output.name)
            givers[output.name] = decision
    kinds: dict[str, FactType] = {}
    for decision in decisions:
        yield from _inputs(decision, givers, kinds)
        asked = {column.fact for column in decision.inputs}
        for id_ in decision.requires:
            if asked.isdisjoint(output.name for output in by_id[id_].outputs):
                yield _problem("unused", decision, by_id[id_].name)


def _inputs(decision: Decision, givers: Mapping[str, Decision], kinds: dict[str, FactType]) -> Iterator[Problem]:
    for column in decision.inputs:
        giver = givers.get(column.fact)
        if giver is None:
            known = kinds.setdefault(column.fact, column.kind)
            if known != column.kind:
                yield _problem("fact_types", decision, column.fact, known, column.kind)
        elif giver.id not in decision.requires:
            yield _problem("unrequired", decision, column.fact, giver.name)
        else:
            given = next(giver.kind_of(output) for output in giver.outputs if output.name == column.fact)
            if given != column.kind:
                yield _problem("chained_type", decision, column.fact, giver.name, given, column.kind)
            if giver.gives_list:
                yield _problem("collect", decision, f"{giver.name} ({giver.hit})")


def _problem(code: str, decision: Decision, *shown: str) -> Problem:
    return Problem(f"dmn.{code}", dmn_words(code, shown), decision.name)
