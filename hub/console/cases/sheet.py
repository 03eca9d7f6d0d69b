"""One case: what it waits for in a sentence, facts with source and time, the decision and why, its paper, its acts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.responses import HTMLResponse

from document_flow.cases.acts.amend_answers import AmendAnswers
from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.prove_notice import MANNERS
from document_flow.cases.ends import ENDS
from document_flow.cases.registry import event_name
from document_flow.cases.waiting import REGISTRY, awaits
from document_flow.context import BAKU
from hub.access.rights import Right
from hub.console.cases.opening import answers_of
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, made, posts
from hub.console.viewer import PATH, ViewerDep
from hub.errors import HubError, NotFound, found_or
from hub.programmes.case_reading import CaseSheet, shown_case
from hub.programmes.case_words import ANSWERS, CAPACITIES, OUTCOMES, PHASES, PROPOSALS, WAYS
from hub.programmes.cases import NO_CASE, programme_of
from hub.programmes.fact_words import fact_text
from hub.programmes.scans import MOST_SCAN, attach
from hub.programmes.trouble_words import source_name, trouble
from hub.store.ids import new_id
from hub.web.cases import CaseActBody, act_of, paper_response, scan_response, slip_response
from hub.web.context import HubDep, id_or

router = APIRouter()


@router.get("/cases/{case}")
@gets(Right.CASES, "{case}")
async def sheet(request: Request, hub: HubDep, who: ViewerDep, case: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The case; that it was looked at stands in the person's access history."""
    found: CaseSheet = await shown_case(hub.programmes.cases, who.person, _id(case))
    directory = found.standing.context.directory
    return await page(
        request,
        who,
        "cases/sheet.html",
        tried=tried,
        it=found,
        case=found.stored.case,
        awaits=awaits(found.stored.case, found.standing.programme),
        programme=found.standing.programme,
        titles={rule.name: rule.title for rule in found.standing.programme.facts},
        offers=found.offered(who.login),
        text=lambda value: fact_text(value, who.lang, found.standing.programme.english),
        phases=PHASES,
        outcomes=OUTCOMES,
        proposals=PROPOSALS,
        ends=ENDS,
        ways=WAYS,
        manners=MANNERS,
        registry=REGISTRY,
        answers=ANSWERS,
        capacities=CAPACITIES,
        source_name=source_name,
        trouble=trouble,
        event_name=event_name,
        name=directory.name,
        barred=sorted(map(directory.name, found.stored.case.barred)),
        in_baku=lambda at: at.astimezone(BAKU),
        fresh=new_id,
        failed={"form": tried.text("act")} if tried.form else None,
    )


@router.post("/cases/{case}/act")
@posts(Right.CASES, sheet, shows=HubError)
async def act(sent: SentDep, case: str) -> str:
    """One act; on the version that the page showed."""
    form = sent.form
    says = {name.removeprefix("f-"): form.text(name) for name in form.names() if name.startswith("f-")}
    said = {"act": form.text("act") or "-", "expected_version": form.version or 1, "says": says}
    body = made(CaseActBody, said)
    command = act_of(sent.who.login, body)
    await sent.hub.programmes.cases.act(_id(case), command, form.key, body.expected_version)
    return f"{PATH}/cases/{_id(case)}"


@router.post("/cases/{case}/answers")
@posts(Right.CASES, sheet, shows=HubError)
async def amend_answers(sent: SentDep, case: str) -> str:
    """Answers of the application are others, but those that would make it another application."""
    form, name = sent.form, _id(case)
    async with sent.hub.store.read() as tx:
        stored = found_or(await sent.hub.programmes.cases.case_store.get(tx, name), NotFound("cases.unknown", NO_CASE))
    programme = programme_of(stored.case)
    answers = {each: said for each, said in answers_of(form, programme).items() if each not in programme.alike}
    command = AmendAnswers(by=sent.who.login, answers=answers, reason=form.text("reason"))
    await sent.hub.programmes.cases.act(name, command, form.key, form.version)
    return f"{PATH}/cases/{name}"


@router.post("/cases/{case}/scans")
@posts(Right.CASES, sheet, shows=HubError)
async def attach_scan(sent: SentDep, case: str) -> str:
    """A scan, with whether its original was seen."""
    form, file = sent.form, sent.form.file("file")
    command = AttachScan(
        by=sent.who.login, name=form.text("name"), sha256="", media_type="", original=bool(form.text("original"))
    )
    raw = await file.read(MOST_SCAN + 1) if file is not None else b""
    hub = sent.hub
    await attach(hub.programmes.cases, hub.office.uploads, _id(case), command, raw, form.key)
    return f"{PATH}/cases/{_id(case)}"


@router.get("/cases/{case}/scans/{name}")
@gets(Right.CASES, "{case}")
async def scan(hub: HubDep, who: ViewerDep, case: str, name: str) -> Response:
    """A scan, as the browser keeps it."""
    return await scan_response(hub, who.person, _id(case), name)


@router.get("/cases/{case}/slip.pdf")
@gets(Right.CASES, "{case}")
async def slip(hub: HubDep, who: ViewerDep, case: str) -> Response:
    """The slip that the applicant takes home."""
    return await slip_response(hub, who.person, _id(case))


@router.get("/cases/{case}/paper.pdf")
@gets(Right.CASES, "{case}")
async def paper(hub: HubDep, who: ViewerDep, case: str, revoked: str = "") -> Response:
    """The sealed paper; with `revoked` the one that a revocation took away."""
    return await paper_response(hub, who.person, _id(case), revoked=bool(revoked))


def _id(text: str) -> str:
    return id_or(text, NotFound("cases.unknown", NO_CASE))
