"""All acts with documents, and the tables that are made of them."""

from __future__ import annotations

from pydantic import TypeAdapter

from document_flow.act import acts_in, adapter, commands_of, events_of, names_of
from document_flow.documents import acts
from document_flow.documents.event import Command, Event
from document_flow.orders.registry import ACTS as ORDER_ACTS
from document_flow.paths.registry import ACTS as PATH_ACTS

ACTS = acts_in(acts)
BY_COMMAND = {act.command: act for act in ACTS}
COMMANDS: TypeAdapter[Command] = adapter(commands_of(ACTS), extra="forbid")
"""Reads and writes any command as JSON."""
EVENTS: TypeAdapter[Event] = adapter(events_of(ACTS))
"""Reads and writes any event as JSON; what is stored and hashed are the bytes of its first writing."""
EVENT_NAMES = names_of((*ACTS, *PATH_ACTS, *ORDER_ACTS))
"""What each kind of event is called in a history: those of the document, of its approval path and its resolutions."""


def name_of(event: Event) -> str:
    """The event's name in lists: that of what happened on the path or to the resolutions where it was there."""
    return str(getattr(event, "event", event).kind)
