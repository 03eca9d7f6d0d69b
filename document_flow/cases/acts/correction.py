"""What was granted is corrected: the same case, another grade, a paper from the first day.

Law 1036-IIQ, article 71: whoever decided an upheld complaint proposes what is given instead, another official agrees.
Until the new paper is there the register says what it said; then it is told the new grade from the day of the first
paper. A right that is counted or paid by its grade is not corrected so: it is revoked and asked for anew. But a sum
that was too little is raised, without a complaint too (articles 65–69), and what was not paid is owed as arrears; what
was too much is never lowered here.
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
    Field,
    Form,
    Happened,
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.acts.revocation import REASON_COLUMN, proposable, second
from document_flow.cases.state import Proposal, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRaise(ByHand):
    """Nobody has complained: the sum was too little, by that act and article."""

    kind: Literal["propose_raise"] = "propose_raise"
    grade: str
    article: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionProposed(Happened):
    """Instead of the revocation that an upheld complaint proposes, or a raise; it waits for another official."""

    kind: Literal["correction_proposed"] = "correction_proposed"
    reason: str
    grade: str
    article: str

    def apply(self, case: Case) -> Case:
        """The paper still holds."""
        said = {"reason": self.reason, "grade": self.grade, "article": self.article}
        return case.proposed(Proposal(by=self.by, at=self.at, what="correct", **said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(ByHand):
    """The second official agrees. `paper_no` comes of the series of what is granted."""

    kind: Literal["correct"] = "correct"
    paper_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Happened):
    """It is decided anew by hand, on the facts of the first decision; its paper is still to come."""

    kind: Literal["corrected"] = "corrected"
    ruling: Ruling

    def apply(self, case: Case) -> Case:
        """The first paper has fallen; what is granted holds from its day."""
        first = case.paper
        if first is None:
            return case
        return replace(
            case,
            phase="decided",
            ruling=self.ruling,
            since=case.since or first.issued_on,
            corrected=(*case.corrected, first.no),
            fallen=(*case.fallen, first),
            paper=None,
            sendings=(),
            notice=None,
            proposal=None,
            doubts={},
            settled={},
        )


def wrong_grade(standing: Standing, grade: str, article: str) -> Refusal | None:
    """Why nothing is corrected to this grade: it is another one of the programme's, by an act of its own."""
    case, programme = standing.case, standing.programme
    if not programme.corrects or programme.grade is None or not case.holds or case.proposal is not None:
        return refusal("cases.not_correctable")
    others = programme.grades_for(case.row(programme.grade.name))
    if grade in programme.grade.choices and grade not in others and programme.raises:
        return refusal("cases.not_raised")
    if grade not in others:
        return refusal("cases.answer_wrong", name=programme.grade.title, allowed=", ".join(others))
    return None if article.strip() else refusal("cases.empty", field="article")


def _raise(standing: Standing, command: ProposeRaise) -> Decision:
    if not standing.programme.raises:
        return refusal("cases.not_correctable")
    if refused := proposable(standing, command.reason):
        return refused
    article, stamp = command.article.strip(), standing.stamp(command.by)
    proposed = CorrectionProposed(**stamp, reason=command.reason, grade=command.grade, article=article)
    return wrong_grade(standing, command.grade, article) or (proposed,)


def _correct(standing: Standing, command: Correct) -> Decision:
    case, proposal = standing.case, second(standing, command.by, "correct")
    if isinstance(proposal, Refusal):
        return proposal
    if case.application is not None and command.by in case.application.hands:
        return refusal("cases.own_application")
    grade, before = standing.programme.grade, case.ruling
    if grade is None or before is None:
        return refusal("cases.not_correctable")
    made = replace(
        before,
        row={**before.row, REASON_COLUMN: proposal.reason, grade.name: proposal.grade},
        basis=(proposal.article,),
        facts={name: value for name, value in before.facts.items() if name not in standing.programme.changed},
        paper_no=command.paper_no,
        by=command.by,
        at=standing.context.now,
        drafted_by=proposal.by,
        against=True,
    )
    return (Corrected(**standing.stamp(command.by), ruling=made),)


ACTS = (
    Act(
        command=ProposeRaise,
        decide=_raise,
        events={},
        forms=(
            Form(
                title=Words("Az təyin edilmiş məbləği artır", "Raise a sum that was too little"),
                place="more",
                rank=72,
                fields=(
                    Field("grade", Words("Nə verilməli idi", "What was due"), "choice", required=True, source="raises"),
                    Field("article", Words("Akt və maddə", "Act and article"), "line", required=True, source="raises"),
                    REASON,
                ),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra ilk kağızın günündən qüvvədədir; ödənilməmiş fərq borc siyahısına "
                    "düşür.",
                    "Once another official has agreed it holds from the day of the first paper; what was not paid goes "
                    "on the list of arrears.",
                ),
            ),
        ),
    ),
    Act(
        command=Correct,
        decide=_correct,
        who=DECIDERS,
        events={
            CorrectionProposed: Words("düzəlişi təklif olundu", "its correction was proposed"),
            Corrected: Words("düzəldildi", "it was corrected"),
        },
        forms=(Form(title=Words("Düzəlişlə razıyam", "Agree to the correction"), place="now", rank=1, tone="primary"),),
        needs="number",
    ),
)
