"""A paper was lost or stolen: from now on it does not hold, before a new one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.cases.acting import (
    REASON,
    STATEMENT,
    Act,
    ByHand,
    Case,
    Decision,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LosePaper(ByHand):
    """As its holder has reported it: when, where, how. `document` is the holder's registered word, by its id: what one
    hand ends for good does not rest on what that hand typed.
    """

    kind: Literal["lose_paper"] = "lose_paper"
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLost(Happened):
    """Whoever looks its code up is told so."""

    kind: Literal["paper_lost"] = "paper_lost"
    reason: str
    document: str = ""

    def apply(self, case: Case) -> Case:
        """Its end; what it stated may be given again."""
        return case.closed("void", "lost")


def decide(standing: Standing, command: LosePaper) -> Decision:
    """Of a paper that is in effect and that people show to others: a decision is not lost with its letter."""
    case = standing.case
    refused = standing.open()
    if refused is None and not case.holds:
        refused = refusal("cases.not_in_effect")
    if refused is None and standing.programme.paper.form == "letter":
        refused = refusal("cases.letter_lost")
    if refused is None and not command.document.strip():
        refused = refusal("cases.empty", field="document")
    if refused is None and not command.reason.strip():
        refused = refusal("cases.empty", field="reason")
    return refused or (PaperLost(**standing.stamp(command.by), reason=command.reason, document=command.document),)


ACTS = (
    Act(
        command=LosePaper,
        decide=decide,
        events={PaperLost: Words("itdiyi bildirildi", "it was reported lost")},
        forms=(
            Form(title=Words("İtdiyini qeyd et", "Report it lost"), place="more", rank=60, fields=(STATEMENT, REASON)),
        ),
    ),
)
