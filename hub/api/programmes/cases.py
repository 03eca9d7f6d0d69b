"""Officials: open a case at the desk, see it, act on it, fetch its paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from document_flow.cases.acts.amend_answers import AmendAnswers
from document_flow.cases.acts.attach_scan import AttachScan
from hub.programmes.case_reading import WantedCases, find_cases, shown_case, to_post
from hub.programmes.case_words import MOST_DAYS
from hub.programmes.scans import attach
from hub.returns.posting import ToPost, letters_to_post
from hub.store.ids import next_cursor
from hub.web.cases import (
    AmendmentBody,
    ApplicationBody,
    CaseActBody,
    CaseLineView,
    CaseSheetView,
    CasesView,
    DoneView,
    LetterToPostView,
    act_of,
    case_view,
    done_view,
    need_cases,
    opening,
    paper_response,
    scan_response,
    slip_response,
)
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.paging import Page, cursor_or_422

router = APIRouter(tags=["cases"], route_class=StrictRoute)


class CaseQuery(Page):
    """Which cases are wanted."""

    programme: str = Field(default="", max_length=60)
    phase: str = Field(default="", max_length=20)
    number: str = Field(default="", max_length=60, description="Of the application or of its paper")
    awaits: Literal["", "hearing", "second", "look"] = Field(
        default="",
        description="Only those of which what is proposed waits for a hearing, or for a second official; or whose paper"
        " an official has to look at, since its ground has changed",
    )
    unreached: bool = Field(
        default=False, description="Only those of which a letter has to be sent today; with letters about draws"
    )
    ends_within: int | None = Field(
        default=None, ge=0, le=MOST_DAYS, description="Papers that hold and end within so many days, by that day"
    )


class SeenOriginal(BaseModel):
    """Whether the original lay beside it."""

    original: bool = Field(default=False, description="This official has compared it with the paper itself")


class WantedPaper(BaseModel):
    """Which of a case's papers."""

    revoked: bool = Field(default=False, description="The one that a revocation took away")


class ScanPlace(NamedTuple):
    """One paper of one case."""

    case: str
    name: str


def _place(case_id: Id, name: Annotated[str, Path(max_length=60)]) -> ScanPlace:
    return ScanPlace(case_id, name)


ScanDep = Annotated[ScanPlace, Depends(_place)]
Seen = Annotated[SeenOriginal, Query()]


@router.get("/v1/cases")
async def find(hub: HubDep, official: OfficialDep, wanted: Annotated[CaseQuery, Query()]) -> CasesView:
    """Cases, newest first; papers that end soon by their last day. The list says nothing of a person."""
    need_cases(official)
    asked = WantedCases(
        wanted.programme,
        wanted.phase,
        wanted.number,
        wanted.awaits,
        ends_within=wanted.ends_within,
        below=cursor_or_422(wanted.cursor),
        most=wanted.limit,
    )
    letters: list[ToPost] = []
    async with hub.store.read() as tx:
        if wanted.unreached:
            today = (await hub.programmes.cases.context(tx)).today
            asked = replace(asked, letter_on=today.isoformat())
            letters = [] if wanted.cursor else await letters_to_post(hub.aggregates.needs, tx, official.login)
        rows = list(await find_cases(tx, asked))
        shown = await to_post(tx, hub.programmes.cases, official.person, rows) if wanted.unreached else rows
    return CasesView(
        cases=CaseLineView.each(shown),
        next=next_cursor([row["id"] for row in rows], wanted.limit),
        letters=LetterToPostView.each(letters),
    )


@router.post("/v1/cases", status_code=201)
async def open_case(hub: HubDep, official: OfficialDep, body: ApplicationBody, key: KeyHeader) -> DoneView:
    """Register an application that was handed in at a desk. A second time is the same case."""
    need_cases(official)
    return done_view(await hub.programmes.cases.open(body.programme, opening(official.login, body), key))


@router.get("/v1/cases/{case_id}")
async def show(hub: HubDep, official: OfficialDep, case_id: Id) -> CaseSheetView:
    """A case: what it waits for, its facts with their sources, its decision, its paper. The look is written down."""
    need_cases(official)
    sheet = await shown_case(hub.programmes.cases, official.person, case_id)
    return case_view(sheet, official.login, official.lang)


@router.post("/v1/cases/{case_id}/acts")
async def act(hub: HubDep, official: OfficialDep, case_id: Id, body: CaseActBody, key: KeyHeader) -> DoneView:
    """One act on a case."""
    need_cases(official)
    command = act_of(official.login, body)
    return done_view(await hub.programmes.cases.act(case_id, command, key, body.expected_version))


@router.post("/v1/cases/{case_id}/answers")
async def amend_answers(
    hub: HubDep, official: OfficialDep, case_id: Id, body: AmendmentBody, key: KeyHeader
) -> DoneView:
    """Correct answers of an application before its decision; its facts are taken anew, and what was drafted is void."""
    need_cases(official)
    command = AmendAnswers(by=official.login, answers=dict(body.answers), reason=body.reason)
    return done_view(await hub.programmes.cases.act(case_id, command, key, body.expected_version))


@router.post("/v1/cases/{case_id}/scans/{name}", status_code=201)
async def attach_scan(
    hub: HubDep, official: OfficialDep, place: ScanDep, request: Request, key: KeyHeader, wanted: Seen
) -> DoneView:
    """Attach a scan (PDF, JPEG or PNG of at most 8 MB as the body). A newer one of the same paper stands for it."""
    need_cases(official)
    command = AttachScan(by=official.login, name=place.name, sha256="", media_type="", original=wanted.original)
    cases, uploads = hub.programmes.cases, hub.office.uploads
    return done_view(await attach(cases, uploads, place.case, command, await request.body(), key))


@router.get("/v1/cases/{case_id}/scans/{name}", response_class=Response)
async def fetch_scan(hub: HubDep, official: OfficialDep, place: ScanDep) -> Response:
    """A scan as it was attached; that it was looked at stands in the person's access history."""
    need_cases(official)
    return await scan_response(hub, official.person, place.case, place.name)


@router.get("/v1/cases/{case_id}/slip.pdf", response_class=Response)
async def slip(hub: HubDep, official: OfficialDep, case_id: Id) -> Response:
    """The slip of the application: number, day, until when an answer comes, how to follow it, who may complain."""
    need_cases(official)
    return await slip_response(hub, official.person, case_id)


@router.get("/v1/cases/{case_id}/paper.pdf", response_class=Response)
async def paper(hub: HubDep, official: OfficialDep, case_id: Id, wanted: Annotated[WantedPaper, Query()]) -> Response:
    """The sealed paper; of a case whose paper was revoked, the revocation's own."""
    need_cases(official)
    return await paper_response(hub, official.person, case_id, revoked=wanted.revoked)
