"""Decides about cases: what a command comes to, given the moment and the programme. Pure.

An open case always says what it waits for and until when (`waiting`); none is ever left to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from document_flow.cases.event import Command, Event
from document_flow.cases.registry import BY_COMMAND
from document_flow.cases.standing import AT_DESK, Decision, Standing
from document_flow.cases.state import NOTHING, Case


def decide(standing: Standing, command: Command) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    act = BY_COMMAND[type(command)]
    refused = standing.hand(command.by, act.who or AT_DESK)
    if refused is not None:
        return refused
    decided: Decision = act.decide(standing, command)
    return decided


def evolve(case: Case, event: Event) -> Case:
    """The case after the event."""
    return replace(event.apply(case), length=case.length + 1)


def replay(events: Iterable[Event], case: Case = NOTHING) -> Case:
    """What all these events come to."""
    return reduce(evolve, events, case)
