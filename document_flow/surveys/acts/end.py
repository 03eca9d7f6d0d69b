"""A survey ends: it is closed, and its figures stay; or withdrawn, and nothing of what was answered does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.fin import LIKE_A_FIN
from document_flow.form import REASON, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.surveys.standing import Standing, refusal
from document_flow.surveys.state import Figures, Survey
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSurvey(ByHand):
    """The hub adds what it counted: `answers`, and `figures` with small ones left out, fewer than `least`."""

    kind: Literal["close_survey"] = "close_survey"
    answers: int | None = None
    least: int = 0
    figures: tuple[Figures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyClosed(Happened):
    """Counted once: what is deleted afterwards changes no figure, so that no two tables tell anybody's answer."""

    kind: Literal["survey_closed"] = "survey_closed"
    answers: int | None
    least: int
    figures: tuple[Figures, ...]

    def apply(self, survey: Survey) -> Survey:
        return replace(survey, phase="closed", answers=self.answers, least=self.least, figures=self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSurvey(ByHand):
    """It should not have been asked."""

    kind: Literal["withdraw_survey"] = "withdraw_survey"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyWithdrawn(Happened):
    """Its answers are deleted with it."""

    kind: Literal["survey_withdrawn"] = "survey_withdrawn"
    reason: str

    def apply(self, survey: Survey) -> Survey:
        return replace(survey, phase="withdrawn", reason=self.reason)


def close(standing: Standing, command: CloseSurvey) -> tuple[SurveyClosed, ...] | Refusal:
    """Once people could answer, by the sheet that they were asked by; the hub does it once the last day is over."""
    stamp, counted = standing.stamp(command.by), command.figures
    made = SurveyClosed(**stamp, answers=command.answers, least=command.least, figures=counted)
    refused = standing.unless("published")
    if refused is None and isinstance(asked := standing.asked(), Refusal):
        refused = asked
    if refused is None and command.by == HUB and standing.context.today <= standing.state.last:
        refused = refusal("surveys.last_day")
    return refused or (made,)


def withdraw(standing: Standing, command: WithdrawSurvey) -> tuple[SurveyWithdrawn, ...] | Refusal:
    """Before it is closed: figures that were published stay."""
    refused = standing.unless("opened", "published")
    if refused is None and (not command.reason.strip() or LIKE_A_FIN.search(command.reason)):
        refused = refusal("surveys.reason")
    return refused or (SurveyWithdrawn(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=CloseSurvey,
        decide=close,
        who=(*OFFICERS, HUB),
        events={SurveyClosed: Words("bağlandı, göstəricilər sayıldı", "closed, and its figures counted")},
        forms=(
            Form(
                title=Words("Bağla və say", "Close and count"),
                place="now",
                rank=20,
                hint=Words(
                    "Bağlandıqdan sonra cavab qəbul olunmur, göstəricilər bir dəfə sayılır.",
                    "Once closed it takes no answers, and its figures are counted once.",
                ),
            ),
        ),
    ),
    Act(
        command=WithdrawSurvey,
        decide=withdraw,
        who=OFFICERS,
        events={SurveyWithdrawn: Words("geri götürüldü, cavablar silindi", "withdrawn, and its answers deleted")},
        forms=(
            Form(
                title=Words("Geri götür", "Withdraw"),
                place="more",
                rank=90,
                tone="danger",
                fields=(REASON,),
                hint=Words(
                    "Bütün cavablar silinəcək. Səbəbdə heç kimin adını və FİN-ini yazmayın.",
                    "All answers will be deleted. Name nobody in the reason, nor a FIN.",
                ),
            ),
        ),
    ),
)
