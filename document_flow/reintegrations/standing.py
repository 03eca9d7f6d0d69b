"""A reintegration before a command: its state and the moment; and why a command changes nothing."""

from __future__ import annotations

from typing import Final

from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.reintegrations.state import Reintegration
from document_flow.standing import Before

_TABLE: Table = {
    "reintegrations.related": (
        "forbidden",
        "“{name}” buna qarışa bilməz: ailə özünün və ya yaxın qohumunundur.",
        "“{name}” may have no part in this: it is the official's own household or a close relative's.",
    ),
    "reintegrations.not_open": ("state", "Reinteqrasiya açıq deyil.", "The reintegration is not open."),
    "reintegrations.opened": ("state", "Reinteqrasiya artıq açılıb.", "The reintegration is open already."),
    "reintegrations.past": (
        "invalid",
        "Cavab günü keçmişdədir: {day}.",
        "The day to answer by has passed: {day}.",
    ),
    "reintegrations.no_referral": (
        "invalid",
        "Cavab gözləyən belə yönləndirmə yoxdur: {number}.",
        "No referral {number} waits for an answer.",
    ),
    "reintegrations.no_follow_up": (
        "state",
        "{months} aydan sonrakı baxışın vaxtı hələ gəlməyib və ya nəticəsi artıq yazılıb.",
        "The {months}-month follow-up is not due yet, or what it found is written already.",
    ),
    "reintegrations.no_act": (
        "invalid",
        "Belə qeydə alınmış akt yoxdur: {document}. Müddət yalnız məntəqəni və günü göstərən aktdan hesablanır.",
        "No registered act has the number {document}. The term runs only from an act that names settlement and day.",
    ),
    "reintegrations.no_document": (
        "invalid",
        "Belə nömrə ilə qeydə alınmış sənəd yoxdur: {document}. Qurumun cavabını əvvəlcə qeydə alın.",
        "No document is registered under {document}. Register what the body answered first.",
    ),
    "reintegrations.other_place": (
        "invalid",
        "Aktda başqa məntəqə göstərilib: {place}.",
        "The act names another settlement: {place}.",
    ),
    "reintegrations.clock_runs": (
        "state",
        "Üçillik müddət artıq başlayıb: {day}.",
        "The three years run since {day} already.",
    ),
    "reintegrations.act_later": (
        "invalid",
        "Aktın günü gələcəkdədir: {day}.",
        "The day of the act lies ahead: {day}.",
    ),
    "reintegrations.unfinished": (
        "state",
        "Hələ bağlanmır: cavabsız yönləndirmə {referrals}, nəticəsiz baxış {follow_ups}.",
        "It cannot be closed: referrals without an answer {referrals}, follow-ups without a result {follow_ups}.",
    ),
}
refusal: Final = Refusals("reintegrations", _TABLE)
"""The refusal of that code, its words filled in."""


Decision = tuple[EventOf[Reintegration], ...] | Refusal


class Standing(Before[Reintegration, str]):
    """The reintegration as it stands at a moment."""

    refusals = refusal

    def closed(self) -> Refusal | None:
        """Why nothing follows any more, or yet."""
        return None if self.state.phase == "open" else refusal("reintegrations.not_open")
