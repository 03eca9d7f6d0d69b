"""How documents are shown: names beside logins, sentences in the reader's language, never what may not be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.acts.resolution_step import ResolutionStepTaken
from document_flow.documents.case import Case
from document_flow.documents.facts import (
    Access,
    Dispatch,
    FileRef,
    Kind,
    Origin,
    Registration,
    Signature,
    Status,
    Version,
)
from document_flow.documents.registry import EVENT_NAMES, EVENTS
from document_flow.documents.state import Document, status_of
from document_flow.documents.tasks import TITLES, Name, tasks, waiting
from document_flow.documents.words import KINDS, STATUSES
from document_flow.outcome import Waiting
from document_flow.people import Directory
from hub.clock import rfc3339
from hub.documents.acting.acting import Acted
from hub.documents.acting.inbox import Task
from hub.documents.acting.reading import Found, Line
from hub.errors import Lang
from hub.web.people import WhoView, who
from hub.web.problem import say


class FileView(BaseModel):
    """A file of a document; fetch it under the link."""

    name: str
    mime: str
    size: int
    sha256: str
    main: bool
    href: str | None = None


class VersionView(BaseModel):
    """The document as it was."""

    number: int
    content_hash: str
    by: WhoView
    at: datetime
    note: str
    files: list[FileView]


class RegistrationView(BaseModel):
    """Number and day in the journal."""

    reg_no: str
    on: date
    by: WhoView


class SignatureView(BaseModel):
    """A signature; `sample` is true for the test authority's, which bind nobody."""

    manner: str
    by: WhoView
    signer: str
    at: datetime
    file: str
    sample: bool
    present: bool = Field(description="Whether it covers the present content")


class DispatchView(BaseModel):
    """What is known of it at its receiver."""

    consignment: str
    body: str
    state: str
    sent_at: datetime
    until: datetime
    receipt: str
    reg_no: str
    reg_date: date | None
    reason: str
    answer: str
    message: str


class WaitingView(BaseModel):
    """Whom it waits for and why, in a sentence."""

    who: list[WhoView]
    sentence: str
    due: date | None
    overdue: bool


class OriginView(BaseModel):
    """Of an incoming document: whose it is, and its number and day there."""

    body: str
    name: str
    reg_no: str
    on: date | None


class LinkView(BaseModel):
    """Another document, and how it belongs to this one."""

    document: str
    relation: str


class DocumentView(BaseModel):
    """A document as it stands. Send `version` as `expected_version` with the next command."""

    id: str
    version: int
    kind: Kind
    kind_name: str
    status: Status
    status_name: str
    access: Access
    title: str
    author: WhoView
    unit: str
    created_at: datetime | None
    registration: RegistrationView | None
    origin: OriginView | None
    recipients: list[str]
    content_hash: str
    path: str | None
    round: int
    versions: list[VersionView]
    signatures: list[SignatureView]
    dispatches: list[DispatchView]
    related: list[LinkView]
    case_file: str
    waiting: list[WaitingView]
    links: dict[str, str]


class ActedView(BaseModel):
    """What a command came to; to the same command under the same key it is the same."""

    id: str
    version: int
    status: Status
    status_name: str
    content_hash: str
    reg_no: str | None
    repeated: bool
    links: dict[str, str]


class LineView(BaseModel):
    """One event of the history. `by` is whose hand it was, `on_behalf_of` for whom, where a stand-in acted.

    `intact` is false where the chain of hashes does not hold.
    """

    number: int
    kind: str
    kind_name: str
    by: WhoView | None
    on_behalf_of: WhoView | None
    at: str
    hash: str
    intact: bool
    event: dict[str, Any]


class HistoryView(BaseModel):
    """All events, oldest first; `intact` says that none was changed, taken out or put in."""

    id: str
    intact: bool
    events: list[LineView]


class ShortView(BaseModel):
    """A document in a list."""

    id: str
    version: int
    kind: Kind
    kind_name: str
    status: Status
    status_name: str
    title: str
    reg_no: str | None
    changed_at: str
    href: str


class TaskView(BaseModel):
    """One thing to do; `for_whom` is another where one stands in, or a pool such as `@clerk`."""

    document: str
    version: int
    task: Name
    task_name: str
    for_whom: WhoView
    due: date | None
    overdue: bool
    since: str
    kind: str
    status: str
    title: str
    reg_no: str | None
    href: str


def links_of(document: str) -> dict[str, str]:
    """Where to go on."""
    base = f"/v1/documents/{document}"
    parts = ("history", "waiting-for", "differences", "evidence")
    return {"self": base, **{part: f"{base}/{part}" for part in parts}}


def document_view(document: str, case: Case, lang: Lang) -> DocumentView:
    """All of it."""
    state, directory = case.document, case.context.directory
    return DocumentView(
        id=document,
        version=state.length,
        kind=state.kind,
        kind_name=say(KINDS[state.kind], lang),
        status=status_of(state),
        status_name=say(STATUSES[status_of(state)], lang),
        access=state.access,
        title=state.title,
        author=who(directory, state.author),
        unit=state.unit,
        created_at=state.created_at,
        registration=_registration(state.registration, directory),
        origin=_origin(state.origin),
        recipients=list(state.recipients),
        content_hash=state.content_hash,
        path=f"{state.run.path_id} v{state.run.path_version}" if state.run.path_id else None,
        round=state.run.round,
        versions=[_version(document, each, directory) for each in state.versions],
        signatures=[_signature(each, state, directory) for each in state.signatures],
        dispatches=[_dispatch(each) for each in state.dispatches],
        related=[LinkView(document=each.other, relation=each.relation) for each in state.links],
        case_file=state.case_file,
        waiting=waiting_views(case, lang),
        links=links_of(document),
    )


