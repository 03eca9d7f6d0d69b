"""The Bus port (Message Channel): what the hub asks of whatever carries work items and events.

Work is handed over at least once and in no order; order and truth live in the store. An item carries ids only, never
personal data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from hub.clock import rfc3339

ITEM = 16
"""Deliveries that one item names at most."""
_DESTINATION = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One to many deliveries (32 hex characters each) of one destination that are due."""

    destination: str
    deliveries: tuple[str, ...]


def items_of(destination: str, deliveries: Sequence[str]) -> list[WorkItem]:
    """As few items as these deliveries need."""
    return [WorkItem(destination, tuple(deliveries[i : i + ITEM])) for i in range(0, len(deliveries), ITEM)]


@dataclass(frozen=True, slots=True)
class Event:
    """A thin CloudEvent: that something happened, and where to fetch it. `subject` is opaque; `time` is in µs."""

    id: str
    type: str
    time: int
    source: str
    dataref: str
    subject: str | None = None

    def to_json(self) -> bytes:
        """Structured mode of CloudEvents 1.0, with the `dataref` extension instead of data."""
        body = {
            "specversion": "1.0",
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "time": rfc3339(self.time),
            "dataref": self.dataref,
        }
        if self.subject is not None:
            body["subject"] = self.subject
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Features:
    """What an implementation can do; the conformance suite asks for no more and no less."""

    durable: bool
    """Confirmed items outlive the process and the broker's restart."""
    events_leave: bool
    """Events reach subscribers outside the process."""


@dataclass(frozen=True, slots=True)
class BusHealth:
    """`detail` says in English what hinders, without addresses or passwords; empty when connected."""

    connected: bool
    detail: str = ""


class Handed(Protocol):
    """An item in a consumer's hands until exactly one of its methods is called, in the handler or later.

    Neither raises when the connection is lost: the item comes again, to whoever consumes. A second call does nothing.
    """

    @property
    def item(self) -> WorkItem: ...

    @property
    def redelivered(self) -> bool:
        """True if it may have been handed over before. False promises nothing."""
        ...

    async def ack(self) -> None:
        """The item is finished work; forget it."""
        ...

    async def put_back(self) -> None:
        """Hand it over again, at once and perhaps to this consumer: wait first, or it spins."""
        ...


Handler = Callable[[Handed], Awaitable[None]]


class Bus(Protocol):
    """Work items by destination, and events out. Destinations are declared before they are published to."""

    @property
    def features(self) -> Features: ...

    async def declare(self, destinations: Sequence[str]) -> None:
        """Make what carries these destinations, and keep it made; harmless to repeat.

        Raises BusMisconfigured where something of that name differs, BusRefused or VirtualHostClosed where the broker
        does not let us in.
        Raises BusUnreachable if the broker does not answer; the destinations are remembered and declared as soon as it
        does.
        """
        ...

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        """For each item whether the bus has surely taken it. False is "perhaps not": publish it again later.

        Never raises for what the broker does. Returns within 5 s of the last confirm.
        """
        ...

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        """The same for events; one that nobody subscribes to counts as taken."""
        ...

    def consume(
        self, destinations: Sequence[str], handler: Handler, prefetch: int
    ) -> AbstractAsyncContextManager[None]:
        """Hand items over while the context is open, at most `prefetch` of each destination unfinished at a time.

        Handlers run concurrently. A lost connection ends nothing: consuming goes on when the broker is back. What a
        handler raises cancels the body and leaves the context as an ExceptionGroup. On exit no more is handed over,
        running handlers get a grace to end and are then cancelled, and unfinished items come back for others.
        """
        ...

    async def depth(self, destination: str) -> int | None:
        """How many items wait to be handed over, roughly; None if nobody can say now. Never proof of a loss."""
        ...

    def health(self) -> BusHealth:
        """What is known without asking anybody."""
        ...

    async def aclose(self) -> None:
        """Let go of connections and tasks. Contexts of `consume` are left before."""
        ...


def checked(destinations: Sequence[str]) -> tuple[str, ...]:
    """The same names, or ValueError: they become routing keys, where `*` and `#` would mean something else."""
    for name in destinations:
        if not _DESTINATION.fullmatch(name):
            raise ValueError(f"destination {name!r} must be lowercase words of a-z, 0-9, _ and - joined by dots")
    return tuple(destinations)
