"""What is asked of a case and what happened to it: closed unions, told apart by `kind`. Events are its truth.

Every event says whose hand it was (`by`; the hub's own where nobody's) and when (`at`, aware), and carries all that
`apply` needs.
"""

from __future__ import annotations

from document_flow.cases.state import Case
from document_flow.hands import Command, EventOf

__all__ = ["Command", "Event"]

Event = EventOf[Case]
"""What happened."""
