"""Who has seen what: the content each approver spoke about, and the events that not everyone may read."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.paths.acts.remarks import PrivatelyNoted
from document_flow.paths.event import Event
from document_flow.paths.state import State


def since_visa(state: State, login: str) -> tuple[str, str] | None:
    """The content hash of the person's last mark and the one that counts now, equal where nothing changed since.

    None where the person has given no mark. The difference between the two is what the person has not seen.
    """
    seen = state.seen.get(login)
    return None if seen is None else (seen, state.content_hash)


def readable(events: Iterable[Event], login: str) -> tuple[Event, ...]:
    """The events without the private notes of others."""
    return tuple(event for event in events if not isinstance(event, PrivatelyNoted) or login in (event.by, event.to))
