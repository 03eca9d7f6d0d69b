"""Doing an act: what was typed becomes a command under the form's key and version; what is refused comes back typed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from document_flow.form import PREFIX
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.failed import Failed, changed_since
from hub.console.documents.fields import MOST_TEXT, Filled, filled, missing
from hub.console.documents.meeting import meeting_page
from hub.console.documents.offering import Button, Filling, button_named, form_id
from hub.console.documents.sheet import sheet
from hub.console.documents.view_model import DocumentViewModel, view_model_of
from hub.console.pages import go
from hub.console.viewer import PATH, Form, FormDep, ViewerDep, refused_field
from hub.documents.acting.acting import Acted
from hub.documents.acting.service import Given
from hub.errors import HubError, NotFound, Refused
from hub.web.context import HubDep, id_or_404

router = APIRouter()
_MOST_KEY = 64
_STATES = {"page": "", "meeting": "/meeting"}


@router.post("/documents/{document_id}/act")
async def do(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, document_id: str) -> Response:
    """One act. The same form sent twice does it once; one on an older version is shown what has changed."""
    document = id_or_404(document_id)
    button = button_named(form.text("act"))
    if button is None:
        raise NotFound("console.no_act", _NO_ACT)
    who.need(Right.DOCUMENTS, f"{button.name} {document}")
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document, who.actor)
    subject, key = form.text("subject"), form.text("key")[:_MOST_KEY]
    typed = filled(form, button.fields(model, subject), key) if button.has(model, subject) else _as_it_came(form, key)
    try:
        acted = await _done(hub, model, button, typed, form)
    except HubError as problem:
        failed = _failed(problem, button, model, subject, typed, form)
        shown = meeting_page if form.text("back") == "meeting" else sheet
        return await shown(request, hub, who, document, failed)
    return go(_after(document, form.text("back"), acted))


async def _done(hub: Hub, model: DocumentViewModel, button: Button, typed: Filled, form: Form) -> Acted:
    subject = form.text("subject")
    known = button.has(model, subject)
    wrong = missing(button.fields(model, subject), typed) if known else {}
    if wrong:
        raise _incomplete(wrong)
    filling = Filling(model, form.text("hand") or None, subject, form.text("content"), typed)
    said = {name: form.all(name) for name in form.names() if name not in ("csrf", "key", "version", "back")}
    given = Given(typed.text("key"), _version(form), request=f"form {json.dumps(said, sort_keys=True)}")
    return await hub.office.act(model.login, model.document, button.command(filling), given)


def _as_it_came(form: Form, key: str) -> Filled:
    """What was typed into a form whose subject is gone: a repetition finds its answer, and nobody's text is lost."""
    names = [name for name in form.names() if name.startswith(PREFIX)]
    values = {name.removeprefix(PREFIX): tuple(text[:MOST_TEXT] for text in form.all(name)) for name in names}
    return Filled(values).with_key(key)


def _version(form: Form) -> int:
    text = form.text("version")
    if not text.isdigit():
        raise refused_field("version", _NO_VERSION)
    return int(text)


class _Incomplete(Refused):
    """Fields that are to be filled in; `wrong` has the words of each."""

    def __init__(self, wrong: Mapping[str, Words]) -> None:
        super().__init__("console.incomplete", next(iter(wrong.values())), status=422)
        self.wrong = wrong


def _incomplete(wrong: Mapping[str, Words]) -> _Incomplete:
    return _Incomplete(wrong)


def _failed(
    problem: HubError, button: Button, model: DocumentViewModel, subject: str, typed: Filled, form: Form
) -> Failed:
    place = problem.place if problem.place and problem.place.startswith(PREFIX) else f"act-{button.name}"
    errors = problem.wrong if isinstance(problem, _Incomplete) else {place: problem.words}
    title = button.title(model, subject) if button.has(model, subject) else _ACT
    return Failed(
        form_id(button, subject),
        title,
        errors,
        typed,
        problem.status,
        form.text("hand"),
        changed_since(problem, model.case.context.directory),
    )


def _after(document: str, back: str, acted: Acted) -> str:
    done = ",".join(acted.events[:6])
    return f"{PATH}/documents/{document}{_STATES.get(back, '')}?done={done}"


_ACT = Words("Əməl", "Act")
_NO_ACT = Words("Belə əməl yoxdur. Səhifəni yeniləyin.", "There is no such act. Reload the page.")
_NO_VERSION = Words("Forma köhnəlib: səhifəni yeniləyin.", "The form is out of date: reload the page.")
