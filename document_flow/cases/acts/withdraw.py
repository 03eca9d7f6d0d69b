"""The applicant takes the application back before its decision, and gives up what was granted where the programme lets
them.
"""

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
class Withdraw(ByHand):
    """In the applicant's name. `document` is the applicant's registered word, by its id, `reason` what it says."""

    kind: Literal["withdraw"] = "withdraw"
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Happened):
    """Nothing is decided any more."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: str
    document: str = ""

    def apply(self, case: Case) -> Case:
        """Its end."""
        return case.closed("withdrawn", "withdrawn")


def decide(standing: Standing, command: Withdraw) -> Decision:
    """While nothing is decided, or it is in effect and the programme says what the register hears of its end."""
    case, effect = standing.case, standing.programme.effect
    empty = next((each for each in ("document", "reason") if not getattr(command, each).strip()), None)
    refused = standing.open() or (refusal("cases.empty", field=empty) if empty else None)
    may_give_up = case.holds and effect is not None and "withdrawn" in effect.ends
    if refused is None and not case.is_undecided and not may_give_up:
        refused = refusal("cases.decided")
    return refused or (Withdrawn(**standing.stamp(command.by), reason=command.reason, document=command.document),)


ACTS = (
    Act(
        command=Withdraw,
        decide=decide,
        events={Withdrawn: Words("ərizəçi ərizəsini geri götürdü", "the applicant took the application back")},
        forms=(
            Form(
                title=Words("Ərizəni geri götür", "Take the application back"),
                place="more",
                rank=60,
                fields=(STATEMENT, REASON),
            ),
        ),
    ),
)
