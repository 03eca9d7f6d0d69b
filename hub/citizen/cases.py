"""A case, what it waits for, and what its citizen may do about it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.cases.acts.complain import Complain
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.people import HUB
from document_flow.programmes.programme import Programme
from hub.citizen.appeals import HomeAnswer, answer_home, complain, complain_of_draw, withdraw
from hub.citizen.applying import attach_scans, stored_scans
from hub.citizen.draws import homes_of, lists_of
from hub.citizen.history import LOOK, PAPER, note
from hub.citizen.matters import awaited, case_of, papers_of
from hub.citizen.pages import page
from hub.citizen.who import PATH, CitizenDep, DeedDep, login_of
from hub.console.kept_files import keep_files
from hub.console.posting import FRESH, TriedDep, posts
from hub.desks.case_matters import case_matter
from hub.errors import Refused, Words
from hub.programmes.cases import programme_of
from hub.programmes.slips import print_slip, slip_of
from hub.store.store import snapshot
from hub.web.context import HubDep

router = APIRouter()


@router.get("/cases/{name}")
async def case(request: Request, hub: HubDep, who: CitizenDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """Where it stands."""
    cases = hub.programmes.cases
    async with snapshot(hub.store) as tx:
        stored = await case_of(tx, hub, who, name)
        standing = await cases.standing(tx, stored)
        lines = () if stored.case.is_open else await cases.case_store.lines(tx, stored.id)
        homes = await homes_of(tx, hub, lists_of(request), stored)
        own = (Withdraw(by=HUB, document="-", reason="-"), Complain(by=HUB, document="-"))
        may_withdraw, may_complain = [await cases.refuses(tx, standing, each) is None for each in own]
    if who.acts_for_another:
        await note(hub, who, LOOK, "register", [who.subject])
    asked = await hub.desks.affairs.asked(standing)
    return page(
        request,
        "case.html",
        who,
        tried=tried,
        it=case_matter(stored.id, standing, [each.event for each in lines], asked),
        awaited=awaited(standing),
        slip=slip_of(standing, hub.office.papers.printing.papers.address),
        homes=homes,
        answers=_answers(standing.programme, stored.case.application.answers if stored.case.application else {}),
        papers=list(papers_of(stored)),
        may_withdraw=may_withdraw,
        may_complain=may_complain,
        scans=standing.programme.scans if stored.case.is_undecided else (),
        has=stored.case.scans,
        asked=asked,
        kept_files=await keep_files(hub, login_of(hub, who), tried.form.uploads() if tried.form else ()),
    )


@router.get("/slips/{name}.pdf")
async def slip(hub: HubDep, who: CitizenDep, name: str) -> Response:
    """The slip of one's application. That it was taken stands in the history, as of a paper."""
    async with hub.store.read() as tx:
        stored = await case_of(tx, hub, who, name)
        standing = await hub.programmes.cases.standing(tx, stored)
    await note(hub, who, PAPER, "register", [who.subject])
    return Response(await print_slip(hub.office.papers, stored.id, standing), media_type="application/pdf")


@router.post("/cases/{name}/scans")
@posts(None, case)
async def add_scans(sent: DeedDep, name: str) -> str:
    """Papers that were not at hand when the application was given."""
    async with sent.hub.store.read() as tx:
        stored = await case_of(tx, sent.hub, sent.who, name)
    scans = await stored_scans(sent, programme_of(stored.case))
    if not scans:
        raise Refused("citizen.no_file", _NO_FILE, status=422)
    await attach_scans(sent, stored.id, scans)
    return f"{PATH}/cases/{stored.id}"


@router.post("/cases/{name}/withdraw")
@posts(None, case)
async def take_back(sent: DeedDep, name: str) -> str:
    """Take the application back, in writing."""
    await withdraw(sent.hub, sent.who, name, sent.form.text("text"), sent.form.key)
    return f"{PATH}/cases/{name}"


@router.post("/cases/{name}/complain")
@posts(None, case)
async def object_to(sent: DeedDep, name: str) -> str:
    """Complain about the decision, in writing."""
    await complain(sent.hub, sent.who, name, sent.form.text("text"), sent.form.key)
    return f"{PATH}/cases/{name}"


@router.post("/cases/{name}/home")
@posts(None, case)
async def answer_offer(sent: DeedDep, name: str) -> str:
    """Accept the home that is offered, or refuse it."""
    form, answer = sent.form, sent.form.text("answer")
    if answer not in ("accept", "refuse"):
        raise Refused("citizen.answer", _ANSWER, status=422, place="answer")
    said = HomeAnswer(
        draw=form.text("draw"), home=form.text("home"), accepted=answer == "accept", text=form.text("text")
    )
    await answer_home(sent.hub, sent.who, name, said)
    return f"{PATH}/cases/{name}"


@router.post("/cases/{name}/draw")
@posts(None, case)
async def object_to_draw(sent: DeedDep, name: str) -> str:
    """Complain that a draw has given no home, in writing."""
    form = sent.form
    await complain_of_draw(sent.hub, sent.who, name, form.text("draw"), form.text("text"), form.key)
    return f"{PATH}/"


def _answers(programme: Programme, said: object) -> list[tuple[Words, Words]]:
    """What the application says, in words."""
    told = dict(said) if isinstance(said, dict) else {}
    found = []
    for each in programme.questions:
        value = told.get(each.name)
        if value not in (None, ""):
            known = (_YES if value else _NO) if each.is_flag else each.choices.get(str(value))
            found.append((each.title, known or Words(str(value), str(value))))
    return found


_NO_FILE = Words("Fayl seçin.", "Choose a file.")
_ANSWER = Words("Qəbul və ya imtina seçin.", "Choose to accept or to refuse.")
_YES, _NO = Words("bəli", "yes"), Words("xeyr", "no")
