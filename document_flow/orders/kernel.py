"""Decides about orders on a document: what a command comes to, given the moment and the rules. Pure.

An open state always waits for somebody (`waiting`): no order is orphaned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from document_flow.context import Context
from document_flow.orders.acts.tick import Tick, order_timers
from document_flow.orders.case import Case, Decision
from document_flow.orders.event import AboutOne, Command, Event
from document_flow.orders.refusals import refusal
from document_flow.orders.registry import BY_COMMAND
from document_flow.orders.rules import RULES, OrderRules
from document_flow.orders.state import NOTHING, State
from document_flow.orders.watching import waiting_all, waiting_each
from document_flow.outcome import Timer, Waiting


def decide(state: State, command: Command, context: Context, rules: OrderRules = RULES) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    act = BY_COMMAND[type(command)]
    case = Case(state, context, rules, getattr(command, "by", ""), getattr(command, "on_behalf_of", None))
    refused = None if isinstance(command, Tick) else case.hand()
    if refused is not None:
        return refused
    decided: Decision
    if not isinstance(command, AboutOne):
        decided = act.decide(case, command)
        return decided
    resolution = state.resolutions.get(command.resolution)
    if resolution is None:
        return refusal("orders.no_resolution", resolution=command.resolution)
    if resolution.status == "executed":
        return refusal("orders.executed")
    decided = act.decide(case, resolution, command)
    return decided


def evolve(state: State, event: Event) -> State:
    """The orders after the event."""
    return event.apply(state)


def replay(events: Iterable[Event], state: State = NOTHING) -> State:
    """What all these events come to."""
    return reduce(evolve, events, state)


def waiting(state: State, context: Context, rules: OrderRules = RULES) -> Waiting:
    """Everybody whom the orders wait for, with the most urgent in a sentence; `due` is the earliest."""
    return waiting_all(Case(state, context, rules))


def waiting_by_resolution(state: State, context: Context, rules: OrderRules = RULES) -> Mapping[str, Waiting]:
    """The same for each unfinished resolution, the most urgent first: what a person's list is made from."""
    return waiting_each(Case(state, context, rules))


def timers(state: State, context: Context, rules: OrderRules = RULES) -> tuple[Timer, ...]:
    """Reminders before each last day, at 9 in Baku, and the escalation on the working day after it."""
    return order_timers(Case(state, context, rules))


def tick(timer: str) -> Tick:
    """The command of a fired timer."""
    return Tick(timer=timer)
