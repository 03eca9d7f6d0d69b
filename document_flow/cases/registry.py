"""All acts with cases, and the tables that are made of them."""

from __future__ import annotations

from pydantic import TypeAdapter

from document_flow.act import acts_in, adapter, commands_of, events_of, names_of
from document_flow.cases import acts
from document_flow.cases.event import Command, Event
from document_flow.words import Words

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
BY_KIND = {act.kind: act for act in ACTS}
NAMES = names_of(ACTS)
"""What each event is called, by kind."""
COMMANDS: TypeAdapter[Command] = adapter(commands_of(ACTS))
"""Reads and writes any command as JSON."""
EVENTS: TypeAdapter[Event] = adapter(events_of(ACTS))
"""Reads and writes any event as JSON."""


def event_name(kind: str) -> Words:
    """What happened, in words; its kind where a newer hub wrote it."""
    return NAMES.get(kind, Words(kind, kind))
