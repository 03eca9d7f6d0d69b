"""The decision: what the table came to, by the law of the day, on facts that are pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Refusal, Standing, Words, refusal
from document_flow.cases.acts.take_facts import differing
from document_flow.cases.state import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCase(ByHand):
    """Grant or refuse. The paper's number comes of its series."""

    kind: Literal["rule_case"] = "rule_case"
    ruling: Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRuled(Happened):
    """It is decided; the paper is still to come."""

    kind: Literal["case_ruled"] = "case_ruled"
    ruling: Ruling

    def apply(self, case: Case) -> Case:
        """Decided. A number that was kept for it is kept no more: no two papers have one number."""
        reserved = {outcome: number for outcome, number in case.reserved.items() if number != self.ruling.paper_no}
        ruled = replace(case, ruling=self.ruling, draft=None, reserved=reserved)
        return replace(ruled, outcome=self.ruling.outcome, phase="decided")


def unfounded(case: Case, ruling: Ruling) -> Refusal | None:
    """Why a ruling does not rest on the facts as the case has them."""
    if differing(ruling.facts, case.facts.values()) or set(ruling.facts) - set(case.facts):
        return refusal("cases.other_facts")
    return refusal("cases.other_facts") if set(ruling.assumed) & set(case.facts) else None


def decide(standing: Standing, command: RuleCase) -> Decision:
    """Once, and on the facts as the case has them."""
    case, ruling = standing.case, command.ruling
    if refused := standing.open():
        return refused
    if not case.is_undecided or standing.programme.decided_by != "hub":
        return refusal("cases.decided")
    made = replace(ruling, by=command.by, at=standing.context.now)
    return unfounded(case, ruling) or (CaseRuled(**standing.stamp(command.by), ruling=made),)


ACTS = (
    Act(command=RuleCase, decide=decide, events={CaseRuled: Words("qərar verildi", "it was decided")}, needs="number"),
)
