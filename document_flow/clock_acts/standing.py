"""An act on the three years before a command: its state and the moment, with the refusals of this room."""

from __future__ import annotations

from typing import Final

from document_flow.clock_acts.state import PHASES, ClockAct, Phase
from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.standing import Before

_TABLE: Table = {
    "clock_acts.phase": ("state", "İndi vaxtı deyil, vəziyyəti: {phase}.", "It is not the time, it is {phase}."),
    "clock_acts.no_act": (
        "invalid",
        "Belə qeydə alınmış sənəd yoxdur: {document}. Müddət yalnız məntəqəni və günü göstərən aktdan hesablanır.",
        "No document {document} is registered. The term runs only from an act that names settlement and day.",
    ),
    "clock_acts.no_place": ("invalid", "Belə məntəqə yoxdur: {place}.", "There is no such settlement: {place}."),
    "clock_acts.over": (
        "invalid",
        "Bu gündən hesablanan üç il {day} tarixində bitib: heç kimə müddət yazılmaz.",
        "Three years from that day were over on {day}: nobody would get a term.",
    ),
    "clock_acts.no_reason": ("invalid", "Səbəbi yazın.", "Give the reason."),
    "clock_acts.stale": ("stale", "Bu hissəyə artıq baxılıb.", "This part was looked at already."),
}
refusal: Final = Refusals("clock_acts", _TABLE)
"""The refusal of that code, its words filled in."""


Decision = tuple[EventOf[ClockAct], ...] | Refusal


class Standing(Before[ClockAct, Phase]):
    """The act as it stands at a moment."""

    refusals = refusal
    phases = PHASES
