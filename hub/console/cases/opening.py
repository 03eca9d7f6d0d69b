"""An application at the desk: the programme's own form, whatever it asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.programmes.programme import Programme, Question
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, made, posts
from hub.console.viewer import PATH, Form, ViewerDep
from hub.errors import NotFound
from hub.programmes.cases import NO_PROGRAMME, programme_named
from hub.store.ids import new_id
from hub.web.cases import ApplicationBody, opening

router = APIRouter()


@router.get("/cases/new/{name}")
@gets(Right.CASES, "{name}")
async def form(request: Request, who: ViewerDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form."""
    programme = _at_desk(name)
    return await page(request, who, "cases/new.html", tried=tried, programme=programme, fresh=new_id)


@router.post("/cases/new/{name}")
@posts(Right.CASES, form, otherwise="fin")
async def register(sent: SentDep, name: str) -> str:
    """Register the application and go to its case; a second click is the same case."""
    answers = {each: said for each, said in answers_of(sent.form, _at_desk(name)).items() if said != ""}
    people = {"fin": sent.form.text("fin") or "-", "applicant": sent.form.text("applicant")}
    command = opening(sent.who.login, made(ApplicationBody, {"programme": name, "answers": answers, **people}))
    done = await sent.hub.programmes.cases.open(name, command, sent.form.key)
    return f"{PATH}/cases/{done.id}"


def answers_of(form: Form, programme: Programme, channel: str = "desk") -> dict[str, str | bool]:
    """What stands in the programme's form as that channel shows it; empty where nothing was typed or chosen."""
    return {each.name: _answer(each, form.text(f"a-{each.name}")) for each in programme.asks(channel)}


def _answer(question: Question, typed: str) -> str | bool:
    """An empty box that had to be seen says no; what need not be said is said by a choice."""
    if question.is_flag and question.required:
        return bool(typed)
    return {"true": True, "false": False}.get(typed, "") if question.is_flag else typed


def _at_desk(name: str) -> Programme:
    programme = programme_named(name)
    if "desk" not in programme.channels:
        raise NotFound("programmes.not_at_desk", NO_PROGRAMME)
    return programme