def waiting_views(case: Case, lang: Lang) -> list[WaitingView]:
    """Everything that the document waits for."""
    return [_waiting(each, case.context.directory, lang) for each in waiting(case)]


def acted_view(acted: Acted, lang: Lang) -> ActedView:
    """The answer to a command."""
    state = acted.state
    return ActedView(
        id=acted.document,
        version=acted.version,
        status=status_of(state),
        status_name=say(STATUSES[status_of(state)], lang),
        content_hash=state.content_hash,
        reg_no=state.registration.reg_no if state.registration else None,
        repeated=acted.repeated,
        links=links_of(acted.document),
    )


def history_view(
    document: str, lines: Sequence[Line], hidden: frozenset[int], directory: Directory, lang: Lang
) -> HistoryView:
    """The events; what is not for these eyes keeps its place and hash, without its content."""
    return HistoryView(
        id=document,
        intact=all(line.intact for line in lines),
        events=[
            LineView(
                number=line.number,
                kind=line.kind,
                kind_name=say(EVENT_NAMES[line.kind], lang),
                by=who(directory, line.actor) if line.actor else None,
                on_behalf_of=_principal(line, directory),
                at=rfc3339(line.at),
                hash=line.hash,
                intact=line.intact,
                event={} if line.number in hidden else EVENTS.dump_python(line.event, mode="json"),
            )
            for line in lines
        ],
    )


def _principal(line: Line, directory: Directory) -> WhoView | None:
    """For whom it was done, where a stand-in did it."""
    event = line.event.event if isinstance(line.event, ApprovalStepTaken | ResolutionStepTaken) else line.event
    principal: str | None = getattr(event, "on_behalf_of", None)
    return who(directory, principal) if principal else None


def short_view(found: Found, lang: Lang) -> ShortView:
    """A line of a list."""
    state = found.state
    return ShortView(
        id=found.id,
        version=found.version,
        kind=state.kind,
        kind_name=say(KINDS[state.kind], lang),
        status=status_of(state),
        status_name=say(STATUSES[status_of(state)], lang),
        title=state.title,
        reg_no=state.registration.reg_no if state.registration else None,
        changed_at=rfc3339(found.changed_at),
        href=f"/v1/documents/{found.id}",
    )


def task_view(task: Task, state: Document, directory: Directory, today: date, lang: Lang) -> TaskView:
    """A line of an inbox."""
    due = date.fromisoformat(task.due) if task.due else None
    name = next(each for each in TITLES if each == task.task)
    return TaskView(
        document=task.document,
        version=task.version,
        task=name,
        task_name=say(TITLES[name], lang),
        for_whom=who(directory, task.for_whom),
        due=due,
        overdue=due is not None and due < today,
        since=rfc3339(task.since),
        kind=task.kind,
        status=task.status,
        title=state.title,
        reg_no=task.reg_no,
        href=f"/v1/documents/{task.document}",
    )


def tasks_for(case: Case, actors: Sequence[str]) -> list[str]:
    """The names of what these actors may do now."""
    return [task.name for task in tasks(case) if task.actor in actors]


def _registration(registered: Registration | None, directory: Directory) -> RegistrationView | None:
    if registered is None:
        return None
    return RegistrationView(reg_no=registered.reg_no, on=registered.on, by=who(directory, registered.by))


def _origin(origin: Origin | None) -> OriginView | None:
    if origin is None:
        return None
    return OriginView(body=origin.body, name=origin.name, reg_no=origin.reg_no, on=origin.on)


def _file(file: FileRef, href: str | None) -> FileView:
    return FileView(name=file.name, mime=file.mime, size=file.size, sha256=file.sha256, main=file.main, href=href)


def _version(document: str, version: Version, directory: Directory) -> VersionView:
    base = f"/v1/documents/{document}/files"
    return VersionView(
        number=version.number,
        content_hash=version.content_hash,
        by=who(directory, version.by),
        at=version.at,
        note=version.note,
        files=[_file(file, f"{base}/{file.sha256}") for file in version.files],
    )


def _signature(signature: Signature, state: Document, directory: Directory) -> SignatureView:
    return SignatureView(
        manner=signature.manner,
        by=who(directory, signature.by),
        signer=signature.signer,
        at=signature.at,
        file=signature.file.sha256,
        sample=signature.sample,
        present=signature.content_hash == state.content_hash,
    )


def _dispatch(dispatch: Dispatch) -> DispatchView:
    return DispatchView(
        consignment=dispatch.consignment,
        body=dispatch.body,
        state=dispatch.state.value,
        sent_at=dispatch.at,
        until=dispatch.until,
        receipt=dispatch.receipt,
        reg_no=dispatch.reg_no,
        reg_date=dispatch.reg_date,
        reason=dispatch.reason,
        answer=dispatch.answer,
        message=dispatch.message,
    )


def _waiting(waiting_for: Waiting, directory: Directory, lang: Lang) -> WaitingView:
    return WaitingView(
        who=[who(directory, login) for login in waiting_for.actors],
        sentence=say(waiting_for.need, lang),
        due=waiting_for.due,
        overdue=waiting_for.overdue,
    )
