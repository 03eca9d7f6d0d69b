"""How documents are shown: names beside logins, sentences in the reader's language, never what may not be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.acts.resolution_step import ResolutionStepTaken
from document_flow.documents.case import Case
from document_flow.documents.event import Event
from document_flow.documents.facts import (
    Access,
    Kind,
    Status,
    Version,
)
from document_flow.documents.registry import EVENT_NAMES, EVENTS
from document_flow.documents.state import Document, status_of
from document_flow.documents.tasks import TITLES, Name, tasks, waiting
from document_flow.documents.words import KINDS, STATUSES
from document_flow.people import Directory
from hub.documents.acting.acting import Acted
from hub.documents.acting.inbox import Task
from hub.documents.acting.reading import Found
from hub.errors import Lang
from hub.evidence.histories import History, HistoryLine
from hub.web.people import Reader, Who
from hub.web.views import Instant, Said, View, as_, from_, named

KindName = Annotated[str, named(KINDS.get)]
StatusName = Annotated[str, named(STATUSES.get)]


def _address(document: str) -> str:
    return f"/v1/documents/{document}"


class FileView(View):
    """A file of a document; fetch it under the link."""

    name: str
    mime: str
    size: int
    sha256: str
    main: bool
    href: str | None = None


class VersionView(View):
    """The document as it was."""

    number: int
    content_hash: str
    by: Who
    at: datetime
    note: str
    files: list[FileView]


class RegistrationView(View):
    """Number and day in the journal."""

    reg_no: str
    on: date
    by: Who


class SignatureView(View):
    """A signature; `sample` is true for the test authority's, which bind nobody."""

    manner: str
    by: Who
    signer: str
    at: datetime
    file: str = from_("file.sha256")
    sample: bool
    present: bool = Field(description="Whether it covers the present content")


class DispatchView(View):
    """What is known of it at its receiver."""

    consignment: str
    body: str
    state: str
    sent_at: datetime = from_("at")
    until: datetime
    receipt: str
    reg_no: str
    reg_date: date | None
    reason: str
    answer: str
    message: str


class WaitingView(View):
    """Whom it waits for and why, in a sentence."""

    who: list[Who] = from_("actors")
    sentence: Said = from_("need")
    due: date | None
    overdue: bool


class OriginView(View):
    """Of an incoming document: whose it is, and its number and day there."""

    body: str
    name: str
    reg_no: str
    on: date | None


class LinkView(View):
    """Another document, and how it belongs to this one."""

    document: str = from_("other")
    relation: str


class StandingView(View):
    """Which document it is, of which kind, and where it stands."""

    id: str
    version: int
    kind: Kind
    kind_name: KindName = from_("kind")
    status: Status
    status_name: StatusName = from_("status")


class DocumentView(StandingView):
    """A document as it stands. Send `version` as `expected_version` with the next command."""

    access: Access
    title: str
    author: Who
    unit: str
    created_at: datetime | None
    registration: RegistrationView | None
    origin: OriginView | None
    recipients: list[str]
    content_hash: str
    path: str | None
    round: int = from_("run.round")
    versions: list[VersionView]
    signatures: list[SignatureView]
    dispatches: list[DispatchView]
    related: list[LinkView]
    case_file: str
    waiting: list[WaitingView]
    links: dict[str, str]


class ActedView(View):
    """What a command came to; to the same command under the same key it is the same."""

    id: str
    version: int
    status: Status
    status_name: StatusName = from_("status")
    content_hash: str
    reg_no: str | None
    repeated: bool
    links: dict[str, str]


class LineView(View):
    """One event of the history. `by` is whose hand it was, `on_behalf_of` for whom, where a stand-in acted.

    `intact` is false where the chain of hashes does not hold.
    """

    number: int
    kind: str
    kind_name: Annotated[str, named(EVENT_NAMES.__getitem__)] = from_("kind")
    by: Who | None = from_("actor")
    on_behalf_of: Who | None
    at: Instant
    hash: str
    intact: bool
    event: dict[str, Any]


