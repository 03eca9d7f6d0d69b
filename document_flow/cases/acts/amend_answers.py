"""The answers of an application are corrected before its decision; what the applicant had said stays in the history.

Not those that tell two cases of one person apart: with another answer there it is another application.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.acts.open_case import wrong_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAnswers(ByHand):
    """`answers` are those that are others now; an empty one is taken out. `reason` says how that is known."""

    kind: Literal["amend_answers"] = "amend_answers"
    answers: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersAmended(Happened):
    """`answers` are all of them now, `before` all of them as they were."""

    kind: Literal["answers_amended"] = "answers_amended"
    answers: Mapping[str, Any]
    before: Mapping[str, Any]
    reason: str

    def apply(self, case: Case) -> Case:
        """Its facts are gathered anew, and what was drafted on the old answers is drafted again."""
        old = case.application
        by = (*(old.amended_by if old is not None else ()), self.by)
        application = replace(old, answers=self.answers, amended_by=by) if old is not None else None
        return replace(case, application=application, phase="opened", facts={}, lacking=(), asked=0, draft=None)


def decide(standing: Standing, command: AmendAnswers) -> Decision:
    """In a case that is not decided, as its form allows."""
    case, programme = standing.case, standing.programme
    if refused := standing.open():
        return refused
    if not case.is_undecided or case.application is None:
        return refusal("cases.decided")
    if not command.reason.strip():
        return refusal("cases.empty", field="reason")
    before = case.application.answers
    answers = _given({**before, **command.answers})
    wrong = next(wrong_answers(programme, answers), None)
    if wrong is not None:
        return wrong
    if answers == _given(before):
        return refusal("cases.same_answers")
    if programme.kind(answers) != case.kind:
        names = [each.title for each in programme.questions if each.name in {*programme.alike} & {*command.answers}]
        return refusal("cases.other_kind", az=", ".join(e.az for e in names), en=", ".join(e.en for e in names))
    stamp = standing.stamp(command.by)
    return (AnswersAmended(**stamp, answers=answers, before=before, reason=command.reason),)


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Without the empty ones."""
    return {name: value for name, value in answers.items() if value not in (None, "")}


ACTS = (
    Act(
        command=AmendAnswers,
        decide=decide,
        events={AnswersAmended: Words("ərizənin cavabları düzəldildi", "answers of the application were corrected")},
    ),
)
