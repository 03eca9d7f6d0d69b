"""Makes a failing world smaller: fewer people, processes, troubles and faults, as long as it still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.simulation.faults import Fault
from tests.simulation.plan import Plan


@dataclass(frozen=True, slots=True)
class Case:
    """A world that can be run again: the plan of its seed, made smaller, without some of its faults."""

    seed: int
    plan: Plan
    without: frozenset[Fault] = frozenset()


Fails = Callable[[Case], Sequence[Fault] | None]
"""Runs a case: the faults that happened in it if it fails, else None."""


def smallest(case: Case, fails: Fails, tries: int = 300) -> Case:
    """The smallest that was found within so many runs; the case itself fails."""
    happened = fails(case) or ()
    for _ in range(tries):
        for smaller in _smaller(case, happened):
            tries -= 1
            found = fails(smaller)
            if found is not None:
                case, happened = smaller, found
                break
            if tries <= 0:
                return case
        else:
            return case
    return case


def _smaller(case: Case, happened: Sequence[Fault]) -> Iterator[Case]:
    """By large steps first."""
    plan = case.plan
    for size in (len(happened) // 2, len(happened) // 4, 1):
        for start in range(0, len(happened), size) if size else ():
            yield replace(case, without=case.without | frozenset(happened[start : start + size]))
    if plan.persons > 1:
        yield replace(case, plan=replace(plan, persons=plan.persons - 1))
    if plan.each > 1:
        yield replace(case, plan=replace(plan, each=plan.each - 1))
    if plan.kills:
        yield replace(case, plan=replace(plan, kills=plan.kills[1:]))
        yield replace(case, plan=replace(plan, kills=plan.kills[:-1]))
    for number in range(len(plan.troubles)):
        yield replace(case, plan=replace(plan, troubles=plan.troubles[:number] + plan.troubles[number + 1 :]))
    last = len(plan.processes) - 1
    if last > 1 and all((each.process or 0) < last for each in plan.troubles):
        yield replace(case, plan=replace(plan, processes=plan.processes[:-1]))
