"""Decides about money: what a command comes to, of one obligation or of one payee's account. Pure.

A store runs it over rows: an obligation is unique by person, right and period (`MoneyRules.obligation_id`), and one of
its instructions at most is open or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import Annotated

from pydantic import TypeAdapter

from document_flow.act import acts_in, commands_of, events_of, names_of
from document_flow.hands import Command, refuse_hand
from document_flow.money import acts
from document_flow.money.refusals import refusal
from document_flow.money.standing import Decision, Event, S, Standing

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
NAMES = names_of(ACTS)
"""What each event is called, by kind."""
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, commands_of(ACTS)])
"""Reads and writes any command as JSON."""
EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, events_of(ACTS)])
"""Reads and writes any event as JSON."""


def decide(standing: Standing[S], command: Command) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    act, directory = BY_COMMAND[type(command)], standing.context.directory
    refused = refuse_hand(directory, command.by, act.who)
    if refused is None and command.by in standing.related:
        refused = refusal("money.related", name=directory.name(command.by))
    decided: Decision = refused or act.decide(standing, command)
    return decided


def evolve(state: S, event: Event) -> S:
    """The obligation or the account after the event."""
    after: S = event.apply(state)
    return replace(after, length=state.length + 1)


def replay(events: Iterable[Event], state: S) -> S:
    """What all these events come to, from `NOTHING` or `NO_ACCOUNT` on."""
    return reduce(evolve, events, state)
