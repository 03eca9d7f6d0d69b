"""Documents over HTTP: begin one, change it, send it along its path, act on it, ask where it is and for whom."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import Response

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.send import Send
from document_flow.documents.case import Case
from document_flow.documents.differences import differences
from document_flow.documents.event import Command
from document_flow.documents.facts import (
    FILE_NAME,
    LONGEST_NAME,
    MEDIA_TYPE,
    Access,
    FileRef,
    Kind,
    Link,
    Origin,
    media_type,
)
from document_flow.documents.registry import ACTS, COMMANDS
from document_flow.nomenclature import refuse_secret
from document_flow.paths.acts.submit import Submit
from hub.app import Hub
from hub.bodies import Body
from hub.documents.acting.looks import look_at
from hub.documents.acting.reading import DocumentQuery, find, history, readable_by
from hub.documents.acting.service import Given
from hub.documents.printing.prints import Page as PrintPage
from hub.documents.printing.prints import print_page
from hub.errors import NotFound, Refused, Words, found_or
from hub.evidence.leaf import told_leaves
from hub.store.ids import next_cursor
from hub.store.store import snapshot
from hub.web.answers import PdfAnswer
from hub.web.context import HubDep, Id, KeyHeader, StrictRoute, id_or_404
from hub.web.documents.document_views import (
    ActedView,
    DocumentView,
    HistoryView,
    ShortView,
    WaitingView,
    acted_view,
    document_view,
    history_view,
    short_view,
    waiting_views,
)
from hub.web.officials import Actor, OfficialDep, sees_of_access
from hub.web.paging import Page, cursor_or_422

router = APIRouter(tags=["documents"], route_class=StrictRoute)

MOST_FILE = 8 * 1024 * 1024
MOST_FILES = 500
"""Of one version: the document with all that is attached."""


class FileBody(Body):
    """A file that was stored by `POST /v1/documents/files`."""

    name: str = Field(max_length=LONGEST_NAME, pattern=FILE_NAME)
    mime: str = Field(max_length=100, pattern=MEDIA_TYPE)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    main: bool = False


class OriginBody(Body):
    """Of an incoming document: whose it is, and its number and day there."""

    body: str = Field(max_length=32)
    name: str = Field(default="", max_length=300)
    reg_no: str = Field(default="", max_length=60)
    on: date | None = None


class LinkBody(Body):
    """Another document and how it belongs to this one."""

    other: str = Field(pattern="^[0-9a-f]{32}$")
    relation: Literal["answers", "answered_by", "concerns"]


class CreateBody(Body):
    """A new document. `markings` are those on its paper.

    What is marked as a state secret is refused at the door; what is for official use is restricted, whatever `access`.
    """

    kind: Kind
    title: str = Field(min_length=1, max_length=1000)
    unit: str = Field(min_length=1, max_length=60)
    access: Access = "open"
    markings: list[str] = Field(default_factory=list, max_length=10)
    files: list[FileBody] = Field(default_factory=list, max_length=MOST_FILES)
    origin: OriginBody | None = None
    recipients: list[str] = Field(default_factory=list, max_length=200)
    links: list[LinkBody] = Field(default_factory=list, max_length=50)


class ReviseBody(Body):
    """A new version."""

    files: list[FileBody] = Field(min_length=1, max_length=MOST_FILES)
    note: str = Field(default="", max_length=2000)
    minor: bool = False
    expected_version: int = Field(ge=1)


class SubmitBody(Body):
    """Send it on its way. `path` is a path's id (its newest version) or the SHA-256 of a version."""

    path: str = Field(default="", max_length=100)
    facts: dict[str, str | bool | int | float] = Field(default_factory=dict)
    on_behalf_of: str | None = None
    expected_version: int = Field(ge=1)


class ActBody(Body):
    """One act: `on` says of what (its path, its resolutions, itself), `act` what, as `{"kind": …}` without `by`.

    The kinds are those of the command schemas under /docs.
    """

    on: Literal["path", "orders", "document"]
    act: dict[str, Any]
    expected_version: int = Field(ge=1)


class RegisterBody(Body):
    """Into the journal; `file` is the index of the nomenclature's file.

    `distinct` says how it differs from a paper of the same body, number and day that is registered already.
    """

    file: str = Field(default="", max_length=30)
    distinct: str = Field(default="", max_length=1000)
    expected_version: int = Field(ge=1)


class SendBody(Body):
    """To other bodies; to all recipients where none is named."""

    bodies: list[str] = Field(default_factory=list, max_length=200)
    expected_version: int = Field(ge=1)


class StoredFile(BaseModel):
    """A file that documents may now refer to."""

    sha256: str
    size: int


