"""What was granted is suspended (dayandırma), and resumed (bərpa): one official proposes it, another agrees.

As an end, a suspension is an administrative act of its own (law 1036-IIQ): its holder is heard first, gets its paper,
and has a term for a complaint. No clock ends it. What is to be revoked is resumed first, so that each day has one act.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from document_flow.cases.acting import (
    DECIDERS,
    REASON,
    Act,
    ByHand,
    Case,
    Decision,
    Field,
    Form,
    Happened,
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.acts.revocation import proposable, proposed_anew, ruled, second, unheard
from document_flow.cases.state import Proposal, Ruling, SuspensionPeriod, What


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSuspension(ByHand):
    """Why it should rest."""

    kind: Literal["propose_suspension"] = "propose_suspension"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionProposed(Happened):
    """It holds until another official agrees."""

    kind: Literal["suspension_proposed"] = "suspension_proposed"
    reason: str

    def apply(self, case: Case) -> Case:
        return case.proposed(Proposal(by=self.by, reason=self.reason, at=self.at, what="suspend"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(ByHand):
    """The second official agrees. `paper_no` comes of the series of suspensions."""

    kind: Literal["suspend"] = "suspend"
    paper_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Happened):
    """From now on nothing is given by it."""

    kind: Literal["suspended"] = "suspended"
    proposed_by: str
    reason: str
    ruling: Ruling

    def apply(self, case: Case) -> Case:
        rest = SuspensionPeriod(first=self.day, act=self.ruling.paper_no, by=(self.proposed_by, self.by))
        taken = case.taken_away(self.ruling, self.proposed_by)
        return replace(taken, outcome="suspended", rests=(*case.rests, rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeResumption(ByHand):
    """Why it should go on; `owed`: what was not given meanwhile is owed, for the ground of the suspension was none."""

    kind: Literal["propose_resumption"] = "propose_resumption"
    reason: str
    owed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumptionProposed(Happened):
    """It rests until another official agrees."""

    kind: Literal["resumption_proposed"] = "resumption_proposed"
    reason: str
    owed: bool

    def apply(self, case: Case) -> Case:
        what: What = "resume_owed" if self.owed else "resume"
        return case.proposed(Proposal(by=self.by, reason=self.reason, at=self.at, what=what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(ByHand):
    """The second official agrees."""

    kind: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Happened):
    """It holds again as it was granted; from that day on alone, unless what was not given meanwhile is owed."""

    kind: Literal["resumed"] = "resumed"
    proposed_by: str
    reason: str
    owed: bool

    def apply(self, case: Case) -> Case:
        return case.rested(self.day - timedelta(days=1), owed=self.owed).given_back()


def _propose(standing: Standing, command: ProposeSuspension) -> Decision:
    refused = refusal("cases.no_suspension") if standing.programme.suspension is None else None
    refused = refused or _disputed(standing.case) or proposable(standing, command.reason)
    return refused or (SuspensionProposed(**standing.stamp(command.by), reason=command.reason),)


def _suspend(standing: Standing, command: Suspend) -> Decision:
    proposal, rule = second(standing, command.by, "suspend"), standing.programme.suspension
    if isinstance(proposal, Refusal):
        return proposal
    if rule is None:
        return refusal("cases.no_suspension")
    if refused := _disputed(standing.case) or unheard(standing):
        return refused
    ruling = ruled(standing, command.by, command.paper_no, proposal.reason, rule, "suspended")
    stamp = standing.stamp(command.by)
    return (Suspended(**stamp, proposed_by=proposal.by, reason=proposal.reason, ruling=ruling),)


def _propose_resumption(standing: Standing, command: ProposeResumption) -> Decision:
    case = standing.case
    refused = standing.open() or (None if case.is_suspended else refusal("cases.not_suspended"))
    if refused is None and case.paper is None:
        refused = refusal("cases.not_in_effect")
    refused = refused or _disputed(case) or proposed_anew(case, command.reason)
    stamp = standing.stamp(command.by)
    return refused or (ResumptionProposed(**stamp, reason=command.reason, owed=command.owed),)


def _resume(standing: Standing, command: Resume) -> Decision:
    proposal = second(standing, command.by, "resume", "resume_owed")
    if isinstance(proposal, Refusal):
        return proposal
    if refused := _disputed(standing.case):
        return refused
    owed, stamp = proposal.what == "resume_owed", standing.stamp(command.by)
    return (Resumed(**stamp, proposed_by=proposal.by, reason=proposal.reason, owed=owed),)


def _disputed(case: Case) -> Refusal | None:
    """While a complaint waits, its decision comes first: it would be about something else afterwards."""
    return refusal("cases.complained") if case.is_complained_about else None


ACTS = (
    Act(
        command=ProposeSuspension,
        decide=_propose,
        events={SuspensionProposed: Words("dayandırılması təklif olundu", "its suspension was proposed")},
        forms=(
            Form(
                title=Words("Dayandırılmasını təklif et", "Propose its suspension"),
                place="more",
                rank=68,
                fields=(REASON,),
            ),
        ),
    ),
    Act(
        command=Suspend,
        decide=_suspend,
        who=DECIDERS,
        events={Suspended: Words("dayandırıldı", "it was suspended")},
        forms=(
            Form(title=Words("Dayandırma ilə razıyam", "Agree to the suspension"), place="now", rank=1, tone="danger"),
        ),
        needs="number",
        seen=True,
    ),
    Act(
        command=ProposeResumption,
        decide=_propose_resumption,
        events={ResumptionProposed: Words("bərpası təklif olundu", "its resumption was proposed")},
        forms=(
            Form(
                title=Words("Bərpasını təklif et", "Propose that it is resumed"),
                place="now",
                rank=20,
                fields=(
                    REASON,
                    Field(
                        "owed",
                        Words("Dayandırıldığı müddət üçün də verilsin", "What was not given meanwhile is owed"),
                        input="tick",
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=Resume,
        decide=_resume,
        who=DECIDERS,
        events={Resumed: Words("bərpa olundu", "it was resumed")},
        forms=(
            Form(title=Words("Bərpa ilə razıyam", "Agree that it is resumed"), place="now", rank=1, tone="primary"),
        ),
        seen=True,
    ),
)
