"""What the leading process does for subscribers, and how often."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hub.bus.port import Bus
from hub.events.broker import EventsOut
from hub.events.webhooks import Posting, Webhooks

_EVERY_S = 0.5


def event_duties(posting: Posting, bus: Bus) -> list[tuple[float, Callable[[], Awaitable[object]]]]:
    """For `Duties.extra`."""
    return [
        (_EVERY_S, EventsOut(posting.store, bus, posting.source).publish),
        (_EVERY_S, Webhooks(posting).deliver),
    ]
