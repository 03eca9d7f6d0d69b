"""A newer paper of the same kind takes the place of an older one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersede(ByHand):
    """By the paper of that number."""

    kind: Literal["supersede"] = "supersede"
    paper_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded(Happened):
    """Two papers that say different things do not hold side by side."""

    kind: Literal["superseded"] = "superseded"
    paper_no: str

    def apply(self, case: Case) -> Case:
        """Its end."""
        return case.closed("void", "superseded")


def decide(standing: Standing, command: Supersede) -> Decision:
    """A paper that holds, by another one."""
    case = standing.case
    refused = standing.open()
    if refused is None and (not case.holds or (case.paper is not None and case.paper.no == command.paper_no)):
        refused = refusal("cases.not_in_effect")
    return refused or (Superseded(**standing.stamp(command.by), paper_no=command.paper_no),)


ACTS = (
    Act(
        command=Supersede,
        decide=decide,
        events={Superseded: Words("yerinə yeni kağız verildi", "a newer paper took its place")},
    ),
)
