"""A meeting on its page: agenda, invitation, attendance, recusals, votes, own opinions, minutes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.documents.tasks import waiting
from document_flow.paths.meeting import PHASE_WORDS
from document_flow.paths.state import StageState
from document_flow.paths.tally import presence, tally
from document_flow.words import Words
from hub.access.rights import Right
from hub.console.documents.failed import Since, done_words, told
from hub.console.documents.route import VERDICTS
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, view_model_of
from hub.console.pages import page
from hub.console.posting import FRESH, TriedDep
from hub.console.viewer import ViewerDep
from hub.errors import NotFound, found_or
from hub.web.context import HubDep, Id

router = APIRouter()
OUTCOMES = {
    "for": Words("qəbul edildi", "carried"),
    "against": Words("qəbul edilmədi", "not carried"),
    "no_quorum": Words("kvorum olmadı", "no quorum"),
    "called_off": Words("ləğv edildi", "called off"),
}


@router.get("/documents/{document_id}/meeting")
async def show(
    request: Request, hub: HubDep, who: ViewerDep, document_id: Id, since: Since = None, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The meeting of the document's path, the open one or the last."""
    who.need(Right.DOCUMENTS, document_id)
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document_id, who.actor)
        values = view_of(model)
        values["done"] = await done_words(hub, tx, document_id, who, since)
    stage = _stage(model)
    definition = model.case.path.stage(stage.id) if model.case.path is not None else None
    if stage.meeting is None or definition is None:
        raise NotFound("documents.no_meeting", _NONE)
    values |= told(tried, model.case.context.directory)
    is_open = stage.status == "open"
    return await page(
        request,
        who,
        "documents/meeting.html",
        **values,
        stage=stage,
        meeting=stage.meeting,
        quorum=presence(definition, stage),
        counted=tally(definition.rule, stage),
        phase=PHASE_WORDS[stage.meeting.phase],
        verdicts=VERDICTS,
        outcomes=OUTCOMES,
        is_open=is_open,
        waits=waiting(model.case),
        title=definition.title,
    )


def _stage(model: DocumentViewModel) -> StageState:
    stages = [each for each in model.case.document.run.stages if each.meeting is not None]
    return found_or(
        next((each for each in stages if each.status == "open"), stages[-1] if stages else None),
        NotFound("documents.no_meeting", _NONE),
    )


_NONE = Words("Bu sənədin yolunda iclas yoxdur.", "There is no meeting on this document's path.")
