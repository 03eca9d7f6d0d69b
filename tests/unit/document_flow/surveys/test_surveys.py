"""A survey from opening to figures: who may, when, and what never changes afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.surveys.acts.end import CloseSurvey, WithdrawSurvey
from document_flow.surveys.acts.open import OpenSurvey
from document_flow.surveys.acts.publish import PublishSurvey
from document_flow.surveys.kernel import KERNEL
from document_flow.surveys.questionnaire import questionnaires
from document_flow.surveys.standing import Standing
from document_flow.surveys.state import NOTHING, SURVEYS, Figures, Survey
from document_flow.words import Words

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
KNOWN = questionnaires()
DIRECTORY = Directory(
    {
        login: Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset((role,)))
        for login, role in (("aysel", "programme_officer"), ("tural", "programme_officer"), ("clerk", "clerk"))
    }
)
OPEN = OpenSurvey(
    by="aysel",
    questionnaire="agali/1",
    place="Zəngilan/Ağalı",
    first=date(2026, 3, 2),
    last=date(2026, 3, 31),
    way="face_to_face",
)
FIGURES = (Figures(question="intention", of=12, rows={"yes": 7, "no": None, "": 0}),)
PUBLISH, CLOSE = PublishSurvey(by="tural"), CloseSurvey(by="aysel", answers=12, least=5, figures=FIGURES)
WITHDRAW = WithdrawSurvey(by="aysel", reason="Sual yanlışdır")


def stands(survey: Survey, days: int = 0) -> Standing:
    return Standing(survey, Context(AT + timedelta(days=days), WorkingCalendar(), DIRECTORY), KNOWN)


def after(*commands: Command, survey: Survey = NOTHING) -> Survey:
    for command in commands:
        decided = KERNEL.decide(stands(survey), command)
        assert not isinstance(decided, Refusal), decided
        survey = KERNEL.replay(decided, survey)
    return survey


def code(survey: Survey, command: Command) -> str:
    decided = KERNEL.decide(stands(survey), command)
    return decided.code if isinstance(decided, Refusal) else "done"


def test_a_survey_is_opened_published_by_another_and_closed_with_its_figures() -> None:
    closed = after(OPEN, PUBLISH, CLOSE)

    assert (closed.phase, closed.answers, closed.least, closed.figures) == ("closed", 12, 5, FIGURES)
    assert SURVEYS.validate_json(SURVEYS.dump_json(closed)) == closed
    assert closed.length == 3


def test_nobody_publishes_what_they_opened_and_others_than_officers_do_nothing() -> None:
    assert code(after(OPEN), replace(PUBLISH, by="aysel")) == "access.second_person"
    for survey, command in ((NOTHING, OPEN), (after(OPEN), PUBLISH), (after(OPEN, PUBLISH), CLOSE)):
        assert code(survey, replace(command, by="clerk")) == "access.role_missing"


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"questionnaire": "agali/3"}, "surveys.questionnaire"),
        ({"last": date(2026, 3, 1)}, "surveys.days"),
        ({"first": date(2026, 1, 1), "last": date(2026, 3, 1)}, "surveys.days"),
        ({"last": date(2028, 3, 1)}, "surveys.days"),
        ({"first": date(2026, 2, 1)}, "done"),
    ],
)
def test_a_survey_that_cannot_be_is_not_opened(changed: dict[str, object], refused: str) -> None:
    assert code(NOTHING, replace(OPEN, **changed)) == refused  # type: ignore[arg-type]


def test_each_act_has_its_time() -> None:
    opened, published = after(OPEN), after(OPEN, PUBLISH)
    closed, withdrawn = after(CLOSE, survey=published), after(WITHDRAW, survey=published)

    assert [code(opened, each) for each in (OPEN, CLOSE)] == ["surveys.phase"] * 2
    assert [code(published, each) for each in (OPEN, PUBLISH)] == ["surveys.phase"] * 2
    for ended in (closed, withdrawn):
        assert [code(ended, each) for each in (OPEN, PUBLISH, CLOSE, WITHDRAW)] == ["surveys.phase"] * 4
    assert withdrawn.reason == "Sual yanlışdır"


def test_the_hub_closes_it_when_the_last_day_is_over_and_nobody_does_by_another_sheet() -> None:
    published, by_hub = after(OPEN, PUBLISH), replace(CLOSE, by=HUB)
    last = KERNEL.decide(stands(published, 29), by_hub)
    over = KERNEL.decide(stands(published, 30), by_hub)

    assert isinstance(last, Refusal)
    assert last.code == "surveys.last_day"
    assert not isinstance(over, Refusal)
    assert KERNEL.replay(over, published).figures == FIGURES
    assert code(replace(published, digest="another"), CLOSE) == "surveys.sheet_changed"


@pytest.mark.parametrize("reason", [" ", "7ABCD12 razı deyil", "şəxs 7abcd12.", "1234567"])
def test_the_reason_of_a_withdrawal_is_given_and_names_nobody(reason: str) -> None:
    assert code(after(OPEN), replace(WITHDRAW, reason=reason)) == "surveys.reason"


def test_answers_are_taken_while_it_is_published_on_its_days_and_by_the_sheet_that_was_opened() -> None:
    published = after(OPEN, PUBLISH)
    changed = replace(published, digest="another")

    assert stands(published).takes() == KNOWN["agali/1"]
    for standing in (stands(after(OPEN)), stands(published, 30), stands(published, -1), stands(after(OPEN, WITHDRAW))):
        taken = standing.takes()
        assert isinstance(taken, Refusal)
        assert taken.code == "surveys.not_taking"
    for survey in (changed, replace(published, questionnaire="gone/1")):
        taken = stands(survey).takes()
        assert isinstance(taken, Refusal)
        assert taken.code == "surveys.sheet_changed"
    assert code(replace(after(OPEN), digest="another"), PUBLISH) == "surveys.sheet_changed"
