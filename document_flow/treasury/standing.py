"""A request to the treasury before a command: its state, the moment, and whether it adds up to the lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.standing import Before
from document_flow.treasury.state import PHASES, Phase, TreasuryRequest

_TABLE: Table = {
    "treasury.phase": (
        "state",
        "Tələbin indiki vəziyyətində bu mümkün deyil: {phase}.",
        "This is not possible with the request as it stands: {phase}.",
    ),
    "treasury.no_run": (
        "invalid",
        "Siyahıları ilə pul ödənilən belə gedişat yoxdur: {run}.",
        "There is no such run by whose lists money flows: {run}.",
    ),
    "treasury.not_approved": (
        "state",
        "Tələb bütün siyahılar təsdiq olunandan sonra açılır; təsdiq olunmamış siyahı: {count}, olunmuş: {approved}.",
        "A request is opened once all lists are approved; not approved yet: {count}, approved: {approved}.",
    ),
    "treasury.differs": (
        "state",
        "Sətirlər siyahıların məbləğini vermir. Kimsə saxlanılıbsa, tələbi yenidən açın; yoxsa auditora bildirin.",
        "The rows do not come to the lists. If somebody was withheld, open it anew; else tell the auditor.",
    ),
    "treasury.no_basis": ("invalid", "Sənədin nömrəsini və ya səbəbi yazın.", "Write the document's number, or why."),
    "treasury.day": (
        "invalid",
        "Cavabın günü {day}: göndərilən gündən ({sent}) əvvəl və ya gələcəkdə ola bilməz.",
        "The answer is of {day}: that is neither before the day it was sent ({sent}) nor still to come.",
    ),
    "treasury.line": (
        "invalid",
        "“{line}” sətri oxunmur. Belə yazın: 3 1200,00 (nömrə, məbləğ); hər rayon bir dəfə, istəniləndən çox olmur.",
        "“{line}” cannot be taken. Write number and sum, 3 1200,00; each district once, no more than was asked.",
    ),
    "treasury.total": (
        "invalid",
        "Rayonların cəmi {lines} qəpikdir, yazılan cəm {said}. Qismən ayrılan istəniləndən ({asked}) az olur.",
        "The districts come to {lines} qəpik, the sum typed is {said}. A part is less than was asked: {asked}.",
    ),
}
refusal: Final = Refusals("treasury", _TABLE)
"""The refusal of that code, its words filled in."""


Decision = tuple[EventOf[TreasuryRequest], ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing(Before[TreasuryRequest, Phase]):
    """`adds_up`: the rows that were counted come to what each list says now."""

    adds_up: bool = True
    refusals: ClassVar = refusal
    phases: ClassVar = PHASES