class Listed(BaseModel):
    """A page of documents, newest first."""

    documents: list[ShortView]
    next: str | None


class WaitingFor(BaseModel):
    """Whom and what it waits for now."""

    id: str
    waiting: list[WaitingView]


class DifferencesView(BaseModel):
    """What changed between two versions: files by name, and the text line by line where it is text."""

    from_version: int
    to_version: int
    files: list[dict[str, Any]]
    text: list[str]


class EvidenceView(BaseModel):
    """The hashes that bind the document to the hub's evidence log: the chain's head and its leaves there."""

    id: str
    intact: bool
    events: int
    chain_hash: str
    leaves: list[dict[str, Any]]


@router.post("/v1/documents/files", status_code=201)
async def store_file(hub: HubDep, who: OfficialDep, request: Request) -> StoredFile:
    """Store a file's bytes (at most 8 MB); a document then names it by its SHA-256."""
    raw = await request.body()
    if not raw or len(raw) > MOST_FILE:
        raise Refused("documents.file_size", _SIZE, status=413 if raw else 422, place="body")
    stored = await hub.office.uploads.keep(who.login, raw)
    return StoredFile(sha256=stored.sha256, size=stored.size)


@router.post("/v1/documents", status_code=201)
async def create(hub: HubDep, who: OfficialDep, body: CreateBody, key: KeyHeader) -> ActedView:
    """Begin a document; it is yours."""
    secret = refuse_secret(body.title, body.markings)
    if secret is not None:
        raise Refused(secret.code, secret.words, status=422, place="markings")
    command = Create(
        by=who.login,
        document=body.kind,
        title=body.title,
        unit=body.unit,
        access=body.access,
        markings=tuple(body.markings),
        files=await stored_files(hub, who.login, body.files),
        origin=_origin(body.origin),
        recipients=tuple(body.recipients),
        links=tuple(Link(each.other, each.relation) for each in body.links),
    )
    acted = await hub.office.documents.create(who.login, command, Given(key, request=_said("create", body)))
    return acted_view(acted, who.lang)


@router.get("/v1/documents")
async def listed(
    hub: HubDep,
    who: OfficialDep,
    page: Annotated[Page, Query()],
    status: str | None = None,
    kind: str | None = None,
    reg_no: str | None = None,
) -> Listed:
    """Documents that you may see, newest first."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    logins = (who.login, *context.directory.acting_for(who.login, context.today, kind or ""))
    wanted = DocumentQuery(status, kind, reg_no, cursor_or_422(page.cursor), page.limit)
    async with hub.store.read() as tx:
        found = await find(tx, hub.sealer, wanted, logins, access=sees_of_access(who.person.roles))
    return Listed(
        documents=[short_view(each, who.lang) for each in found], next=next_cursor([f.id for f in found], page.limit)
    )


@router.get("/v1/documents/{document_id}")
async def show(hub: HubDep, who: OfficialDep, document_id: Id) -> DocumentView:
    """All of one document. One without a file, as an appeal by telephone, is opened by that."""
    case = await _case(hub, who, document_id)
    if not case.document.versions:
        await look_at(hub.store, hub.hash, who.login, document_id, case.document.content_hash)
    return document_view(document_id, case, who.lang)


@router.post("/v1/documents/{document_id}/versions")
async def revise(hub: HubDep, who: OfficialDep, document_id: str, body: ReviseBody, key: KeyHeader) -> ActedView:
    """A new version. On a running path, visas fall by the path's rule."""
    command = Revise(
        by=who.login, files=await stored_files(hub, who.login, body.files), note=body.note, minor=body.minor
    )
    return await _act(hub, who, document_id, command, Given(key, body.expected_version, request=_said("revise", body)))


@router.post("/v1/documents/{document_id}/submit")
async def submit(hub: HubDep, who: OfficialDep, document_id: Id, body: SubmitBody, key: KeyHeader) -> ActedView:
    """Send the draft along an approval path."""
    case = await _case(hub, who, document_id)
    step = Submit(
        by=who.login, on_behalf_of=body.on_behalf_of, content_hash=case.document.content_hash, facts=body.facts
    )
    given = Given(key, body.expected_version, request=_said("submit", body))
    return await _act(hub, who, document_id, ApprovalStep(command=step, path=body.path), given)


@router.post("/v1/documents/{document_id}/acts")
async def act(hub: HubDep, who: OfficialDep, document_id: str, body: ActBody, key: KeyHeader) -> ActedView:
    """Approve, return, recall, vote, resolve, report, take note, put in its file …"""
    command, given = _command(body, who.login), Given(key, body.expected_version, request=_said("act", body))
    return await _act(hub, who, document_id, command, given)


