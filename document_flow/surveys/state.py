"""Where a survey stands: what `evolve` makes of its events. Answers are rows beside it.

opened → published → closed; withdrawn before it is closed. Whoever does not close it leaves that to the hub, once the
last day is over. Its figures are counted once, when it is closed, and stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.words import Words

Way = Literal["online", "face_to_face", "focus_group"]
WAYS: Mapping[str, Words] = {
    "online": Words("onlayn", "online"),
    "face_to_face": Words("üzbəüz", "face to face"),
    "focus_group": Words("fokus-qrup", "focus group"),
}
Phase = Literal["", "opened", "published", "closed", "withdrawn"]
PHASES: Mapping[str, Words] = {
    "opened": Words("elan gözləyir", "waits to be published"),
    "published": Words("cavab toplayır", "takes answers"),
    "closed": Words("bağlanıb", "closed"),
    "withdrawn": Words("geri götürülüb", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many answered what, by code; None is a figure that is not shown. `of` are those who were asked."""

    question: str
    of: int | None
    rows: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey. `questionnaire` is its name and version, `digest` the SHA-256 of its sheet as it was opened.

    `place` is the key of the settlement of origin whose people answer; `answers` how many did, once it is closed.
    """

    questionnaire: str = ""
    digest: str = ""
    place: str = ""
    first: date = date.min
    last: date = date.min
    way: Way = "face_to_face"
    phase: Phase = ""
    opened_by: str = ""
    reason: str = ""
    answers: int | None = None
    least: int = 0
    figures: tuple[Figures, ...] = ()
    length: int = 0


SURVEYS: TypeAdapter[Survey] = TypeAdapter(Survey)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Survey()
"""Before it is opened."""
