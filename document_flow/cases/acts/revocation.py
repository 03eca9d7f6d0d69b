"""A paper is revoked (ləğv): one official proposes it with a reason, another agrees or keeps the paper.

Law 1036-IIQ, articles 65–69: withdrawal of an act; whoever proposes it does not decide it, and where the programme
wants a hearing, its holder is heard first. It is an administrative act of its own: where the programme says what its
paper says, the holder gets one, and has a term for a complaint from the day on which that is proven.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.state import Proposal, Ruling, What
from document_flow.programmes.programme import RevocationRule

REASON_COLUMN = "səbəb"
"""Under which word the row of a revocation has its reason, as tables have that of a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRevocation(ByHand):
    """Why the paper should not hold any more."""

    kind: Literal["propose_revocation"] = "propose_revocation"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationProposed(Happened):
    """It waits for another official."""

    kind: Literal["revocation_proposed"] = "revocation_proposed"
    reason: str

    def apply(self, case: Case) -> Case:
        """The paper still holds."""
        return case.proposed(Proposal(by=self.by, reason=self.reason, at=self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke(ByHand):
    """The second official agrees. `paper_no` comes of the series of revocations, where the programme has one."""

    kind: Literal["revoke"] = "revoke"
    paper_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(Happened):
    """The paper is void from now on; whoever looks its code up is told so. `ruling`: its holder gets a paper of it."""

    kind: Literal["revoked"] = "revoked"
    proposed_by: str
    reason: str
    ruling: Ruling | None = None

    def apply(self, case: Case) -> Case:
        """Its end, or the revocation's own paper, notice and term."""
        if self.ruling is None or case.ruling is None or case.paper is None:
            return case.closed("void", "revoked")
        return replace(case.taken_away(self.ruling, self.proposed_by), outcome="void", ended="revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPaper(ByHand):
    """The second official does not agree to what is proposed, whatever it is."""

    kind: Literal["keep_paper"] = "keep_paper"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKept(Happened):
    """All stands as before."""

    kind: Literal["paper_kept"] = "paper_kept"
    reason: str

    def apply(self, case: Case) -> Case:
        """Without the proposal."""
        return replace(case, proposal=None)


def _propose(standing: Standing, command: ProposeRevocation) -> Decision:
    refused = proposable(standing, command.reason)
    return refused or (RevocationProposed(**standing.stamp(command.by), reason=command.reason),)


def proposable(standing: Standing, reason: str) -> Refusal | None:
    """Why nothing is proposed about what was granted."""
    case = standing.case
    refused = standing.open()
    if refused is None and case.paper is None:
        refused = refusal("cases.not_in_effect")
    if refused is None and not case.holds:
        refused = refusal("cases.suspended" if case.is_suspended else "cases.nothing_granted")
    return refused or proposed_anew(case, reason)


def proposed_anew(case: Case, reason: str) -> Refusal | None:
    """Why there is no proposal: one waits already, or it has no reason."""
    if case.proposal is not None:
        return refusal("cases.proposed")
    return None if reason.strip() else refusal("cases.empty", field="reason")


def second(standing: Standing, by: str, *what: What) -> Proposal | Refusal:
    """What was proposed, if it is one of these, or any; and why this hand cannot answer it."""
    proposal = standing.case.proposal
    if refused := standing.open():
        return refused
    if proposal is None or (what and proposal.what not in what):
        return refusal("cases.not_proposed")
    return refusal("cases.own_proposal") if proposal.by == by else proposal


def _revoke(standing: Standing, command: Revoke) -> Decision:
    proposal, rule = second(standing, command.by, "revoke"), standing.programme.revocation
    if isinstance(proposal, Refusal):
        return proposal
    if refused := disputed(standing.case) or unheard(standing):
        return refused
    by, reason = command.by, proposal.reason
    ruling = ruled(standing, by, command.paper_no, reason, rule, "void") if rule is not None else None
    return (Revoked(**standing.stamp(by), proposed_by=proposal.by, reason=reason, ruling=ruling),)


def disputed(case: Case) -> Refusal | None:
    """While a complaint about a suspension waits, its decision comes first: afterwards it would be about nothing."""
    acts = {each.act for each in case.rests}
    about = {case.linked[each].paper_no for each in case.open_complaints if each in case.linked}
    return refusal("cases.complained") if acts & about else None


def unheard(standing: Standing) -> Refusal | None:
    """Why nothing is decided against its holder yet."""
    is_unheard = standing.programme.hearing and not standing.case.is_heard
    return refusal("cases.not_heard") if is_unheard else None


def ruled(
    standing: Standing,
    by: str,
    paper_no: str,
    reason: str,
    rule: RevocationRule,
    outcome: Literal["suspended", "void"],
) -> Ruling:
    """On what the paper rested, as it is known now; without what the paper itself has changed since."""
    case = standing.case
    pinned = {**(case.decided.facts if case.decided is not None else {}), **case.doubts}
    return Ruling(
        outcome=outcome,
        row={REASON_COLUMN: reason},
        record="",
        table_sha256="",
        as_of=standing.context.today,
        basis=(rule.act.named.az,),
        facts={
            name: value
            for name, value in pinned.items()
            if value is not None and name not in standing.programme.changed
        },
        paper_no=paper_no,
        by=by,
        at=standing.context.now,
    )


def _keep(standing: Standing, command: KeepPaper) -> Decision:
    proposal = second(standing, command.by)
    if isinstance(proposal, Refusal):
        return proposal
    if not command.reason.strip():
        return refusal("cases.empty", field="reason")
    return (PaperKept(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=ProposeRevocation,
        decide=_propose,
        events={RevocationProposed: Words("ləğv təklif olundu", "its revocation was proposed")},
        forms=(
            Form(title=Words("Ləğvini təklif et", "Propose its revocation"), place="more", rank=70, fields=(REASON,)),
        ),
    ),
    Act(
        command=Revoke,
        decide=_revoke,
        who=DECIDERS,
        events={Revoked: Words("ləğv edildi", "it was revoked")},
        forms=(Form(title=Words("Ləğvlə razıyam", "Agree to the revocation"), place="now", rank=1, tone="danger"),),
        needs="number",
        seen=True,
    ),
    Act(
        command=KeepPaper,
        decide=_keep,
        who=DECIDERS,
        events={PaperKept: Words("təklif qəbul edilmədi", "what was proposed was not agreed to")},
        forms=(
            Form(title=Words("Olduğu kimi qalsın", "Leave it as it stands"), place="now", rank=2, fields=(REASON,)),
        ),
        seen=True,
    ),
)
