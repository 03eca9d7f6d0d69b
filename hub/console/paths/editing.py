"""A path changed in a form of stages: drawn and judged as it is typed, saved as the next version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from document_flow.decisions.facts import TYPE_NAMES
from document_flow.documents.words import KINDS
from document_flow.paths.authoring.authoring import draft_path
from document_flow.paths.authoring.writing import sheet_text
from document_flow.paths.drawing.words import ACTS
from document_flow.requisites import RequisiteRules
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import fragment, page
from hub.console.paths import sentences
from hub.console.paths.choices import Choices, choices
from hub.console.paths.form import Sheet, empty_sheet, ordered, read_form, sheet_for, twice_asked, written
from hub.console.paths.listing import AskedVersion, Name, newest, picture
from hub.console.paths.problems import by_field, strangers
from hub.console.posting import Sent, SentDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.documents.acting.path_repository import lacking, path_version, versions_of
from hub.errors import Words
from hub.web.context import HubDep
from hub.web.office.path_changes import propose_path

router = APIRouter()
PROPOSALS = f"{PATH}/documents/office/people#proposals"
"""Where what waits for a second person is agreed to."""
_OURS = frozenset(("new", "preview"))
"""Addresses of the room itself."""


NO_PICTURE = Markup()


@dataclass(frozen=True, slots=True)
class PathDraft:
    """The form as it stands: what is typed, what is wrong by field, the drawing and the sentences made of it."""

    sheet: Sheet
    wrong: Mapping[str, Words] = field(default_factory=dict)
    picture: Markup = NO_PICTURE
    stages: list[sentences.ToldStage] = field(default_factory=list)


@router.get("/rules/paths/new")
@gets(Right.PATHS)
async def begin(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The form of a path that is not there yet."""
    return await _page(request, hub, who, PathDraft(empty_sheet()), "")


@router.post("/rules/paths/new")
@posts(Right.PATHS)
async def begun(sent: SentDep) -> str | Response:
    """A button of that form."""
    return await _pressed(sent, "")


@router.post("/rules/paths/preview")
@posts(Right.PATHS)
async def preview(sent: SentDep) -> HTMLResponse:
    """What is typed, drawn and judged; for the script that asks while somebody types."""
    known = await choices(sent.hub, sent.who.lang)
    draft = _drafted(read_form(sent.form), known, sent.who, sent.hub.office.rules.requisites)
    return HTMLResponse(fragment(sent.who, "paths/preview.html", draft=draft))


@router.get("/rules/paths/{name}/edit")
@gets(Right.PATHS, "{name}")
async def edit(request: Request, hub: HubDep, who: ViewerDep, name: Name, version: AskedVersion = None) -> HTMLResponse:
    """The form of a version, the newest unless another one is named."""
    found = await newest(hub, name)
    if version is not None and version != found.number:
        async with hub.store.read() as tx:
            older = await versions_of(tx, name)
        path = next((each.path for each in older if each.number == version), found.path)
    else:
        path = found.path
    known = await choices(hub, who.lang)
    return await _page(
        request, hub, who, _drafted(sheet_for(path), known, who, hub.office.rules.requisites), found.hash
    )


@router.post("/rules/paths/{name}/edit")
@posts(Right.PATHS)
async def edited(sent: SentDep, name: Name) -> str | Response:
    """A button of the form: change its rows, look, or save the next version."""
    return await _pressed(sent, name)


async def _pressed(sent: Sent, name: str) -> str | Response:
    request, hub, who, form = sent.request, sent.hub, sent.who, sent.form
    do, based_on = form.text("do"), form.text("based_on")
    sheet = ordered(read_form(form), do)
    if name:
        sheet["path"] = name
    draft = _drafted(sheet, await choices(hub, who.lang), who, hub.office.rules.requisites)
    wrong = dict(draft.wrong)
    if not name and sheet["path"] in _OURS:
        wrong["path"] = _TAKEN
    if do != "save" or wrong:
        made = PathDraft(sheet, wrong, draft.picture, draft.stages)
        return await _page(request, hub, who, made, based_on, status=422 if do == "save" else 200)
    if await _is_newest(hub, sheet, based_on):
        proposed = await propose_path(hub, who.actor, sheet_text(written(sheet)))
        return f"{PATH}/rules/paths/{sheet['path']}" if proposed.proposal is None else PROPOSALS
    refused = {"based_on": _MEANWHILE} if name else {"path": _TAKEN}
    late = PathDraft(sheet, refused, draft.picture, draft.stages)
    return await _page(request, hub, who, late, based_on, status=409)


async def _is_newest(hub: Hub, sheet: Sheet, based_on: str) -> bool:
    """Whether the newest version is still the one that the form began with."""
    async with hub.store.read() as tx:
        before = await path_version(tx, sheet["path"])
    return (before.hash if before else "") == based_on


def _drafted(sheet: Sheet, known: Choices, who: Viewer, requisites: RequisiteRules) -> PathDraft:
    path, problems = draft_path(sheet_text(written(sheet)))
    if path is not None:
        problems = (*problems, *lacking(requisites, path, known.directory))
    wrong = by_field(sheet, problems) | twice_asked(sheet) | strangers(sheet, known.directory)
    if path is None:
        return PathDraft(sheet, wrong)
    return PathDraft(sheet, wrong, picture(path, known, who), sentences.told(path, known, who.lang))


async def _page(
    request: Request, hub: Hub, who: Viewer, draft: PathDraft, based_on: str, *, status: int = 200
) -> HTMLResponse:
    return await page(
        request,
        who,
        "paths/edit.html",
        status,
        draft=draft,
        sheet=draft.sheet,
        wrong=draft.wrong,
        based_on=based_on,
        known=await choices(hub, who.lang),
        kinds=KINDS,
        acts=ACTS,
        rules=sentences.RULES,
        orders=sentences.ORDERS,
        on_return=sentences.ON_RETURN,
        on_change=sentences.ON_CHANGE,
        shares=sentences.SHARES,
        types=TYPE_NAMES,
        saving=status != 200,
    )


_TAKEN = Words(
    "bu adda yol artıq var və ya ad ayrılıb; başqa ad seçin",
    "there is a path of this name, or the name is kept; choose another",
)
_MEANWHILE = Words(
    "siz yazarkən başqası yeni versiya saxlayıb: onu yeni pəncərədə açın, dəyişikliklərinizi onun üzərində təkrarlayın",
    "somebody has saved a version while you wrote: open it in another window and repeat your changes on it",
)
