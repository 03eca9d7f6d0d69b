"""What is asked of a case and what happened to it: closed unions, told apart by `kind`. Events are its truth.

Every event says whose hand it was (`by`; the hub's own where nobody's) and when (`at`, aware), and carries all that
`apply` needs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from document_flow.cases.state import Case
from document_flow.hands import Command

__all__ = ["Command", "Event"]


class Event(Protocol):
    """What happened."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    def apply(self, case: Case) -> Case:
        """The case after it. Total for every event ever written."""
