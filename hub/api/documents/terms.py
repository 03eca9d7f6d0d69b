"""What runs on a document: its terms explained day by day, and who has read it and who has not."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel

from document_flow.documents.acquainting import unread_by
from document_flow.documents.case import Case
from document_flow.documents.terms import Term, terms_of
from hub.errors import Lang
from hub.web.context import HubDep, id_or_404
from hub.web.officials import OfficialDep
from hub.web.people import WhoView, who
from hub.web.problem import say

router = APIRouter(tags=["documents"])


class DayView(BaseModel):
    """One day: whether it counted, the working days counted so far, and why."""

    day: date
    mark: str
    count: int
    sentence: str


class TermView(BaseModel):
    """A term; `place` is the resolution or the stage, `due` null while it stands still."""

    of: str
    place: str
    due: date | None
    sentence: str
    days: list[DayView]


class TermsView(BaseModel):
    """Every term that runs."""

    id: str
    terms: list[TermView]


class AcquaintanceView(BaseModel):
    """One person's proof; `at` is null while the person has not read it. `hand` differs where a stand-in did."""

    person: WhoView
    at: datetime | None
    hand: WhoView | None
    content_hash: str
    present: bool


class AcquaintancesView(BaseModel):
    """Everybody who is to read it, by resolutions and by stages of the path."""

    id: str
    outstanding: int
    people: list[AcquaintanceView]


@router.get("/v1/documents/{document_id}/term")
async def term(hub: HubDep, official: OfficialDep, document_id: str) -> TermsView:
    """The terms, each day by day: counted, weekend, holiday, moved or suspended."""
    document = id_or_404(document_id)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, official.login)
    return TermsView(id=document, terms=[_term(each, official.lang) for each in terms_of(case)])


@router.get("/v1/documents/{document_id}/acquaintances")
async def acquaintances(hub: HubDep, official: OfficialDep, document_id: str) -> AcquaintancesView:
    """Who has read and noted it, when, and over which content; who has not yet."""
    document = id_or_404(document_id)
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, official.login)
    people = [*_by_name(case), *_by_path(case)]
    return AcquaintancesView(id=document, outstanding=sum(each.at is None for each in people), people=people)


def _term(found: Term, lang: Lang) -> TermView:
    days = [
        DayView(day=line.day, mark=line.mark, count=line.count, sentence=say(line.words, lang)) for line in found.lines
    ]
    return TermView(of=found.of, place=found.place, due=found.due, sentence=say(found.words, lang), days=days)


def _by_name(case: Case) -> list[AcquaintanceView]:
    document, directory = case.document, case.context.directory
    named = dict.fromkeys(login for readers in document.readers.values() for login in readers)
    made = [
        AcquaintanceView(
            person=who(directory, each.login),
            at=each.at,
            hand=who(directory, each.login),
            content_hash=each.content_hash,
            present=each.content_hash == document.content_hash,
        )
        for each in document.acquainted
    ]
    return made + [_outstanding(case, login) for login in named if unread_by(document, login)]


def _by_path(case: Case) -> list[AcquaintanceView]:
    document, directory = case.document, case.context.directory
    found: list[AcquaintanceView] = []
    for stage in document.run.stages:
        if stage.act != "acquaint" or stage.status not in ("open", "passed"):
            continue
        for login in stage.members:
            mark = stage.marks.get(login)
            found.append(
                _outstanding(case, login)
                if mark is None
                else AcquaintanceView(
                    person=who(directory, login),
                    at=mark.at,
                    hand=who(directory, mark.by),
                    content_hash=mark.content_hash,
                    present=mark.content_hash == document.content_hash,
                )
            )
    return found


def _outstanding(case: Case, login: str) -> AcquaintanceView:
    person = who(case.context.directory, login)
    return AcquaintanceView(person=person, at=None, hand=None, content_hash="", present=False)
