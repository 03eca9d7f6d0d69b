"""A survey before a command: its state, the moment, the questionnaires that there are; with this room's refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.standing import Before
from document_flow.surveys.questionnaire import Questionnaire
from document_flow.surveys.state import PHASES, Phase, Survey

_TABLE: Table = {
    "surveys.phase": (
        "state",
        "Sorğunun indiki vəziyyətində bu mümkün deyil.",
        "This is not possible with the survey as it stands.",
    ),
    "surveys.sheet_changed": (
        "state",
        "Bu sorğunun sual vərəqi dəyişdirilib. Dəyişiklik üçün yeni versiya yazın və köhnə vərəqi qaytarın.",
        "The sheet of this survey was changed. Write changes as a new version, and put the old sheet back.",
    ),
    "surveys.not_taking": (
        "state",
        "Bu sorğu indi cavab qəbul etmir: elan olunmayıb, bağlanıb və ya müddəti başqadır.",
        "This survey takes no answers now: it is not published, is closed, or its days are others.",
    ),
    "surveys.questionnaire": (
        "invalid",
        "Belə sual vərəqi yoxdur. Ola bilər: {names}.",
        "There is no such questionnaire. There are: {names}.",
    ),
    "surveys.place": (
        "invalid",
        "Yaşayış məntəqəsi siyahıda tapılmadı. Belə yazın: Zəngilan/Ağalı.",
        "There is no such settlement in the list of places. Write it so: Zəngilan/Ağalı.",
    ),
    "surveys.days": (
        "invalid",
        "Son gün birincidən və bu gündən əvvəl ola bilməz; ən çoxu bir il.",
        "The last day is neither before the first nor before today, and at most a year after it.",
    ),
    "surveys.last_day": ("state", "Son gün hələ bitməyib.", "The last day is not over yet."),
    "surveys.reason": (
        "invalid",
        "Səbəbi yazın; orada FİN-ə oxşar yazı olmasın.",
        "Write the reason, with nothing in it that looks like a FIN.",
    ),
}
refusal: Final = Refusals("surveys", _TABLE)
"""The refusal of that code, its words filled in."""


@dataclass(frozen=True, slots=True)
class Standing(Before[Survey, Phase]):
    """`known` are the questionnaires, by name and version."""

    known: Mapping[str, Questionnaire]
    refusals: ClassVar = refusal
    phases: ClassVar = PHASES

    def asked(self) -> Questionnaire | Refusal:
        """What it asks; refused where the sheet was changed under it, or is gone."""
        found = self.known.get(self.state.questionnaire)
        if found is None or found.digest != self.state.digest:
            return refusal("surveys.sheet_changed")
        return found

    def takes(self) -> Questionnaire | Refusal:
        """What it asks, while it takes answers."""
        is_time = self.state.first <= self.context.today <= self.state.last
        if self.state.phase != "published" or not is_time:
            return refusal("surveys.not_taking")
        return self.asked()
