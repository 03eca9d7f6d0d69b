"""Citizens' appeals (vətəndaş müraciətləri): lodged by the registry, and what is owed and by when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from document_flow.appeals import AppealKind, Channel
from document_flow.documents.acts.create import Create
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.facts import Access, Link
from document_flow.nomenclature import refuse_secret
from hub.api.documents.appeal_views import AppealView, ApplicantBody, Repeats, appeal_view
from hub.api.documents.documents import MOST_FILES, FileBody, LinkBody, stored_files
from hub.bodies import Body
from hub.documents.acting.service import Given
from hub.documents.office.appeals import earlier_appeals, keys_of, owed_of
from hub.errors import NotFound, Refused, Words, found_or
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute
from hub.web.documents.document_views import ActedView, acted_view
from hub.web.officials import OfficialDep

router = APIRouter(tags=["documents"], route_class=StrictRoute)


class AppealBody(Body):
    """An appeal as it came. Without an applicant it is anonymous; `complained_about` are logins."""

    kind: AppealKind
    channel: Channel
    title: str = Field(min_length=1, max_length=1000, description="Its gist")
    subject: str = Field(min_length=1, max_length=300, description="What it is about, for finding repeats")
    unit: str = Field(min_length=1, max_length=60)
    applicant: ApplicantBody | None = None
    signers: int = Field(default=1, ge=1, le=100_000)
    complained_about: list[Annotated[str, Field(max_length=100)]] = Field(default_factory=list, max_length=20)
    access: Access = "open"
    markings: list[str] = Field(default_factory=list, max_length=10)
    files: list[FileBody] = Field(default_factory=list, max_length=MOST_FILES)
    links: list[LinkBody] = Field(default_factory=list, max_length=50)


@router.post("/v1/appeals", status_code=201)
async def lodge(hub: HubDep, official: OfficialDep, body: AppealBody, key: KeyHeader) -> ActedView:
    """Write down an appeal; by the registry. Earlier ones about the same are linked to it."""
    secret = refuse_secret(body.title, body.markings)
    if secret is not None:
        raise Refused(secret.code, secret.words, status=422, place="markings")
    office = (await hub.office.documents.around()).directory
    unknown = [login for login in body.complained_about if login not in office.officials]
    if unknown:
        raise Refused("appeals.unknown_official", _UNKNOWN, status=422, place="/complained_about")
    said = body.applicant
    applicant = None if said is None else Applicant(said.name, said.contact, said.fin.upper())
    citizen, subject = keys_of(hub.office.documents.hash, applicant, body.subject)
    lodged = Lodged(
        kind=body.kind,
        channel=body.channel,
        applicant=applicant,
        citizen=citizen,
        subject=subject,
        signers=body.signers,
        complained_about=tuple(dict.fromkeys(body.complained_about)),
    )
    command = Create(
        by=official.login,
        document="appeal",
        title=body.title,
        unit=body.unit,
        access=body.access,
        markings=tuple(body.markings),
        files=await stored_files(hub, official.login, body.files),
        appeal=lodged,
        links=tuple(Link(each.other, each.relation) for each in body.links),
    )
    given = Given(key, request=f"appeal {body.model_dump_json()}")
    return acted_view(await hub.office.documents.create(official.login, command, given), official.lang)


@router.get("/v1/documents/{document_id}/appeal")
async def show(hub: HubDep, official: OfficialDep, document_id: Id) -> AppealView:
    """What was lodged, by when it must be answered, and whether an answer is owed at all."""
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document_id, official.login)
        lodged = found_or(case.document.appeal, NotFound("appeals.not_one", _NOT_ONE))
        earlier = await earlier_appeals(tx, hub.office.documents, lodged, document_id)
        shown = [each for each in earlier if hub.office.documents.sees(each.state, official.login, case.context)]
    return appeal_view(document_id, case, lodged, Repeats(tuple(shown), owed_of(case, earlier)), official.lang)


_UNKNOWN = Words(
    "Şikayət olunan şəxs işçilər arasında yoxdur.", "Whom the complaint is about is not among the officials."
)
_NOT_ONE = Words("Bu sənəd vətəndaş müraciəti deyil.", "This document is no citizen's appeal.")
