"""Answers to surveys over HTTP: before an official, as a file, by a party for those who answer online; figures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from hub.bodies import Body
from hub.surveys.interviews import Interview, Interviews
from hub.surveys.kind import SURVEYS
from hub.web.aggregates import need_room
from hub.web.context import CallerDep, HubDep, Id, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.surveys import (
    AnswersFileView,
    AnswerTakenView,
    figures_csv,
    hand_of,
    respondents_own,
    survey_of,
    take_file,
    take_one,
)

router = APIRouter(tags=["surveys"], route_class=StrictRoute)


class ConsentBody(Body):
    """Whose consent is withdrawn; the FIN stands in no address."""

    fin: str = Field(min_length=1, max_length=20, repr=False)


class AnswersDeletedView(BaseModel):
    """How many versions of the answer were deleted."""

    deleted: int


@router.post("/v1/surveys/{survey_id}/answers")
async def answer(hub: HubDep, official: OfficialDep, survey_id: Id, body: Interview) -> AnswerTakenView:
    """Write down what a respondent says before an official. The same again is one answer; what they say otherwise
    later is a new version, by their own `word`, `instead_of` the one that there is.
    """
    return await take_one(hub, survey_id, hand_of(hub, official.person), body)


@router.post("/v1/surveys/{survey_id}/answers.csv")
async def answers(hub: HubDep, official: OfficialDep, survey_id: Id, request: Request) -> AnswersFileView:
    """Write down what the rows of a file say (CSV as the body, at most 2,000 rows); problems are named by line."""
    hand = hand_of(hub, official.person)
    return await take_file(hub, survey_id, hand, await request.body(), official.lang)


@router.post("/v1/surveys/{survey_id}/online-answers")
async def answer_online(hub: HubDep, who: CallerDep, survey_id: Id, body: Interview) -> AnswerTakenView:
    """Take what a person answers themselves, who has proved to the party who they are."""
    return await take_one(hub, survey_id, respondents_own(who), body)


@router.post("/v1/surveys/{survey_id}/withdrawn-consents")
async def withdraw(hub: HubDep, official: OfficialDep, survey_id: Id, body: ConsentBody) -> AnswersDeletedView:
    """Delete what somebody has answered, with its history, at their word. Figures that were counted stay."""
    hand = hand_of(hub, official.person)
    return AnswersDeletedView(deleted=await Interviews(hub.aggregates).withdraw(survey_id, hand, body.fin))


@router.get("/v1/surveys/{survey_id}/figures.csv", response_class=Response)
async def figures(hub: HubDep, official: OfficialDep, survey_id: Id) -> Response:
    """What was counted when the survey was closed, as a file."""
    need_room(SURVEYS, official)
    stored, _ = await survey_of(hub, survey_id)
    return Response(figures_csv(stored.state, official.lang), media_type="text/csv")