class HistoryView(BaseModel):
    """All events, oldest first; `intact` says that none was changed, taken out or put in."""

    id: str
    intact: bool
    events: list[LineView]


class ShortView(StandingView):
    """A document in a list."""

    title: str
    reg_no: str | None
    changed_at: Instant
    href: Annotated[str, as_(_address)] = from_("id")


class TaskView(View):
    """One thing to do; `for_whom` is another where one stands in, or a pool such as `@clerk`."""

    document: str
    version: int
    task: Name
    task_name: Annotated[str, named(TITLES.get)] = from_("task")
    for_whom: Who
    due: date | None
    overdue: bool
    since: Instant
    kind: str
    status: str
    title: str
    reg_no: str | None
    href: Annotated[str, as_(_address)] = from_("document")


def links_of(document: str) -> dict[str, str]:
    """Where to go on."""
    base = _address(document)
    parts = ("history", "waiting-for", "differences", "evidence")
    return {"self": base, **{part: f"{base}/{part}" for part in parts}}


def document_view(document: str, case: Case, lang: Lang) -> DocumentView:
    """All of it."""
    state, reader = case.document, Reader(lang, case.context.directory)
    return DocumentView.of(
        state,
        reader,
        id=document,
        version=state.length,
        status=status_of(state),
        path=f"{state.run.path_id} v{state.run.path_version}" if state.run.path_id else None,
        versions=[_version(document, each, reader) for each in state.versions],
        signatures=[
            SignatureView.of(each, reader, present=each.content_hash == state.content_hash) for each in state.signatures
        ],
        related=state.links,
        waiting=waiting(case),
        links=links_of(document),
    )


def waiting_views(case: Case, lang: Lang) -> list[WaitingView]:
    """Everything that the document waits for."""
    return WaitingView.each(waiting(case), Reader(lang, case.context.directory))


def acted_view(acted: Acted, lang: Lang) -> ActedView:
    """The answer to a command."""
    return ActedView.of(
        acted,
        lang,
        id=acted.document,
        content_hash=acted.state.content_hash,
        links=links_of(acted.document),
        **_standing(acted.state),
    )


def _standing(state: Document) -> dict[str, object]:
    """What lists and answers tell of a document beside its names."""
    number = state.registration.reg_no if state.registration else None
    return {"kind": state.kind, "status": status_of(state), "title": state.title, "reg_no": number}


def history_view(
    document: str, told: History[Event], hidden: frozenset[int], directory: Directory, lang: Lang
) -> HistoryView:
    """The events; what is not for these eyes keeps its place and hash, without its content."""
    events = [
        LineView.of(
            line,
            Reader(lang, directory, line.at),
            actor=line.actor or None,
            on_behalf_of=_principal(line),
            event={} if line.number in hidden else EVENTS.dump_python(line.event, mode="json"),
        )
        for line in told.lines
    ]
    return HistoryView(id=document, intact=told.intact, events=events)


def _principal(line: HistoryLine[Event]) -> str | None:
    """For whom it was done, where a stand-in did it."""
    event = line.event.event if isinstance(line.event, ApprovalStepTaken | ResolutionStepTaken) else line.event
    return getattr(event, "on_behalf_of", None) or None


def short_view(found: Found, lang: Lang) -> ShortView:
    """A line of a list."""
    return ShortView.of(found, lang, **_standing(found.state))


def task_view(task: Task, state: Document, directory: Directory, today: date, lang: Lang) -> TaskView:
    """A line of an inbox."""
    due = date.fromisoformat(task.due) if task.due else None
    overdue = due is not None and due < today
    return TaskView.of(task, Reader(lang, directory), due=due, overdue=overdue, title=state.title)


def tasks_for(case: Case, actors: Sequence[str]) -> list[str]:
    """The names of what these actors may do now."""
    return [task.name for task in tasks(case) if task.actor in actors]


def _version(document: str, version: Version, reader: Reader) -> VersionView:
    base = f"{_address(document)}/files"
    files = [FileView.of(file, href=f"{base}/{file.sha256}") for file in version.files]
    return VersionView.of(version, reader, files=files)