@router.post("/v1/documents/{document_id}/register")
async def register(hub: HubDep, who: OfficialDep, document_id: str, body: RegisterBody, key: KeyHeader) -> ActedView:
    """Give it the next number of its journal."""
    command = Register(by=who.login, file=body.file, distinct=body.distinct)
    given = Given(key, body.expected_version, request=_said("register", body))
    return await _act(hub, who, document_id, command, given)


@router.post("/v1/documents/{document_id}/send")
async def send(hub: HubDep, who: OfficialDep, document_id: str, body: SendBody, key: KeyHeader) -> ActedView:
    """Send it to other bodies, each as a message of the hub."""
    command = Send(by=who.login, bodies=tuple(body.bodies))
    return await _act(hub, who, document_id, command, Given(key, body.expected_version))


@router.get("/v1/documents/{document_id}/history")
async def show_history(hub: HubDep, who: OfficialDep, document_id: Id) -> HistoryView:
    """Every event, with the proof that none is missing or changed."""
    case = await _case(hub, who, document_id)
    logins = (who.login, *case.context.directory.acting_for(who.login, case.context.today, case.document.kind))
    async with snapshot(hub.store) as tx:
        told = await history(tx, hub.sealer, document_id)
    hidden = frozenset(line.number for line in told.lines if not readable_by(line, logins))
    return history_view(document_id, told, hidden, case.context.directory, who.lang)


@router.get("/v1/documents/{document_id}/waiting-for")
async def waiting_for(hub: HubDep, who: OfficialDep, document_id: Id) -> WaitingFor:
    """Whom it waits for and why, in sentences."""
    return WaitingFor(id=document_id, waiting=waiting_views(await _case(hub, who, document_id), who.lang))


@router.get("/v1/documents/{document_id}/differences")
async def show_differences(
    hub: HubDep,
    who: OfficialDep,
    document_id: Id,
    old: Annotated[int | None, Query(alias="from", ge=1)] = None,
    new: Annotated[int | None, Query(alias="to", ge=1)] = None,
) -> DifferencesView:
    """What changed between two versions; without `from`, since your own last visa, else since the one before."""
    case = await _case(hub, who, document_id)
    versions = case.document.versions
    last = new or len(versions)
    first = old or _seen_version(case, who.login) or max(1, last - 1)
    if not 1 <= first <= last <= len(versions):
        raise Refused("documents.no_such_version", _NO_VERSION, status=422, place="from")
    before, after = versions[first - 1], versions[last - 1]
    gone = case.document.destroyed_at is not None
    texts = [None if gone else await _text(hub, version.main) for version in (before, after)]
    found = differences(before, after, texts[0], texts[1])
    return DifferencesView(from_version=first, to_version=last, files=list(found.files), text=list(found.text))


@router.get("/v1/documents/{document_id}/evidence")
async def evidence(hub: HubDep, who: OfficialDep, document_id: Id) -> EvidenceView:
    """The chain's head and the leaves that hold it in the evidence log."""
    await _case(hub, who, document_id)
    async with snapshot(hub.store) as tx:
        told = await history(tx, hub.sealer, document_id)
        leaves = await told_leaves(tx, document_id)
    return EvidenceView(id=document_id, intact=told.intact, events=len(told.lines), chain_hash=told.head, leaves=leaves)


@router.get("/v1/documents/{document_id}/files/{sha256}", response_class=Response)
async def fetch_file(hub: HubDep, who: OfficialDep, document_id: Id, sha256: str) -> Response:
    """A file of any version or signature of the document. Whoever fetches its present text has opened it."""
    case = await _case(hub, who, document_id)
    files = [file for version in case.document.versions for file in version.files]
    files += [signature.file for signature in case.document.signatures]
    found = found_or(
        next((file for file in files if file.sha256 == sha256), None),
        NotFound("documents.no_file", Words("Sənəddə belə fayl yoxdur.", "The document has no such file.")),
    )
    if case.document.destroyed_at is not None:
        raise NotFound("documents.content_destroyed", _DESTROYED)
    if sha256 in _present_text(case):
        await look_at(hub.store, hub.hash, who.login, document_id, case.document.content_hash)
    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
    return Response(await hub.office.documents.content.read(sha256), media_type=media_type(found.mime), headers=headers)


@router.get("/v1/documents/{document_id}/prints/{page}.pdf", response_class=PdfAnswer)
async def fetch_print(hub: HubDep, who: OfficialDep, document_id: Id, page: PrintPage) -> Response:
    """Registration card, resolution card, control card or minutes as PDF/A; the same state gives the same bytes.

    Minutes are in Azerbaijani alone: it is those that are signed.
    """
    case = await _case(hub, who, document_id)
    body, lang = hub.office.rules.letterhead.body, "az" if page == "minutes" else who.lang
    return PdfAnswer(await asyncio.to_thread(print_page, page, case, body, lang))


