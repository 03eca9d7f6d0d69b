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

from document_flow.context import Context
from document_flow.hands import Stamp
from document_flow.outcome import Refusal
from document_flow.surveys.questionnaire import Questionnaire
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


@dataclass(frozen=True, slots=True)
class Standing:
    """The survey as it stands at a moment, and the questionnaires that there are, by name and version."""

    survey: Survey
    context: Context
    known: Mapping[str, Questionnaire]

    def barred(self, _by: str) -> Refusal | None:
        """Nobody whose role lets them: a survey is about a settlement."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it."""
        return None if self.survey.phase in phases else refusal("surveys.phase", "state", *_PHASE)

    def asked(self) -> Questionnaire | Refusal:
        """What it asks; refused where the sheet was changed under it, or is gone."""
        found = self.known.get(self.survey.questionnaire)
        if found is None or found.digest != self.survey.digest:
            return refusal("surveys.sheet_changed", "state", *_CHANGED)
        return found

    def takes(self) -> Questionnaire | Refusal:
        """What it asks, while it takes answers."""
        is_time = self.survey.first <= self.context.today <= self.survey.last
        if self.survey.phase != "published" or not is_time:
            return refusal("surveys.not_taking", "state", *_NOT_TAKING)
        return self.asked()


def refusal(code: str, why: Literal["invalid", "state"], az: str, en: str) -> Refusal:
    """In the words of this room."""
    return Refusal(code, Words(az, en), why)


_PHASE = (
    "Sorğunun indiki vəziyyətində bu mümkün deyil.",
    "This is not possible with the survey as it stands.",
)
_CHANGED = (
    "Bu sorğunun sual vərəqi dəyişdirilib. Dəyişiklik üçün yeni versiya yazın və köhnə vərəqi qaytarın.",
    "The sheet of this survey was changed. Write changes as a new version, and put the old sheet back.",
)
_NOT_TAKING = (
    "Bu sorğu indi cavab qəbul etmir: elan olunmayıb, bağlanıb və ya müddəti başqadır.",
    "This survey takes no answers now: it is not published, is closed, or its days are others.",
)
