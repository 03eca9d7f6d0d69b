"""What events make of a document. Total: every event that was ever written is understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from document_flow.documents.event import Event
from document_flow.documents.state import Document

NOTHING = Document()
"""Before the first event."""


def evolve(document: Document, event: Event) -> Document:
    """The document after the event."""
    return event.apply(replace(document, length=document.length + 1))


def replay(events: Iterable[Event], document: Document = NOTHING) -> Document:
    """What all these events come to."""
    return reduce(evolve, events, document)
