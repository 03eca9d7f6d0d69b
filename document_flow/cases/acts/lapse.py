"""The clock: a paper's last day has passed, or the term for a complaint against a refusal or a revocation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(ByHand):
    """By the clock."""

    kind: Literal["lapse"] = "lapse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Happened):
    """It ended by itself; what was granted, refused or revoked stays so."""

    kind: Literal["lapsed"] = "lapsed"

    def apply(self, case: Case) -> Case:
        """Its end, with the outcome that it had."""
        return replace(case, phase="closed", ended=case.ended or "lapsed", proposal=None)


def ends_on(case: Case) -> date | None:
    """The last day on which anything is open about it; None where no clock runs. Nothing ends without a notice."""
    if case.phase != "in_effect" or case.paper is None or case.is_complained_about or case.is_suspended:
        return None
    if case.outcome == "granted":
        return case.paper.valid_until
    return case.notice.complain_until if case.notice is not None else None


def decide(standing: Standing, command: Lapse) -> Decision:
    """After the last day."""
    if refused := standing.open():
        return refused
    last = ends_on(standing.case)
    if last is None or standing.context.today <= last:
        return refusal("cases.not_over", day=last or "–")
    return (Lapsed(**standing.stamp(command.by)),)


ACTS = (Act(command=Lapse, decide=decide, events={Lapsed: Words("müddəti bitdi", "its term ended")}),)
