"""The person has died: an official ends the case (xitam). Nobody is refused, and nobody who has died is heard.

Before a decision nothing is decided any more; what was granted and is in effect ends with its holder, and the register
is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.cases.acting import (
    DECIDERS,
    REASON,
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
class EndByDeath(ByHand):
    """An official has seen the act of death; `reason` names it."""

    kind: Literal["end_by_death"] = "end_by_death"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedByDeath(Happened):
    """Nothing is decided any more, and what was granted holds no more."""

    kind: Literal["ended_by_death"] = "ended_by_death"
    reason: str

    def apply(self, case: Case) -> Case:
        """Its end."""
        return case.closed("void" if case.holds or case.is_suspended else "lapsed", "died")


def decide(standing: Standing, command: EndByDeath) -> Decision:
    """Before a decision, of whom the facts say so; of what is in effect, where the register says so now."""
    case, programme = standing.case, standing.programme
    refused = standing.open() or (None if command.reason.strip() else refusal("cases.empty", field="reason"))
    given = case.holds or case.is_suspended
    if refused is None and not (case.is_undecided or given):
        refused = refusal("cases.decided")
    is_dead = programme.is_said_dead(case.doubts) if given else programme.is_dead(case.values)
    if refused is None and not is_dead:
        refused = refusal("cases.not_dead")
    return refused or (EndedByDeath(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=EndByDeath,
        decide=decide,
        who=DECIDERS,
        events={EndedByDeath: Words("şəxs vəfat edib, icraata xitam verildi", "the person has died, the case ended")},
        forms=(
            Form(
                title=Words("Vəfatla bağlı xitam ver", "End it, the person has died"),
                place="now",
                rank=7,
                fields=(REASON,),
            ),
        ),
    ),
)
