"""What happened to orders: a closed union, told apart by `kind`; append-only, the truth about them.

Every event says whose hand it was (`by`, empty for the clock), in whose place (`on_behalf_of`) and when (`at`, aware),
and carries all that `evolve` needs: a last day stands in the event that set it and is never counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.orders.handover import HandoverLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    by: str
    on_behalf_of: str | None = None
    at: datetime

    @property
    def principal(self) -> str:
        """Whose act it is."""
        return self.on_behalf_of or self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class _About(_Happened):
    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionGiven(_About):
    """`days` is the term in working days from the day after `start`, None where it was given as a day."""

    kind: Literal["resolution_given"] = "resolution_given"
    text: str
    lead: str
    co_executors: tuple[str, ...]
    for_information: tuple[str, ...]
    parent: str
    start: date
    days: int | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(_About):
    """The lead reported, with the answering document or a note why none is needed."""

    kind: Literal["reported"] = "reported"
    answer: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoReported(_About):
    """A co-executor's part is done."""

    kind: Literal["co_reported"] = "co_reported"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissented(_About):
    """A co-executor's separate note."""

    kind: Literal["dissented"] = "dissented"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSet(_About):
    """Under control; its owner is the principal of this event."""

    kind: Literal["control_set"] = "control_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlReleased(_About):
    """Out of control; the reason is empty where it was executed."""

    kind: Literal["control_released"] = "control_released"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested(_About):
    """The lead asked for a later last day."""

    kind: Literal["extension_requested"] = "extension_requested"
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionDecided(_About):
    """`due` is the last day from now on: the old one where it was not granted."""

    kind: Literal["extension_decided"] = "extension_decided"
    granted: bool
    due: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionReturned(_About):
    """The report went back to the lead."""

    kind: Literal["execution_returned"] = "execution_returned"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed(_About):
    """Done; `closes` are the open resolutions passed on from it, which end with it."""

    kind: Literal["executed"] = "executed"
    closes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(_About):
    """The term stands still; `first` is the first day that does not count."""

    kind: Literal["suspended"] = "suspended"
    first: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(_About):
    """The term runs again; `last` is the last day that did not count, before `first` where none was lost."""

    kind: Literal["resumed"] = "resumed"
    last: date
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMoved(_About):
    """The term of the document itself was moved by law, and this one's with it: an appeal that needs study."""

    kind: Literal["term_moved"] = "term_moved"
    due: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(_Happened):
    """The leaver's part went to the receiver by this act."""

    kind: Literal["handed_over"] = "handed_over"
    act: str
    leaver: str
    receiver: str
    lines: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(_About):
    """Executors were reminded, so many working days before the last day."""

    kind: Literal["reminded"] = "reminded"
    rung: str
    to: tuple[str, ...]
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(_About):
    """The last day has passed: the head was told."""

    kind: Literal["escalated"] = "escalated"
    rung: str
    to: tuple[str, ...]


AboutResolution = (
    Reported
    | CoReported
    | Dissented
    | ControlSet
    | ControlReleased
    | ExtensionRequested
    | ExtensionDecided
    | ExecutionReturned
    | Suspended
    | Resumed
    | TermMoved
    | Reminded
    | Escalated
)
Event = ResolutionGiven | AboutResolution | Executed | HandedOver
EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
"""Reads and writes any event as JSON."""
