"""Approval paths: read, drawn, and changed by whoever may; a document on its way keeps the version it began with."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from document_flow.paths.authoring.authoring import PathRefused
from document_flow.paths.canonical import PATHS
from document_flow.paths.drawing.drawing import draw_svg
from hub.documents.acting.path_repository import PathVersion, newest_paths, path_version
from hub.errors import HubError, Lang, NotFound, Words, found_or
from hub.web.answers import SvgAnswer
from hub.web.context import HubDep, StrictRoute
from hub.web.office.path_body import PathBody
from hub.web.office.path_changes import propose_path
from hub.web.officials import OfficialDep
from hub.web.problem import say
from hub.web.views import Said, View, as_, from_

router = APIRouter(tags=["paths"], route_class=StrictRoute)
_INERT = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


class PathView(View):
    """A version of a path. `hash` names it for ever; the hub goes by `definition`, `source` is what was written.

    While `proposal` is given it waits for a second person (`/v1/directory/proposals/{id}/agree`), and is not in use.
    """

    path: str = from_("path.id")
    version: int = from_("path.version")
    hash: str
    title: Said = from_("path.title")
    kinds: list[str] = from_("path.kinds")
    stages: Annotated[list[Said], as_(lambda stages: [stage.title for stage in stages])] = from_("path.stages")
    made_by: str
    proposal: str | None = None
    definition: dict[str, Any] | None = None
    source: str | None = None


class Paths(BaseModel):
    """The newest version of every path."""

    paths: list[PathView]


@router.get("/v1/paths")
async def listed(hub: HubDep, who: OfficialDep) -> Paths:
    """The newest version of every path."""
    async with hub.store.read() as tx:
        found = await newest_paths(tx)
    return Paths(paths=[PathView.of(each, who.lang, source=None) for each in found])


@router.post("/v1/paths", status_code=201)
async def save(hub: HubDep, who: OfficialDep, body: PathBody) -> PathView:
    """Propose a path's next version; by clerks, lawyers and heads, with a second of them to agree to it.

    What is under way keeps the version it has. Where nothing has changed, the newest version is the answer.
    """
    try:
        made = await propose_path(hub, who, body.source)
    except PathRefused as refused:
        raise _refused(refused, who.lang) from refused
    return PathView.of(made.version, who.lang, source=None, proposal=made.proposal)


@router.get("/v1/paths/{name}")
async def show(hub: HubDep, who: OfficialDep, name: str) -> PathView:
    """A path by its id (the newest version) or by the hash of a version, with its source."""
    found = await _found(hub, name)
    return PathView.of(found, who.lang, definition=PATHS.dump_python(found.path, mode="json"))


@router.get("/v1/paths/{name}/drawing.svg", response_class=SvgAnswer)
async def drawing(hub: HubDep, who: OfficialDep, name: str, lang: Annotated[str | None, Query()] = None) -> SvgAnswer:
    """The path as a picture."""
    found = await _found(hub, name)
    svg = draw_svg(found.path, lang="en" if (lang or who.lang) == "en" else "az")
    return SvgAnswer(svg, headers=_INERT)


async def _found(hub: HubDep, name: str) -> PathVersion:
    async with hub.store.read() as tx:
        return found_or(
            await path_version(tx, name), NotFound("paths.unknown", Words("Belə yol yoxdur.", "There is no such path."))
        )


def _refused(refused: PathRefused, lang: Lang) -> HubError:
    problems = [{"place": problem.place, "detail": say(problem.words, lang)} for problem in refused.problems]
    first = refused.problems[0]
    return HubError(
        "paths.refused", first.words, status=422, side="sender", place=first.place, extra={"problems": problems}
    )
