"""A survey is published by a second person: from its first day on it takes answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.second_person import refuse_same_person
from document_flow.surveys.standing import Standing
from document_flow.surveys.state import Survey
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSurvey(ByHand):
    """As it was opened."""

    kind: Literal["publish_survey"] = "publish_survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPublished(Happened):
    """People may answer."""

    kind: Literal["survey_published"] = "survey_published"

    def apply(self, survey: Survey) -> Survey:
        return replace(survey, phase="published")


def decide(standing: Standing, command: PublishSurvey) -> tuple[SurveyPublished, ...] | Refusal:
    """Never by whoever opened it, and only while its sheet is the one that was opened."""
    refused = standing.unless("opened") or refuse_same_person(command.by, {standing.state.opened_by})
    if refused is None and isinstance(asked := standing.asked(), Refusal):
        refused = asked
    return refused or (SurveyPublished(**standing.stamp(command.by)),)


ACTS = (
    Act(
        command=PublishSurvey,
        decide=decide,
        who=OFFICERS,
        events={SurveyPublished: Words("elan edildi", "published")},
        forms=(Form(title=Words("Elan et", "Publish"), place="now", rank=10, tone="primary"),),
    ),
)
