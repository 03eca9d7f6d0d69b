"""A complaint (inzibati şikayət) against the decision: a document of its own, decided by somebody else.

Law 1036-IIQ, article 71. Whoever decided has no part in what follows; while it waits, no clock ends the case. One that
is upheld begins the case anew, or brings back what was taken away; one that is rejected leaves the court.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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
    Option,
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.acts.correction import CorrectionProposed, wrong_grade
from document_flow.cases.state import Linked, Paper, Proposal
from document_flow.people import HUB


@dataclass(frozen=True, slots=True, kw_only=True)
class Complain(ByHand):
    """The registered complaint, by the id of its document; of the citizen whose case it is, or the representative."""

    kind: Literal["complain"] = "complain"
    document: str
    registered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Complained(Happened):
    """`bars` are those who decided; `paper_no` is what it is against, `registered_on` the day of its registration."""

    kind: Literal["complained"] = "complained"
    document: str
    bars: tuple[str, ...]
    paper_no: str = ""
    registered_on: date | None = None

    def apply(self, case: Case) -> Case:
        """They take no part any more."""
        linked = Linked(by=self.by, on=self.registered_on or self.day, paper_no=self.paper_no)
        return replace(
            case,
            complaints={**case.complaints, self.document: "open"},
            linked={**case.linked, self.document: linked},
            barred=case.barred | {*self.bars},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComplaint(ByHand):
    """By an official who did not decide the case. `document` says which; the only one where it is empty. With a `grade`
    what was granted wrongly is not revoked but corrected to that, by act and article.
    """

    kind: Literal["decide_complaint"] = "decide_complaint"
    document: str = ""
    verdict: Literal["upheld", "rejected"]
    reason: str
    grade: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDecided(Happened):
    """Upheld, a refused case begins anew with its application, a revocation is undone, what was not given during a
    suspension is owed, and of what was granted wrongly the revocation is proposed: another official agrees, and it is
    asked for anew. Rejected, the decision stays.
    """

    kind: Literal["complaint_decided"] = "complaint_decided"
    document: str
    verdict: Literal["upheld", "rejected"]
    reason: str

    def apply(self, case: Case) -> Case:
        """The number of the paper that falls is not used again: it was handed out. What was heard before the first
        decision is no hearing before the second.
        """
        linked = case.linked.get(self.document) or Linked(by="", on=self.day)
        decided = replace(
            case,
            complaints={**case.complaints, self.document: self.verdict},
            linked={**case.linked, self.document: replace(linked, decided_by=self.by)},
        )
        if self.verdict == "rejected":
            return decided
        against = next((each for each in case.rests if each.act == linked.paper_no), None)
        if against is not None:
            owed = tuple(replace(each, owed=True) if each is against else each for each in decided.rests)
            back = decided.rested(self.day, owed=True).given_back() if case.is_suspended else decided
            return back if case.is_suspended else replace(decided, rests=owed)
        if case.outcome == "granted":
            own = Proposal(by=self.by, reason=self.reason, at=self.at)
            return decided if case.proposal is not None else replace(decided, proposal=own, hearing=None)
        if case.set_aside is not None:
            return decided.given_back()
        return replace(
            decided,
            fallen=(*case.fallen, *((case.paper,) if case.paper is not None else ())),
            phase="opened",
            outcome="",
            facts={},
            lacking=(),
            asked=0,
            hearing=None,
            ruling=None,
            paper=None,
            sendings=(),
            notice=None,
        )


def _complain(standing: Standing, command: Complain) -> Decision:
    """Against a decision, within the term that a proven notice has started."""
    case = standing.case
    if refused := standing.open():
        return refused
    if case.ruling is None or case.paper is None:
        return refusal("cases.not_decided")
    if not command.document.strip():
        return refusal("cases.empty", field="document")
    if command.document in case.complaints:
        return refusal("cases.complaint_known")
    on, stamp = command.registered_on or standing.context.today, standing.stamp(command.by)
    rest = case.rests[-1] if case.rests and case.holds and case.rests[-1].is_contestable(on) else None
    if rest is not None:
        return (Complained(**stamp, document=command.document, bars=rest.by, paper_no=rest.act, registered_on=on),)
    if refused := _out_of_time(case, case.paper, on):
        return refused
    proposer = (case.set_aside.by,) if case.set_aside is not None else ()
    bars = tuple(each for each in (case.ruling.by, case.ruling.drafted_by, *proposer) if each not in (HUB, ""))
    return (Complained(**stamp, document=command.document, bars=bars, paper_no=case.paper.no, registered_on=on),)


def _out_of_time(case: Case, paper: Paper, on: date) -> Refusal | None:
    """Not before the paper that it is about, and not after the term that its proven notice has started."""
    if on < paper.issued_on:
        return refusal("cases.complaint_early", day=paper.issued_on)
    until = case.notice.complain_until if case.notice is not None else None
    return refusal("cases.too_late", day=until) if until is not None and on > until else None


def _decide(standing: Standing, command: DecideComplaint) -> Decision:
    """By somebody who has registered neither the application nor the complaint."""
    case = standing.case
    if refused := standing.open():
        return refused
    document = _which(case, command.document)
    if isinstance(document, Refusal):
        return document
    if case.application is not None and case.application.by == command.by:
        return refusal("cases.own_application")
    if document in case.linked and case.linked[document].by == command.by:
        return refusal("cases.own_link")
    if not command.reason.strip():
        return refusal("cases.empty", field="reason")
    stamp = standing.stamp(command.by)
    decided = ComplaintDecided(**stamp, document=document, verdict=command.verdict, reason=command.reason)
    if command.verdict == "rejected" or not command.grade:
        return (decided,)
    article = command.article.strip()
    corrects = CorrectionProposed(**stamp, reason=command.reason, grade=command.grade, article=article)
    return wrong_grade(standing, command.grade, article) or (decided, corrects)


def _which(case: Case, document: str) -> str | Refusal:
    """The complaint that is decided: the one named, or the only one."""
    waiting = case.open_complaints
    if not waiting or (document and document not in waiting):
        return refusal("cases.no_open_complaint")
    if not document and len(waiting) > 1:
        return refusal("cases.which_complaint", names=", ".join(waiting))
    return document or waiting[0]


ACTS = (
    Act(
        command=Complain,
        decide=_complain,
        events={Complained: Words("şikayət verildi", "a complaint was made")},
        forms=(
            Form(
                title=Words("Şikayəti əlaqələndir", "Link a complaint"),
                place="more",
                rank=50,
                fields=(Field("document", Words("Şikayət sənədi", "The complaint"), input="document", required=True),),
            ),
        ),
    ),
    Act(
        command=DecideComplaint,
        decide=_decide,
        who=DECIDERS,
        events={ComplaintDecided: Words("şikayətə baxıldı", "the complaint was decided")},
        forms=(
            Form(
                title=Words("Şikayətə bax", "Decide the complaint"),
                place="now",
                rank=5,
                tone="primary",
                fields=(
                    Field("document", Words("Hansı şikayət", "Which complaint"), input="choice", source="complaints"),
                    Field(
                        "verdict",
                        Words("Nəticə", "Outcome"),
                        input="choice",
                        required=True,
                        options=(
                            Option("upheld", Words("təmin edilir", "upheld")),
                            Option("rejected", Words("rədd edilir", "rejected")),
                        ),
                        chosen="rejected",
                    ),
                    Field(
                        "grade",
                        Words("Təmin edilirsə, əvəzində nə verilsin", "If upheld, what is given instead"),
                        input="choice",
                        source="corrections",
                    ),
                    Field(
                        "article",
                        Words("Düzəldilirsə, akt və maddə", "If it is corrected, act and article"),
                        input="line",
                        source="corrections",
                    ),
                    REASON,
                ),
            ),
        ),
    ),
)
