"""A new version by the author: another main file or another text, files taken out and added."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.documents.acts.revise import Revise
from document_flow.documents.facts import LETTER_MIME, FileRef
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.creating import files_of
from hub.console.documents.failed import changed_since
from hub.console.documents.fields import Filled
from hub.console.documents.reading_text import shown_text
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, view_model_of
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.documents.acting.service import Given
from hub.errors import HubError, Refused
from hub.web.context import HubDep, id_or_404

router = APIRouter()
_TEXTS = ("text", "addressee", "position", "person", "salutation", "signatory", "note")


@dataclass(frozen=True, slots=True)
class Revision:
    """A new version that is being written: the form's key, and what was typed before it was refused, with why."""

    key: str
    typed: Filled | None = None
    problem: HubError | None = None


@router.get("/documents/{document_id}/revise")
async def revising(request: Request, hub: HubDep, who: ViewerDep, document_id: str) -> HTMLResponse:
    """The form, filled with the present version."""
    who.need(Right.DOCUMENTS, document_id)
    return await _form(request, hub, who, id_or_404(document_id), Revision(uuid4().hex))


@router.post("/documents/{document_id}/revise")
async def revise(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, document_id: str) -> Response:
    """Store it. On a running path, visas fall by the path's rule."""
    who.need(Right.DOCUMENTS, f"revise {document_id}")
    document = id_or_404(document_id)
    typed = Filled({each: (form.text(each),) for each in _TEXTS})
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document, who.actor)
    try:
        files = await _files(hub, who.login, model, form, typed)
        minor, note = form.ticked("minor"), typed.text("note")
        command = Revise(by=who.login, files=files, note=note, minor=minor, difference=note)
        said = " ".join(f"{file.name} {file.sha256}" for file in files)
        given = Given(form.text("key")[:64], _version(form), request=f"revise {minor} {note} {said}")
        acted = await hub.office.documents.act(who.login, document, command, given)
    except HubError as problem:
        return await _form(request, hub, who, document, Revision(form.text("key"), typed, problem))
    return go(f"{PATH}/documents/{document}?done={','.join(acted.events[:6])}")


async def _files(hub: Hub, login: str, model: DocumentViewModel, form: Form, typed: Filled) -> tuple[FileRef, ...]:
    """The main file stays where neither a file nor a text takes its place; attached files stay where ticked."""
    versions = model.case.document.versions
    old = versions[-1].files if versions else ()
    kept = frozenset(form.all("kept"))
    stays = tuple(file for file in old if not file.main and file.sha256 in kept)
    found = await files_of(hub, login, form, typed, stays)
    if any(file.main for file in found):
        return found
    return (*(file for file in old if file.main), *found)


async def _form(request: Request, hub: Hub, who: Viewer, document: str, attempt: Revision) -> HTMLResponse:
    problem = attempt.problem
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document, who.actor)
        values = view_of(model)
    state, directory = model.case.document, model.case.context.directory
    main = state.versions[-1].main if state.versions else None
    shown = await shown_text(hub, state)
    letter = shown.letter if shown is not None else None
    now = (
        Filled(
            {
                "text": (letter.text,),
                "addressee": (letter.addressee.body,),
                "position": (letter.addressee.position,),
                "person": (letter.addressee.name,),
                "salutation": (letter.salutation,),
                "signatory": (letter.signatory,),
            }
        )
        if letter
        else Filled()
    )
    return await page(
        request,
        who,
        "documents/revise.html",
        problem.status if problem else 200,
        **values,
        key=attempt.key,
        typed=attempt.typed or now,
        is_letter=main is not None and main.mime == LETTER_MIME,
        problem=problem,
        changed=changed_since(problem, directory) if problem else (),
        heads=directory.holders("head"),
        officials=directory.officials,
        errors={},
    )


def _version(form: Form) -> int:
    text = form.text("version")
    if not text.isdigit():
        raise Refused("console.field", _OLD, status=422)
    return int(text)


_OLD = Words("Forma köhnəlib: səhifəni yeniləyin.", "The form is out of date: reload the page.")
