"""What is asked of a document and what happened to it: closed unions, told apart by `kind`.

Events are append-only and hash-chained: their kinds, their fields and the order of these stay for decades.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from document_flow.documents.state import Document


class Command(Protocol):
    """What people, other bodies and the clock may ask. Where a person asks, it says `by`, and maybe `on_behalf_of`."""

    @property
    def kind(self) -> str: ...


class Event(Protocol):
    """What happened; `by` is whose hand it was, empty for the clock and for other bodies."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...

    def apply(self, document: Document) -> Document:
        """The document after it. Total: every event that was ever written is understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A command of a person."""

    kind: str = ""
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event of a person's making."""

    kind: str = ""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a dispatch from elsewhere: word of the other body, or the end of the delivery limit."""

    by: ClassVar[str] = ""
    kind: str = ""
    at: datetime
    consignment: str


def hands_of(command: Command) -> frozenset[str]:
    """Whose hand it is and for whom it counts; nobody's for the clock and for other bodies."""
    asked = getattr(command, "command", command)
    return frozenset((getattr(asked, "by", ""), getattr(asked, "on_behalf_of", None) or "")) - {""}
