"""An audit before a command: its state and the moment, with the refusals of this room."""

from __future__ import annotations

from typing import Final

from document_flow.audits.state import PHASES, Audit, Phase
from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.standing import Before

_TABLE: Table = {
    "audits.phase": ("state", "İndi vaxtı deyil, vəziyyəti: {phase}.", "It is not the time, it is {phase}."),
    "audits.days": (
        "invalid",
        "Günlər ardıcıl və bu gündən əvvəl olmalıdır: {since} – {until}.",
        "The days have to follow each other and to be past: {since} to {until}.",
    ),
    "audits.size": (
        "invalid",
        "Seçim 1 ilə imtinaların sayı ({count}) arasında olmalıdır: {size}.",
        "The sample has to be between 1 and the number of refusals ({count}): {size}.",
    ),
    "audits.moment": (
        "invalid",
        "Seçim anı gələcəkdə, ən çoxu {most} gün sonra olmalıdır: {moment}.",
        "The moment of the sample has to be still to come, within {most} days: {moment}.",
    ),
    "audits.too_early": (
        "state",
        "Seçim anı hələ gəlməyib, ya da sübut jurnalı o vaxtdan uzanmayıb.",
        "The moment of the sample has not come, or the log of evidence has not grown since it was planned.",
    ),
    "audits.not_waiting": (
        "state",
        "Bu icraat seçimdə deyil, məlumatı hələ yenidən toplanmayıb və ya ona artıq baxılıb.",
        "This case is not in the sample, its facts were not gathered anew yet, or it has its finding already.",
    ),
    "audits.hands": (
        "forbidden",
        "İcraatda iştirak edən, özünün və ya qohumunun icraatı olan ({name}) onu yoxlamır.",
        "Whoever had a part in the case, or whose own or relative's it is ({name}), does not audit it.",
    ),
    "audits.programme": ("invalid", "Belə proqram yoxdur: {programme}.", "There is no such programme: {programme}."),
    "audits.reason": ("invalid", "Səbəbi yazın.", "Give the reason."),
}
refusal: Final = Refusals("audits", _TABLE)
"""The refusal of that code, its words filled in."""


Decision = tuple[EventOf[Audit], ...] | Refusal


class Standing(Before[Audit, Phase]):
    """The audit as it stands at a moment; of each case it is asked by itself who had a part in it."""

    refusals = refusal
    phases = PHASES
