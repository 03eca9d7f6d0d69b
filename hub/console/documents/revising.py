"""A new version by the author: another main file or another text, files taken out and added."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import HTMLResponse

from document_flow.documents.acts.revise import Revise
from document_flow.documents.facts import LETTER_MIME, FileRef
from hub.access.rights import Right
from hub.console.documents.creating import LetterForm, files_of, signatories
from hub.console.documents.failed import told
from hub.console.documents.fields import given_by
from hub.console.documents.reading_text import shown_text
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, seen_by
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.errors import HubError
from hub.web.context import HubDep, Id

router = APIRouter()


class RevisionForm(LetterForm):
    """A new version; `kept` are the hashes of the attached files that stay."""

    note: Annotated[str, Field(max_length=2000)] = ""
    minor: bool = False
    kept: frozenset[str] = frozenset()


@router.get("/documents/{document_id}/revise")
@gets(Right.DOCUMENTS, "{document_id}")
async def revising(
    request: Request, hub: HubDep, who: ViewerDep, document_id: Id, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The form, filled with the present version."""
    model = await seen_by(hub, document_id, who.actor)
    state, directory = model.case.document, model.case.context.directory
    main = state.versions[-1].main if state.versions else None
    shown = await shown_text(hub, state)
    return await page(
        request,
        who,
        "documents/revise.html",
        **view_of(model) | told(tried, directory),
        key=uuid4().hex,
        letter_now=shown.letter if shown is not None else None,
        is_letter=main is not None and main.mime == LETTER_MIME,
        signatories=signatories(directory),
    )


@router.post("/documents/{document_id}/revise")
@posts(Right.DOCUMENTS, revising, otherwise="note", shows=HubError)
async def revise(sent: SentDep, document_id: Id) -> str:
    """Store it. On a running path, visas fall by the path's rule."""
    hub, login, typed = sent.hub, sent.who.login, sent.read(RevisionForm)
    model = await seen_by(hub, document_id, sent.who.actor)
    files = await _files(sent, model, typed)
    command = Revise(by=login, files=files, note=typed.note, minor=typed.minor, difference=typed.note)
    said = " ".join(f"{file.name} {file.sha256}" for file in files)
    given = given_by(sent.form, f"revise {typed.minor} {typed.note} {said}")
    await hub.office.documents.act(login, document_id, command, given)
    return f"{PATH}/documents/{document_id}?since={given.expected}"


async def _files(sent: Sent, model: DocumentViewModel, typed: RevisionForm) -> tuple[FileRef, ...]:
    """The main file stays where neither a file nor a text takes its place; attached files stay where ticked."""
    versions = model.case.document.versions
    old = versions[-1].files if versions else ()
    stays = tuple(file for file in old if not file.main and file.sha256 in typed.kept)
    found = await files_of(sent, typed, stays)
    if any(file.main for file in found):
        return found
    return (*(file for file in old if file.main), *found)
