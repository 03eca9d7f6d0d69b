"""Where a group act stands: which law, by which document, for how many, agreed by whom, opened for how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.law_replays.state import Laws
from document_flow.words import Words

What = Literal["end", "raise"]
"""It ends rights that the law gives no more, or raises sums that were too little by the law of their own day."""
Phase = Literal["", "proposed", "agreed", "opened", "declined"]
PHASES: Mapping[str, Words] = {
    "proposed": Words("ikinci şəxsi gözləyir", "waits for a second official"),
    "agreed": Words("hər icraat üzrə açılır", "being opened case by case"),
    "opened": Words("hər kəs üçün açılıb", "opened for everybody"),
    "declined": Words("qəbul edilməyib", "declined"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAct:
    """A group act. `replay` has found whom it is about: `affected` cases, whose ids `pin` holds fast.

    `document` is the number of the act that ends or raises them, `article` its article. `hearing_on` is the day for
    which all are invited, `hearing_hour` and `hearing_place` where they are said. `number` is the last event of the
    replay that was worked off, and `seen` what its ids come to; `opened` counts cases whose revocation was proposed, or
    whose sum was raised, `left` those for which it could not be, by the code of why.
    """

    what: What = "end"
    replay: str = ""
    laws: Laws = field(default_factory=Laws)
    affected: int = 0
    pin: str = ""
    document: str = ""
    article: str = ""
    reason: str = ""
    hearing_on: date = date.min
    hearing_hour: str = ""
    hearing_place: str = ""
    by: str = ""
    agreed_by: str = ""
    phase: Phase = ""
    declined: str = ""
    number: int = 1
    seen: str = ""
    opened: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    length: int = 0

    @property
    def basis(self) -> str:
        """Document and article."""
        return f"{self.document}, {self.article}"

    @property
    def grounds(self) -> str:
        """What each case's own act names: document, article and reason."""
        return f"{self.basis}: {self.reason}"


GROUP_ACTS: TypeAdapter[GroupAct] = TypeAdapter(GroupAct)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = GroupAct()
