"""A survey is opened: a questionnaire in one version, for those who come from a settlement, between two days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form, Option
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.surveys.standing import Standing, refusal
from document_flow.surveys.state import WAYS, Survey, Way
from document_flow.words import Words

MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSurvey(ByHand):
    """`questionnaire` with its version, `place` by its key (the hub finds it by what was typed)."""

    kind: Literal["open_survey"] = "open_survey"
    questionnaire: str
    place: str
    first: date
    last: date
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOpened(Happened):
    """It waits for a second person. `digest` fixes what is asked."""

    kind: Literal["survey_opened"] = "survey_opened"
    questionnaire: str
    digest: str
    place: str
    first: date
    last: date
    way: Way

    def apply(self, survey: Survey) -> Survey:
        return replace(
            survey,
            phase="opened",
            opened_by=self.by,
            questionnaire=self.questionnaire,
            digest=self.digest,
            place=self.place,
            first=self.first,
            last=self.last,
            way=self.way,
        )


def decide(standing: Standing, command: OpenSurvey) -> tuple[SurveyOpened, ...] | Refusal:
    """For days that are not over, at most a year of them."""
    if refused := standing.unless(""):
        return refused
    asked = standing.known.get(command.questionnaire)
    if asked is None:
        return refusal("surveys.questionnaire", names=", ".join(standing.known))
    if command.last < max(command.first, standing.context.today) or (command.last - command.first).days > MOST_DAYS:
        return refusal("surveys.days")
    said = {name: getattr(command, name) for name in ("questionnaire", "place", "first", "last", "way")}
    return (SurveyOpened(**standing.stamp(command.by), **said, digest=asked.digest),)


ACTS = (
    Act(
        command=OpenSurvey,
        decide=decide,
        who=OFFICERS,
        events={SurveyOpened: Words("sorğu açıldı", "opened")},
        forms=(
            Form(
                title=Words("Sorğu aç", "Open a survey"),
                place="now",
                tone="primary",
                fields=(
                    Field(
                        "questionnaire",
                        Words("Sual vərəqi və versiyası", "Questionnaire and version"),
                        "choice",
                        required=True,
                    ),
                    Field(
                        "place",
                        Words("Mənşə yaşayış məntəqəsi", "Settlement of origin"),
                        "line",
                        required=True,
                        hint=Words("Rayon/kənd, məsələn Zəngilan/Ağalı.", "District/village, such as Zəngilan/Ağalı."),
                    ),
                    Field("first", Words("Birinci gün", "First day"), "date", required=True),
                    Field("last", Words("Son gün", "Last day"), "date", required=True),
                    Field(
                        "way",
                        Words("Üsul", "Way"),
                        "choice",
                        required=True,
                        options=tuple(Option(code, words) for code, words in WAYS.items()),
                        chosen="face_to_face",
                    ),
                ),
            ),
        ),
    ),
)
