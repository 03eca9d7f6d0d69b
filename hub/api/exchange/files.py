"""Bulk files over HTTP: handed over as bytes under a name, followed by their counters, answered by a reply file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from hub.access.grants import Action
from hub.app import Hub
from hub.errors import HubError, Refused, Words
from hub.evidence.receipt import Promise
from hub.exchange.files.intake import FileSubmission, table_format
from hub.exchange.files.progress import Progress
from hub.exchange.refusals import note_refusal
from hub.exchange.repair.quarantine import read_issues
from hub.exchange.states import MessageState
from hub.web.context import Caller, CallerDep, HubDep, counted_message, require_service
from hub.web.files import reply_of, seen_file
from hub.web.intake import Intake
from hub.web.issues import IssueView
from hub.web.views import Instant, Links, View, from_, linked
from mappings.issues import Issue

log = structlog.get_logger("hub.api")
router = APIRouter(tags=["files"])

_SILENCE_S = 30.0
HELD_BYTES = 1024 * 1024
"""What a file counts for, of whatever size, among the bodies that a party may have on their way at once."""
_SILENT = Words(
    f"Fayl {_SILENCE_S:.0f} saniyə gəlmədi; heç nə saxlanmadı, təkrar göndərin.",
    f"Nothing of the file came for {_SILENCE_S:.0f} seconds; nothing was stored, send again.",
)

FileLinks = Annotated[
    Links,
    linked(
        self="/v1/files/{}",
        message="/v1/messages/{}",
        reply="/v1/files/{}/reply",
        receipt="/v1/messages/{}/receipt",
    ),
]


class FileAccepted(View):
    """The answer to a file; to the same file under the same name it is the same."""

    message_id: str
    state: MessageState
    receipt: Promise
    links: FileLinks = from_("message_id")


class TakenFileView(View):
    """A file as it stands. done + bad + apart + superseded rows come to the total when it is finished.

    `rows_apart` became messages of their own because their accounts were busy; `rows_waiting` of them are not settled.
    `totals` says what the totals line proved; `issues` what is wrong with the file as a whole.
    """

    id: str = from_("message_id")
    name: str
    format: str
    state: MessageState
    percent: float
    rows_total: int
    rows_done: int
    rows_bad: int
    rows_apart: int
    rows_waiting: int
    rows_superseded: int
    chunks_total: int
    chunks_made: int
    chunks_done: int
    chunks_failed: int
    totals: str | None
    superseded_by: str | None
    sha256: str
    size: int = from_("body_size")
    accepted_at: Instant
    completed_at: Instant | None
    issues: list[IssueView]
    links: FileLinks = from_("message_id")


@router.post("/v1/files/{format}", status_code=202, dependencies=[Depends(counted_message)])
async def accept_file(
    hub: HubDep,
    who: CallerDep,
    request: Request,
    format: str,  # noqa: A002  # the path's name for it, as with messages
    name: Annotated[str, Query(max_length=200, description="The file's own name, by the format's rule")],
    content_digest: Annotated[str | None, Header(description="sha-256=:…: (RFC 9530)")] = None,
) -> FileAccepted:
    """Take a file: the bytes are the body, the request's end is its end, the digest is checked before 202."""
    intake: Intake = request.app.state.intake
    async with intake.request(who.party, 0) as arrived:
        try:
            table_format(hub.formats, format)
            require_service(who, format, Action.SEND)
            request.app.state.admission.check_share(who.party)
            arrived(HELD_BYTES)
            parts = intake.at_pace(who.party, _parts(request))
            accepted = await hub.files.accept(FileSubmission(who.party, format, name, content_digest, parts))
        except HubError as refused:
            await _note(hub, who, format, refused)
            raise
    promise = hub.promises.of(accepted.message_id, accepted.digest, accepted.leaf_hash, accepted.accepted_at)
    return FileAccepted.of(accepted, receipt=Promise.model_validate(promise))


@router.get("/v1/files/{id}")
async def file_progress(hub: HubDep, who: CallerDep, id: str) -> TakenFileView:  # noqa: A002  # the path's name for it
    """How far the file is."""
    progress = await seen_file(hub, who, id)
    file = progress.file
    return TakenFileView.of(
        file,
        who.lang,
        percent=progress.percent,
        sha256=hub.hash.digest_opened(file["body_digest"]),
        rows_apart=file["rows_waiting"],
        rows_waiting=progress.waiting,
        issues=_issues(hub, progress),
    )


@router.get("/v1/files/{id}/reply", response_class=StreamingResponse)
async def file_reply(hub: HubDep, who: CallerDep, id: str) -> StreamingResponse:  # noqa: A002  # the path's name for it
    """The reply file, once the file is finished: `SETIR;SUTUN;KOD;IZAH` in the sender's character set."""
    return await reply_of(hub, who, id)


async def _parts(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes; a sender may be slow but not silent."""
    while True:
        try:
            async with asyncio.timeout(_SILENCE_S):
                message = await request.receive()
        except TimeoutError as silent:
            raise Refused("door.too_slow", _SILENT, status=408, place="body") from silent
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if part := message.get("body"):
            yield part
        if not message.get("more_body", False):
            return


async def _note(hub: Hub, who: Caller, format_name: str, refused: HubError) -> None:
    if refused.status < 500:
        shown = format_name if format_name in hub.formats else "?"
        await note_refusal(hub.store, hub.hash, who.party, shown, refused, None)


def _issues(hub: Hub, progress: Progress) -> list[Issue]:
    file = progress.file
    return [Issue(**each) for each in read_issues(hub.sealer, file["message_id"], file["issues_sealed"])]
