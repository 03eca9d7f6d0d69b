"""One document on one page: where it stands and whom it waits for, what one may do, and all that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from document_flow.documents.case import Case
from document_flow.documents.facts import FileRef
from document_flow.documents.state import Document
from document_flow.documents.tasks import waiting
from document_flow.documents.terms import terms_of
from document_flow.paths.drawing.drawing import draw_svg
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.changes import Changes, changes_since
from hub.console.documents.failed import Since, done_words, told
from hub.console.documents.files import SHOWN
from hub.console.documents.reading_text import shown_text
from hub.console.documents.route import steps_of
from hub.console.documents.view import view_of
from hub.console.documents.view_model import DocumentViewModel, view_model_of
from hub.console.pages import page
from hub.console.paths.choices import choices, readable
from hub.console.paths.sentences import ToldStage
from hub.console.paths.sentences import told as stages_told
from hub.console.posting import FRESH, TriedDep
from hub.console.viewer import Viewer, ViewerDep
from hub.documents.acting.looks import look_at
from hub.store.tx import Tx
from hub.web.context import HubDep, Id
from hub.web.documents.document_views import tasks_for
from hub.web.documents.inbox import actors_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Linked:
    """Another document; its title only to eyes that may see it."""

    id: str
    relation: str
    title: str
    reg_no: str


@router.get("/documents/{document_id}")
async def show(
    request: Request, hub: HubDep, who: ViewerDep, document_id: Id, since: Since = None, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The document's page."""
    who.need(Right.DOCUMENTS, document_id)
    async with hub.store.read() as tx:
        model = await view_model_of(tx, hub, document_id, who.actor)
        values = view_of(model)
        values["links"] = await _links(tx, hub, model)
        values["done"] = await done_words(hub, tx, document_id, who, since)
    case, actors = model.case, actors_of(who.actor, model.case.context)
    todo = frozenset(tasks_for(case, actors))
    if not todo.isdisjoint(("walk", "acquaint")):
        await look_at(hub.store, hub.hash, who.login, document_id, case.document.content_hash)
    values |= told(tried, model.case.context.directory)
    values["previews"] = await _previews(hub, model, who)
    values["scan"] = scan_of(case.document)
    values["has_paper"] = values["has_paper"] and values["scan"] is None
    values |= {
        "text": await shown_text(hub, case.document),
        "changes": await _changes(hub, case, actors),
        "steps": steps_of(case, who.lang, values["units"]),
        "drawing": _drawing(model, who),
        "waits": waiting(case),
        "todo": todo,
        "terms": {each.place: each for each in terms_of(case)},
    }
    return await page(request, who, "documents/sheet.html", **values)


async def _previews(hub: Hub, model: DocumentViewModel, who: Viewer) -> Mapping[str, Sequence[ToldStage]]:
    """The stages of every path that a draft may go by, in sentences: seen before it is sent off."""
    if model.case.document.run.status not in ("nothing", "refused") or not model.paths:
        return {}
    known = await choices(hub, who.lang)
    return {each.hash: stages_told(each.path, known, who.lang) for each in model.paths}


def scan_of(document: Document) -> FileRef | None:
    """What came, where a browser shows it: beside the forms while it is registered and given a resolution."""
    main = document.versions[-1].main if document.versions and not document.needs_approval else None
    shows = main is not None and main.mime in SHOWN and document.is_open
    return main if shows else None


async def _changes(hub: Hub, case: Case, actors: Sequence[str]) -> Changes | None:
    """What has changed since the visa of the person, or of whom the person stands in for."""
    seen = [case.document.run.seen[actor] for actor in actors if actor in case.document.run.seen]
    return await changes_since(hub, case.document, seen[0]) if seen else None


def _drawing(model: DocumentViewModel, who: Viewer) -> Markup | None:
    """The whole path as a picture, units by their titles; its own writer escapes what stands in it."""
    case = model.case
    if case.path is None:
        return None
    path = readable(case.path, {name: title.say(who.lang) for name, title in model.units.items()})
    return Markup(draw_svg(path, case.document.run, who.lang, case.context.directory, on_page=True))  # noqa: S704


async def _links(tx: Tx, hub: Hub, model: DocumentViewModel) -> list[Linked]:
    found = []
    for link in model.case.document.links[:50]:
        other = await hub.office.documents.load(tx, link.other)
        seen = other is not None and hub.office.documents.sees(other, model.login, model.case.context)
        found.append(_linked(link.other, link.relation, other if seen else None))
    return found


def _linked(other: str, relation: str, state: Document | None) -> Linked:
    registered = state.registration if state is not None else None
    return Linked(other, relation, state.title if state is not None else "", registered.reg_no if registered else "")