def _present_text(case: Case) -> frozenset[str]:
    """The files by which the present content is read: the main one, and what signatures made of it."""
    document = case.document
    main = document.versions[-1].main if document.versions else None
    signed = [each.file for each in document.signatures if each.content_hash == document.content_hash]
    return frozenset(file.sha256 for file in (main, *signed) if file is not None)


async def _case(hub: Hub, who: Actor, document: str) -> Case:
    async with hub.store.read() as tx:
        return await hub.office.documents.case(tx, document, who.login)


async def _act(hub: Hub, who: Actor, document_id: str, command: Command, given: Given) -> ActedView:
    return acted_view(await hub.office.act(who.login, id_or_404(document_id), command, given), who.lang)


def _said(what: str, body: BaseModel) -> str:
    """What was asked, by which a repetition is known: the version that one expects may be another the second time."""
    return f"{what} {body.model_dump_json(exclude={'expected_version'})}"


async def stored_files(hub: Hub, login: str, bodies: list[FileBody]) -> tuple[FileRef, ...]:
    """The stored files by what is known of them here: their size is not the sender's to say, nor whose they are."""
    found = []
    for body in bodies:
        size = found_or(
            await hub.office.uploads.named(login, body.sha256),
            Refused("documents.file_not_stored", _NOT_STORED, status=422, place="files"),
        )
        found.append(FileRef(body.name, body.mime, size, body.sha256, body.main))
    return tuple(found)


def _origin(body: OriginBody | None) -> Origin | None:
    return None if body is None else Origin(body.body, body.name, body.reg_no, body.on)


_OWN = tuple(act.kind for act in ACTS if act.forms and act.kind not in ("register", "send"))
"""What people do with a document itself, but for what has an address of its own."""


def _command(body: ActBody, login: str) -> Command:
    """The command with the caller's own hand in it, whatever the body says."""
    said: Mapping[str, Any] = {**body.act, "by": login}
    shape: dict[str, Any]
    if body.on == "document":
        if body.act.get("kind") not in _OWN:
            raise Refused("documents.unknown_act", _UNKNOWN_ACT, status=422, place="/act/kind")
        shape = dict(said)
    elif body.act.get("kind") == "move_path":
        raise Refused("documents.unknown_act", _MOVE, status=422, place="/act/kind")
    else:
        shape = {"kind": "walk" if body.on == "path" else "instruct", "command": said}
    try:
        return COMMANDS.validate_python(shape)
    except ValidationError as wrong:
        fault = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        steps = [str(step) for step in fault["loc"] if not str(step)[:1].isupper()]
        place = "/act/" + "/".join(step for step in steps if step not in ("walk", "instruct", "command"))
        rule = fault["type"]
        words = Words(f"Əməl düzgün yazılmayıb ({rule}).", f"The act is not written right ({rule}).")
        raise Refused("documents.act_invalid", words, status=422, place=place) from wrong


def _seen_version(case: Case, login: str) -> int | None:
    seen = case.document.run.seen.get(login)
    return next((version.number for version in case.document.versions if version.content_hash == seen), None)


async def _text(hub: Hub, file: FileRef | None) -> str | None:
    """A file's content where it is text, for the differences."""
    if file is None or not (file.mime.startswith("text/") or file.mime.endswith("json")):
        return None
    return (await hub.office.documents.content.read(file.sha256)).decode("utf-8", "replace")


_SIZE = Words("Fayl boş olmamalı və 8 MB-dan böyük olmamalıdır.", "A file is not empty and not over 8 MB.")
_NOT_STORED = Words(
    "Bu faylı siz göndərməmisiniz: əvvəlcə POST /v1/documents/files.",
    "You have not stored this file: POST /v1/documents/files first.",
)
_NO_VERSION = Words("Belə versiya yoxdur.", "There is no such version.")
_MOVE = Words(
    "Yolun versiyası POST /v1/documents/{id}/move-path ilə dəyişdirilir.",
    "The version of the path is changed by POST /v1/documents/{id}/move-path.",
)
_NAMED = ", ".join(sorted(_OWN))
_DESTROYED = Words(
    "Sənəd aktla məhv edilib: tarixçəsi qalır, faylları qalmır.",
    "The document was destroyed by an act: its history stays, its files do not.",
)
_UNKNOWN_ACT = Words(
    f"Sənədin özü üzrə əməllər: {_NAMED}. Yol üçün on=path, dərkənar üçün on=orders göndərin.",
    f"Acts on the document itself are {_NAMED}. For its path send on=path, for orders on=orders.",
)
