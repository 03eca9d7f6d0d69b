"""The paper of a ruling is issued; what the register holds is read once more in the moment of issue.

In the same commit the applicant is told that there is a paper, by every way on which the hub can reach this person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.acts.take_facts import RulingUndone, differing, recalling, taking
from document_flow.cases.state import Known, Lacking, Paper, Sending
from document_flow.cases.told import ApplicantTold


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePaper(ByHand):
    """The file is printed and kept. `facts` are those of the register as they are now, `gone` those that it had.

    `sendings` are by which ways the applicant can be told.
    """

    kind: Literal["issue_paper"] = "issue_paper"
    paper: Paper
    facts: tuple[Known, ...] = ()
    gone: tuple[Lacking, ...] = ()
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Happened):
    """Whoever asked for it can fetch it."""

    kind: Literal["paper_issued"] = "paper_issued"
    paper: Paper

    def apply(self, case: Case) -> Case:
        """In effect. What was assumed for a provisional paper is so, once it is issued without that mark."""
        return replace(case, paper=self.paper, phase="in_effect")


def decide(standing: Standing, command: IssuePaper) -> Decision:
    """The ruling's paper and no other; a provisional one gives way to the one that its source confirmed. A revocation
    and a correction rest on what two officials have seen, not on what the register says in this moment.
    """
    case, paper, stamp = standing.case, command.paper, standing.stamp(command.by)
    if refused := standing.open():
        return refused
    if case.ruling is None or not (case.phase == "decided" or case.is_provisional):
        return refusal("cases.not_decided")
    if paper.no != case.ruling.paper_no:
        return refusal("cases.other_paper", given=paper.no, expected=case.ruling.paper_no)
    unconfirmed = set(case.ruling.assumed) - set(case.facts)
    if paper.is_provisional != bool(unconfirmed):
        return refusal("cases.not_confirmed", names=", ".join(sorted(unconfirmed)) or "–")
    changed = differing({**case.ruling.facts, **case.ruling.assumed}, command.facts, command.gone)
    if changed and case.set_aside is None and not case.corrected:
        taken = taking(standing, command.by, command.facts, (*case.lacking, *command.gone))
        if case.paper:
            return (taken, *recalling(standing, command.by, command.facts, command.sendings, changed))
        return (RulingUndone(**stamp, changed=changed), taken)
    issued = PaperIssued(**stamp, paper=paper)
    # A provisional paper that was confirmed is the decision that the applicant was told of.
    if case.sendings or not command.sendings:
        return (issued,)
    return (issued, ApplicantTold(**stamp, sendings=command.sendings))


ACTS = (
    Act(
        command=IssuePaper,
        decide=decide,
        events={
            PaperIssued: Words("kağız verildi", "the paper was issued"),
            ApplicantTold: Words("ərizəçiyə bildiriş göndərildi", "the applicant was told"),
        },
    ),
)
