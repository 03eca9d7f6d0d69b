"""A document's history in words, with the proof that nothing was changed in it; its versions and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.acts.resolution_step import ResolutionStepTaken
from document_flow.documents.event import Event
from document_flow.documents.registry import EVENT_NAMES, EVENTS
from document_flow.people import HUB
from document_flow.words import Words
from hub.access.rights import Right
from hub.console.documents.changes import changes
from hub.console.documents.route import VERDICTS
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, seen_by, view_model_of
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.documents.acting.reading import history, readable_by
from hub.errors import Lang, NotFound
from hub.evidence.histories import HistoryLine
from hub.evidence.leaf import leaves_of
from hub.store.store import snapshot
from hub.web.context import HubDep, Id

router = APIRouter()
MOST_LINES = 200
_TOLD = ("note", "reason", "text", "difference", "reg_no")
"""What an event says in somebody's own words, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a reader sees it; `details` empty for what is not for these eyes."""

    line: HistoryLine[Event]
    what: Words
    who: str
    in_place_of: str
    details: tuple[str, ...]


@router.get("/documents/{document_id}/history")
@gets(Right.DOCUMENTS, "{document_id}")
async def show_history(request: Request, hub: HubDep, who: ViewerDep, document_id: Id) -> HTMLResponse:
    """Every event, newest first, and the hashes that bind them to the evidence log."""
    async with snapshot(hub.store) as tx:
        model = await view_model_of(tx, hub, document_id, who.actor)
        read = await history(tx, hub.sealer, document_id)
        leaves = await leaves_of(tx, document_id, 20)
    eyes = tuple(hand or who.login for hand in model.hands)
    lines = read.lines
    told = [_told(line, model, eyes, who.lang) for line in reversed(lines[-MOST_LINES:])]
    return await page(
        request,
        who,
        "documents/history.html",
        **view_of(model),
        lines=told,
        left_out=max(0, len(lines) - MOST_LINES),
        intact=read.intact,
        head=read.head,
        leaves=leaves,
    )


@router.get("/documents/{document_id}/versions")
@gets(Right.DOCUMENTS, "{document_id}")
async def show_versions(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    document_id: Id,
    first: Annotated[int | None, Query(alias="from", ge=1)] = None,
    last: Annotated[int | None, Query(alias="to", ge=1)] = None,
) -> HTMLResponse:
    """The versions, and what changed between two of them: the last two, where none are chosen."""
    model = await seen_by(hub, document_id, who.actor)
    count = len(model.case.document.versions)
    last = count if last is None else last
    first = max(1, last - 1) if first is None else first
    if count and not 1 <= first <= last <= count:
        raise NotFound("documents.no_such_version", Words("Belə versiya yoxdur.", "There is no such version."))
    found = await changes(hub, model.case.document, first, last) if first < last else None
    return await page(request, who, "documents/versions.html", **view_of(model), changes=found, first=first, last=last)


def _told(line: HistoryLine[Event], model: DocumentViewModel, eyes: tuple[str, ...], lang: Lang) -> Told:
    event = line.event.event if isinstance(line.event, ApprovalStepTaken | ResolutionStepTaken) else line.event
    name = model.case.context.directory.name
    principal: str | None = getattr(event, "on_behalf_of", None)
    details = _details(line, model, lang) if readable_by(line, eyes) else ()
    return Told(
        line,
        EVENT_NAMES.get(line.kind, Words(line.kind, line.kind)),
        name(line.actor, line.at) if line.actor not in ("", HUB) else "",
        name(principal, line.at) if principal else "",
        details,
    )


def _details(line: HistoryLine[Event], model: DocumentViewModel, lang: Lang) -> tuple[str, ...]:
    """The stage, the verdict and the words of whoever acted."""
    raw = EVENTS.dump_python(line.event, mode="json")
    event = raw.get("event", raw) if isinstance(raw, dict) else {}
    found = []
    stage = model.case.path.stage(str(event.get("stage"))) if model.case.path is not None else None
    if stage is not None:
        found.append(stage.title.say(lang))
    verdict = VERDICTS.get(str(event.get("verdict")))
    if verdict is not None:
        found.append(verdict.say(lang))
    if event.get("registration"):
        found.append(f"№ {event['registration']['reg_no']}")
    found += [f"“{event[key]}”" for key in _TOLD if event.get(key)]
    return tuple(found)
