"""A replay before a command: its state and the moment. Whose case is in it bars nobody: it names no person."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import Stamp
from document_flow.law_replays.state import LawReplay
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """The replay as it stands at a moment."""

    replay: LawReplay
    context: Context

    def barred(self, _by: str) -> Refusal | None:
        """Nobody."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}
