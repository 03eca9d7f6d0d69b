"""Decides about lists: what a command comes to, given the moment and who holds the period. Pure.

A store runs it: the lines of a chunk are written in the transaction of their `FinishChunk`, all lists of a run in one,
and the slot of a run (`ListRun.slot`) in that of its first issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Annotated

from pydantic import TypeAdapter

from document_flow.act import acts_in, commands_of, events_of, names_of
from document_flow.context import Context
from document_flow.hands import Command, refuse_hand
from document_flow.lists import acts
from document_flow.lists.acts.cut import CutList
from document_flow.lists.refusals import refusal
from document_flow.lists.run import Cut
from document_flow.lists.standing import Decision, Event, Standing
from document_flow.lists.state import NOTHING, ListHead
from document_flow.outcome import Refusal

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
NAMES = names_of(ACTS)
"""What each event is called, by kind."""
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, commands_of(ACTS)])
"""Reads and writes any command as JSON."""
EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, events_of(ACTS)])
"""Reads and writes any event as JSON."""


def decide(standing: Standing, command: Command) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    act = BY_COMMAND[type(command)]
    # An act without roles is a party's own, and asks for whom this hand speaks.
    refused = refuse_hand(standing.context.directory, command.by, act.who) if act.who else None
    decided: Decision = refused or act.decide(standing, command)
    return decided


def evolve(head: ListHead, event: Event) -> ListHead:
    """The list after the event."""
    return replace(event.apply(head), length=head.length + 1)


def replay(events: Iterable[Event], head: ListHead = NOTHING) -> ListHead:
    """What all these events come to."""
    return reduce(evolve, events, head)


def cut_all(by: str, cuts: Iterable[Cut], context: Context) -> Mapping[str, tuple[Event, ...]] | Refusal:
    """The first events of all lists of a run by their ids, all or none: one for each pair of places."""
    made: dict[str, tuple[Event, ...]] = {}
    for cut in cuts:
        if cut.list_id in made:
            return refusal("lists.pair_twice", origin=cut.origin, settlement=cut.settlement)
        decided = decide(Standing(NOTHING, context), CutList(by=by, cut=cut))
        if isinstance(decided, Refusal):
            return decided
        made[cut.list_id] = decided
    return made
