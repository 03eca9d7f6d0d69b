"""A reintegration before a command: its state and the moment; and why a command changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.outcome import Refusal
from document_flow.refusing import Table, refusal_of
from document_flow.reintegrations.state import Reintegration

Decision = tuple[EventOf[Reintegration], ...] | Refusal


def refusal(code: str, **values: object) -> Refusal:
    """The refusal of that code, its words filled in."""
    return refusal_of(_TABLE, code, values)


@dataclass(frozen=True, slots=True)
class Standing:
    """`related` are officials whose own household it is, or a relative's."""

    state: Reintegration
    context: Context
    related: frozenset[str] = frozenset()

    def barred(self, by: str) -> Refusal | None:
        """Whose own household it is, or a relative's, has no part in it."""
        return refusal("reintegrations.related", name=self.context.directory.name(by)) if by in self.related else None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def closed(self) -> Refusal | None:
        """Why nothing follows any more, or yet."""
        return None if self.state.phase == "open" else refusal("reintegrations.not_open")


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
