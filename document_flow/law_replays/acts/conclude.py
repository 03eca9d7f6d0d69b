"""An officer says that of nobody a fact is lacking any more: each was found out, and raised where it was too little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, Form
from document_flow.hands import OFFICERS, ByHand, EventOf, Happened
from document_flow.law_replays.standing import Standing
from document_flow.law_replays.state import LawReplay
from document_flow.outcome import Refusal
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeLacking(ByHand):
    """Of a replay that was read, once."""

    kind: Literal["conclude_lacking"] = "conclude_lacking"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingConcluded(Happened):
    """Nobody is asked to find these facts any more."""

    kind: Literal["lacking_concluded"] = "lacking_concluded"
    reason: str

    def apply(self, replay: LawReplay) -> LawReplay:
        """Concluded."""
        return replace(replay, is_concluded=True)


def _conclude(standing: Standing, command: ConcludeLacking) -> tuple[EventOf[LawReplay], ...] | Refusal:
    replay = standing.state
    if replay.phase != "read" or not replay.lacking or replay.is_concluded:
        return _NONE
    return (LackingConcluded(**standing.stamp(command.by), reason=command.reason),)


_NONE = Refusal(
    "law_replays.none_lacking",
    Words("Faktı çatışmayan və hələ öyrənilməli olan icraat yoxdur.", "No case waits for a fact to be found out."),
    "state",
)
ACTS = (
    Act(
        command=ConcludeLacking,
        decide=_conclude,
        who=OFFICERS,
        events={LackingConcluded: Words("çatışmayan faktlar öyrənildi", "facts that were lacking were found out")},
        forms=(
            Form(
                title=Words("Çatışmayan faktlar öyrənildi", "The facts that were lacking were found out"),
                place="now",
                rank=2,
                hint=Words(
                    "Az təyin edilmiş məbləğ icraatın özündə artırılır; bu akt yalnız xatırlatmanı götürür.",
                    "A sum that was too little is raised in its case; this only takes the reminder away.",
                ),
                fields=(REASON,),
            ),
        ),
    ),
)
