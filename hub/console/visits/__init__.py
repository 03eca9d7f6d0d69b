"""The room of visit acts: a tablet's form where a family lives, and the acts that came of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from document_flow.drawn_signature import HEIGHT, WIDTH
from document_flow.visits.questionnaire import questionnaire
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, Mistaken, SentDep, TriedDep, posts
from hub.console.viewer import PATH, Form, Viewer, ViewerDep, lacking
from hub.errors import Forbidden, HubError, WrongFields
from hub.store.ids import new_id, next_cursor
from hub.visits.stating import otherwise
from hub.visits.visit import LONGEST, LONGEST_DRAWN, VisitAnswers, VisitClosing
from hub.visits.visits import no_visit
from hub.web.context import HubDep, id_or
from hub.web.paging import cursor_or_422
from hub.web.register_scope import may_change
from hub.web.visits import act_pdf, close_visit, need_acts, open_visit, shown_visit, visits_of, wanted_visits

router = APIRouter()
_ROWS = 30
_ASKED = "a-"


@router.get("/visits")
async def listing(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    waiting: Annotated[str, Query(max_length=1)] = "",
    cursor: Annotated[str | None, Query(max_length=36)] = None,
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """Acts, and one's own drafts; the list names nobody."""
    _need(who)
    wanted = wanted_visits(who.person, cursor_or_422(cursor), _ROWS, waiting=bool(waiting))
    async with hub.store.read() as tx:
        found = await visits_of(hub).find(tx, wanted)
    following = next_cursor([each.id for each in found], _ROWS)
    return await page(
        request,
        who,
        "visits/listing.html",
        tried=tried,
        found=found,
        next=following,
        waiting=bool(waiting),
        opens=who.may(Right.VISIT),
    )


@router.post("/visits")
@posts(Right.VISIT, listing, otherwise="fin", shows=HubError)
async def begin(sent: SentDep) -> str:
    """Open a visit to the family of a person; while it is a draft, the same one."""
    return f"{PATH}/visits/{await open_visit(sent.hub, sent.who.person, sent.form.text('fin')[:20] or '-')}"


@router.get("/visits/{visit}")
async def one(request: Request, hub: HubDep, who: ViewerDep, visit: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form of a draft, or the act."""
    _need(who, visit)
    found = await shown_visit(hub, who.person, _id(visit))
    return await page(
        request,
        who,
        "visits/form.html" if found.state == "draft" else "visits/act.html",
        tried=tried,
        it=found,
        body=found.body,
        asked=questionnaire(),
        otherwise=otherwise(found.body) if found.differs else [],
        places=[(each, each.replace("/", ", ")) for each in found.body.places],
        settles=may_change(who.person) and found.made_by != who.login,
        size=(WIDTH, HEIGHT),
        fresh=new_id,
    )


@router.post("/visits/{visit}/draft")
@posts(Right.VISIT)
async def save(sent: SentDep, visit: str) -> Response:
    """Keep what was filled in so far; a script asks for it as one types."""
    made = await visits_of(sent.hub).save(_id(visit), sent.who.person, VisitAnswers(**_filled(sent.form)))
    return JSONResponse({"saves": made.saves})


@router.post("/visits/{visit}/act")
@posts(Right.VISIT, one, otherwise="signature", shows=HubError)
async def close(sent: SentDep, visit: str) -> str:
    """Close the act; the same form sent twice is one act."""
    form = sent.form
    said = VisitClosing(
        **_filled(form),
        signature=form.text("signature")[:LONGEST_DRAWN],
        signed_by=form.text("signed_by")[:LONGEST],
        signed_as=form.text("signed_as")[:60],
        refusal=form.text("refusal")[:LONGEST],
        witness=form.text("witness")[:LONGEST],
    )
    try:
        made = await close_visit(sent.hub, sent.who.person, _id(visit), said, form.key)
    except WrongFields as wrong:
        asked = frozenset(_answers(form)) | questionnaire().fields.keys()
        fields = {f"{_ASKED}{n}" if n in asked or n.startswith("member-") else n: w for n, w in wrong.wrong.items()}
        raise Mistaken(fields) from wrong
    return f"{PATH}/visits/{made.id}"


@router.get("/visits/{visit}/act.pdf")
async def paper(hub: HubDep, who: ViewerDep, visit: str) -> Response:
    """The act's paper."""
    _need(who, visit)
    return Response(await act_pdf(hub, await shown_visit(hub, who.person, visit)), media_type="application/pdf")


@router.post("/visits/{visit}/settled")
@posts(Right.REGISTER, one, otherwise="settled", shows=HubError)
async def settle(sent: SentDep, visit: str) -> str:
    """Say that what differs from the register was looked at."""
    if not may_change(sent.who.person):
        raise Forbidden("register.scope", lacking(Right.REGISTER))
    await shown_visit(sent.hub, sent.who.person, visit)
    await visits_of(sent.hub).settle(_id(visit), sent.who.login)
    return f"{PATH}/visits/{_id(visit)}"


def _filled(form: Form) -> dict[str, Any]:
    return {
        "saves": form.whole("saves") or 0,
        "page": form.key,
        "place": form.text("place")[:120],
        "visited_on": form.text("visited_on")[:10],
        "answers": _answers(form),
    }


def _answers(form: Form) -> dict[str, str]:
    names = [each.removeprefix(_ASKED) for each in form.names() if each.startswith(_ASKED)]
    return {name: form.text(_ASKED + name) for name in names[:80]}


def _need(who: Viewer, subject: str = "") -> None:
    who.need(Right.VISIT if who.may(Right.VISIT) else Right.REGISTER, subject)
    need_acts(who.person)


def _id(text: str) -> str:
    return id_or(text, no_visit())
