"""What runs on a document: its terms explained day by day, and who has read it and who has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from document_flow.documents.acquainting import unread_by
from document_flow.documents.case import Case
from document_flow.documents.terms import terms_of
from hub.web.context import HubDep, Id
from hub.web.officials import OfficialDep
from hub.web.people import Reader, Who
from hub.web.views import Said, View, from_

router = APIRouter(tags=["documents"])


class DayView(View):
    """One day: whether it counted, the working days counted so far, and why."""

    day: date
    mark: str
    count: int
    sentence: Said = from_("words")


class TermView(View):
    """A term; `place` is the resolution or the stage, `due` null while it stands still."""

    of_: str = Field(alias="of")
    place: str
    due: date | None
    sentence: Said = from_("words")
    days: list[DayView] = from_("lines")


class TermsView(BaseModel):
    """Every term that runs."""

    id: str
    terms: list[TermView]


class AcquaintanceView(View):
    """One person's proof; `at` is null while the person has not read it. `hand` differs where a stand-in did."""

    person: Who
    at: datetime | None
    hand: Who | None
    content_hash: str
    present: bool


class AcquaintancesView(BaseModel):
    """Everybody who is to read it, by resolutions and by stages of the path."""

    id: str
    outstanding: int
    people: list[AcquaintanceView]


@router.get("/v1/documents/{document_id}/term")
async def term(hub: HubDep, official: OfficialDep, document_id: Id) -> TermsView:
    """The terms, each day by day: counted, weekend, holiday, moved or suspended."""
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, official.login)
    return TermsView(id=document_id, terms=TermView.each(terms_of(case), official.lang))


@router.get("/v1/documents/{document_id}/acquaintances")
async def acquaintances(hub: HubDep, official: OfficialDep, document_id: Id) -> AcquaintancesView:
    """Who has read and noted it, when, and over which content; who has not yet."""
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, official.login)
    found = [*_by_name(case), *_by_path(case)]
    people = AcquaintanceView.each(found, Reader(official.lang, case.context.directory))
    return AcquaintancesView(id=document_id, outstanding=sum(each.at is None for each in people), people=people)


def _by_name(case: Case) -> Iterator[Mapping[str, object]]:
    document = case.document
    named = dict.fromkeys(login for readers in document.readers.values() for login in readers)
    for each in document.acquainted:
        yield _read(case, each.login, each.login, each.at, each.content_hash)
    yield from (_outstanding(login) for login in named if unread_by(document, login))


def _by_path(case: Case) -> Iterator[Mapping[str, object]]:
    for stage in case.document.run.stages:
        if stage.act == "acquaint" and stage.status in ("open", "passed"):
            for login in stage.members:
                mark = stage.marks.get(login)
                yield _read(case, login, mark.by, mark.at, mark.content_hash) if mark else _outstanding(login)


def _read(case: Case, person: str, hand: str, at: datetime, content: str) -> Mapping[str, object]:
    is_present = content == case.document.content_hash
    return {"person": person, "hand": hand, "at": at, "content_hash": content, "present": is_present}


def _outstanding(login: str) -> Mapping[str, object]:
    return {"person": login, "hand": None, "at": None, "content_hash": "", "present": False}
