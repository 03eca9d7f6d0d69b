"""A request to the treasury before a command: its state, the moment, and whether it adds up to the lists."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.outcome import Refusal
from document_flow.refusing import Table, refusal_of
from document_flow.treasury.state import PHASES, Phase, TreasuryRequest

Decision = tuple[EventOf[TreasuryRequest], ...] | Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """`adds_up`: the rows that were counted come to what each list says now."""

    state: TreasuryRequest
    context: Context
    adds_up: bool = True

    def barred(self, _by: str) -> Refusal | None:
        """Nobody: it is about the sums of a whole month, and names nobody."""
        return None

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: Phase) -> Refusal | None:
        """Why it is not the time for it."""
        phase = self.state.phase
        return None if phase in phases else refusal("treasury.phase", phase=PHASES[phase])


def refusal(code: str, **values: object) -> Refusal:
    """The refusal of that code, its words filled in."""
    return refusal_of(_TABLE, code, values)


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
