"""All acts on approval paths, and the tables that are made of them."""

from __future__ import annotations

from pydantic import TypeAdapter

from document_flow.act import acts_in, adapter, commands_of, events_of
from document_flow.paths import acts
from document_flow.paths.event import Command, Event

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
COMMAND_TYPES, EVENT_TYPES = commands_of(ACTS), events_of(ACTS)
COMMANDS: TypeAdapter[Command] = adapter(COMMAND_TYPES)
"""Reads and writes any command as JSON."""
EVENTS: TypeAdapter[Event] = adapter(EVENT_TYPES)
"""Reads and writes any event as JSON; `chain.canonical_event` gives the bytes that are hashed."""
