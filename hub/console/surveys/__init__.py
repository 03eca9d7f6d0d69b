"""The pages of surveys beside their room: a form for an interview, for a tablet too, and the figures as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, Mistaken, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.errors import HubError, Refused, Words, WrongFields
from hub.surveys.interviews import Interview, Interviews
from hub.surveys.kind import answer_store
from hub.web.context import HubDep, id_or_404
from hub.web.surveys import figures_csv, hand_of, survey_of, take_one

router = APIRouter()
_ASKED = "a-"


@router.get("/surveys/{survey}/answer")
async def form(request: Request, hub: HubDep, who: ViewerDep, survey: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """An empty form for the next respondent."""
    who.need_in_house(Right.SURVEYS, survey)
    stored, asked = await survey_of(hub, id_or_404(survey))
    async with hub.store.read() as tx:
        people, _ = await answer_store(hub.aggregates.needs).numbers(tx, stored.id)
    return await page(
        request,
        who,
        "surveys/answer.html",
        tried=tried,
        it=stored,
        asked=asked,
        answered=people,
        all_typed=tried.all,
        written="written" in request.query_params,
        gone="gone" in request.query_params,
    )


@router.post("/surveys/{survey}/answer")
@posts(Right.SURVEYS, form, otherwise="fin", shows=HubError, beside={"surveys.answered": "instead_of"})
async def take(sent: SentDep, survey: str) -> str:
    """Write an interview down; the same form sent twice is one answer. Then the next one."""
    name, typed = id_or_404(survey), sent.form
    _, asked = await survey_of(sent.hub, name)
    try:
        said = Interview(
            fin=typed.text("fin"),
            consents=tuple(typed.all("consents")),
            answers={name: said for name in asked.questions if (said := "|".join(typed.all(_ASKED + name)))},
            instead_of=typed.whole("instead_of"),
            word=typed.ticked("word"),
        )
    except ValidationError as wrong:
        raise Refused("surveys.form", _FORM, status=422, place="fin") from wrong
    try:
        await take_one(sent.hub, name, hand_of(sent.hub, sent.who.person), said)
    except WrongFields as wrong:
        fields = {_ASKED + at if at in asked.questions else at: words for at, words in wrong.wrong.items()}
        raise Mistaken(fields) from wrong
    return f"{PATH}/surveys/{name}/answer?written"


@router.post("/surveys/{survey}/withdrawn-consent")
@posts(Right.SURVEYS, form, otherwise="withdrawn", shows=HubError, beside={"fin": "withdrawn"})
async def withdraw(sent: SentDep, survey: str) -> str:
    """Delete somebody's answers at their word."""
    hand, name = hand_of(sent.hub, sent.who.person), id_or_404(survey)
    await Interviews(sent.hub.aggregates).withdraw(name, hand, sent.form.text("withdrawn")[:20])
    return f"{PATH}/surveys/{name}/answer?gone"


@router.get("/surveys/{survey}/figures.csv")
@gets(Right.SURVEYS, "{survey}")
async def figures(hub: HubDep, who: ViewerDep, survey: str) -> Response:
    """The figures as a file."""
    stored, _ = await survey_of(hub, id_or_404(survey))
    headers = {"content-disposition": f'attachment; filename="sorgu-{stored.state.last}.csv"'}
    return Response(figures_csv(stored.state, who.lang), media_type="text/csv", headers=headers)


_FORM = Words("Formanı doldurun: FİN və razılıq mütləqdir.", "Fill the form in: a FIN and a consent are needed.")
