"""What people and the clock may ask about orders: a closed union, told apart by `kind`.

`by` is whose hand it is; `on_behalf_of` the principal whose stand-in `by` is that day, else None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.orders.handover import HandoverLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    by: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _About(_Asked):
    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveResolution(_About):
    """A clear, definite order. `resolution` is its new id; the first of `executors` is the lead.

    The term is `days` (working days) or `until`, or neither: then the body's general term. `control` puts it under
    the giver's control (art. 117-119). `parent` is the resolution that a unit's head passes on.
    """

    kind: Literal["give_resolution"] = "give_resolution"
    text: str
    executors: tuple[str, ...]
    days: int | None = None
    until: date | None = None
    control: bool = False
    for_information: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(_About):
    """The lead reports execution: the answering document, or a note why none is needed (art. 128)."""

    kind: Literal["report"] = "report"
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoExecutorReport(_About):
    """A co-executor's part is done."""

    kind: Literal["co_executor_report"] = "co_executor_report"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentNote(_About):
    """A co-executor who disagrees writes a separate note (ayrıca arayış); it stays with the resolution."""

    kind: Literal["dissent_note"] = "dissent_note"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetControl(_About):
    """Put it under control; whoever does owns the control (art. 117-119: others by order of the head)."""

    kind: Literal["set_control"] = "set_control"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseControl(_About):
    """Take it from control before it is executed: only its owner may, with a reason (art. 129)."""

    kind: Literal["release_control"] = "release_control"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(_About):
    """The lead asks in writing for a later last day, with a reason (art. 120 and 123)."""

    kind: Literal["request_extension"] = "request_extension"
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension(_About):
    """Only the head decides (art. 120 and 123). `until` None grants what was asked; a refusal needs a reason."""

    kind: Literal["decide_extension"] = "decide_extension"
    granted: bool
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnExecution(_About):
    """The control's owner sends the report back: the questions are not solved. The term stays as it was."""

    kind: Literal["return_execution"] = "return_execution"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptExecution(_About):
    """The control's owner accepts the report; the resolution leaves control as executed (art. 129)."""

    kind: Literal["accept_execution"] = "accept_execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(_About):
    """The term stands still from today on, for this resolution and all passed on from it."""

    kind: Literal["suspend"] = "suspend"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(_About):
    """The term runs again from today on; the working days left are the same."""

    kind: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(_Asked):
    """A leaving official's part goes to another by an act (təhvil-təslim aktı) that lists every line with its state.

    `lines` are those of this document; an act that no longer says how things stand is refused as stale.
    """

    kind: Literal["hand_over"] = "hand_over"
    act: str
    leaver: str
    receiver: str
    lines: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; one that does not apply any more changes nothing."""

    kind: Literal["tick"] = "tick"
    rung: str


AboutResolution = (
    Report
    | CoExecutorReport
    | DissentNote
    | SetControl
    | ReleaseControl
    | RequestExtension
    | DecideExtension
    | ReturnExecution
    | AcceptExecution
    | Suspend
    | Resume
)
Command = GiveResolution | AboutResolution | HandOver | Tick
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])
"""Reads and writes any command as JSON."""
