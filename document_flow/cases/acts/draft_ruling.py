"""Where an official decides, the table proposes: its ruling is a draft until an official has taken it as his own.

Whoever registered the application does not decide it. A refusal needs a hearing first, where the programme says so (law
1036-IIQ: nobody is refused unheard).
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
from document_flow.cases.acts.attach_scan import unseen
from document_flow.cases.acts.rule_case import CaseRuled, unfounded
from document_flow.cases.state import Ruling, Unruled


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRuling(ByHand):
    """What the table comes to, by the hub."""

    kind: Literal["draft_ruling"] = "draft_ruling"
    ruling: Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDrafted(Happened):
    """It waits for an official."""

    kind: Literal["ruling_drafted"] = "ruling_drafted"
    ruling: Ruling

    def apply(self, case: Case) -> Case:
        """Decidable, with a draft."""
        return replace(case, draft=self.ruling, phase="decidable")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRuling(ByHand):
    """An official takes the draft as the decision. `paper_no` comes of its series."""

    kind: Literal["confirm_ruling"] = "confirm_ruling"
    paper_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineDraft(ByHand):
    """An official does not agree with what the table came to."""

    kind: Literal["decline_draft"] = "decline_draft"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeclined(Happened):
    """It waits until table or facts are looked at."""

    kind: Literal["draft_declined"] = "draft_declined"
    reason: str

    def apply(self, case: Case) -> Case:
        """Undecided; of what the table came to stays the record. A later draft is heard about anew."""
        draft, unruled = case.draft, case.unruled
        if draft is not None and not draft.drafted_by:
            record = {"record": draft.record, "table_sha256": draft.table_sha256}
            unruled = Unruled(**record, as_of=draft.as_of, declined=True)
        return replace(case, draft=None, phase="undecided", unruled=unruled, hearing=None)


def _decline(standing: Standing, command: DeclineDraft) -> Decision:
    if refused := standing.open():
        return refused
    if standing.case.draft is None:
        return refusal("cases.no_draft")
    if not command.reason.strip():
        return refusal("cases.empty", field="reason")
    return (DraftDeclined(**standing.stamp(command.by), reason=command.reason),)


def _draft(standing: Standing, command: DraftRuling) -> Decision:
    case = standing.case
    if refused := standing.open():
        return refused
    if not case.is_undecided or standing.programme.decided_by != "official":
        return refusal("cases.decided")
    return unfounded(case, command.ruling) or (RulingDrafted(**standing.stamp(command.by), ruling=command.ruling),)


def _own(case: Case, draft: Ruling, by: str) -> Refusal | None:
    """Why this official is too near to it: of application, evidence and draft, none is the decider's own."""
    if case.application is not None and by in case.application.hands:
        return refusal("cases.own_application")
    if by in {who for scan in case.scans.values() for who in (scan.by, scan.seen_by)}:
        return refusal("cases.own_evidence")
    if by in case.upheld_by:
        return refusal("cases.own_review")
    return refusal("cases.own_draft") if draft.drafted_by == by else None


def _confirm(standing: Standing, command: ConfirmRuling) -> Decision:
    case = standing.case
    if refused := standing.open():
        return refused
    if case.draft is None or not case.is_undecided:
        return refusal("cases.no_draft")
    if refused := _own(case, case.draft, command.by):
        return refused
    if not case.draft.drafted_by and case.draft.as_of != standing.context.today:
        return refusal("cases.old_draft", day=case.draft.as_of)
    if names := unseen(case):
        return refusal("cases.originals", names=", ".join(names))
    if case.draft.outcome == "refused" and standing.hears and not case.is_heard:
        return refusal("cases.not_heard")
    made = replace(case.draft, by=command.by, at=standing.context.now, paper_no=command.paper_no)
    return unfounded(case, made) or (CaseRuled(**standing.stamp(command.by), ruling=made),)


ACTS = (
    Act(
        command=DraftRuling,
        decide=_draft,
        events={RulingDrafted: Words("qərar layihəsi hazırlandı", "a draft of the decision was made")},
    ),
    Act(
        command=ConfirmRuling,
        decide=_confirm,
        who=DECIDERS,
        events={CaseRuled: Words("qərar verildi", "it was decided")},
        forms=(
            Form(
                title=Words("Layihəni qərar kimi qəbul et", "Take the draft as the decision"),
                place="now",
                rank=3,
                tone="primary",
            ),
        ),
        needs="number",
        seen=True,
    ),
    Act(
        command=DeclineDraft,
        decide=_decline,
        who=DECIDERS,
        events={DraftDeclined: Words("layihə qəbul edilmədi", "the draft was not agreed to")},
        forms=(
            Form(title=Words("Layihə ilə razı deyiləm", "Decline the draft"), place="now", rank=4, fields=(REASON,)),
        ),
    ),
)
