"""Doing an act: what was typed becomes a command under the form's key and version; what is refused comes back typed."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from document_flow.form import PREFIX
from document_flow.words import Words
from hub.access.rights import Right
from hub.console.documents import meeting, sheet
from hub.console.documents.fields import MOST_TEXT, Filled, filled, given_by, missing
from hub.console.documents.offering import Filling, button_named
from hub.console.documents.view_model import seen_by
from hub.console.posting import Attempt, Mistaken, Sent, SentDep, posts
from hub.console.viewer import PATH, Form
from hub.errors import HubError, NotFound
from hub.web.context import Id

router = APIRouter()
_STATES = {"page": "", "meeting": "/meeting"}
_NOT_SAID = frozenset(("csrf", "key", "version", "back"))


async def _again(sent: Sent, tried: Attempt, document_id: str) -> Response:
    shown = meeting.show if sent.form.text("back") == "meeting" else sheet.show
    return await shown(sent.request, sent.hub, sent.who, document_id, tried=tried)


@router.post("/documents/{document_id}/act")
@posts(Right.DOCUMENTS, _again, shows=HubError)
async def do(sent: SentDep, document_id: Id) -> str:
    """One act. The same form sent twice does it once; one on an older version is shown what has changed."""
    hub, form = sent.hub, sent.form
    button, subject = button_named(form.text("act")), form.text("subject")
    if button is None:
        raise NotFound("console.no_act", _NO_ACT)
    model = await seen_by(hub, document_id, sent.who.actor)
    if button.has(model, subject):
        typed = filled(form, button.fields(model, subject))
        if wrong := missing(button.fields(model, subject), typed):
            raise Mistaken(wrong)
    else:
        typed = _as_it_came(form)
    filling = Filling(model, form.text("hand") or None, subject, form.text("content"), typed)
    said = {name: form.all(name) for name in form.names() if name not in _NOT_SAID}
    given = given_by(form, f"form {json.dumps(said, sort_keys=True)}")
    await hub.office.act(model.login, document_id, button.command(filling), given)
    back = _STATES.get(form.text("back"), "")
    return f"{PATH}/documents/{document_id}{back}?since={given.expected}"


def _as_it_came(form: Form) -> Filled:
    """What was typed into a form whose subject is gone: a repetition finds its answer."""
    names = [name for name in form.names() if name.startswith(PREFIX)]
    values = {name.removeprefix(PREFIX): tuple(text[:MOST_TEXT] for text in form.all(name)) for name in names}
    return Filled(values).with_key(form.key)


_NO_ACT = Words("Belə əməl yoxdur. Səhifəni yeniləyin.", "There is no such act. Reload the page.")
