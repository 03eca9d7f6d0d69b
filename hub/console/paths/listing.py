"""The approval paths with their versions: drawn, told in sentences, and how many documents go by which version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from document_flow.documents.words import KINDS
from document_flow.paths import path as paths
from document_flow.paths.drawing.drawing import draw_svg
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.paths.choices import Choices, choices
from hub.console.paths.sentences import told
from hub.console.posting import gets
from hub.console.viewer import Viewer, ViewerDep
from hub.console.writing import instant_of
from hub.documents.acting.path_repository import (
    PathVersion,
    newest_paths,
    path_version,
    running_by_version,
    running_on,
    version_hashes,
    versions_of,
)
from hub.errors import NotFound, Words, found_or
from hub.store.tx import Row, Tx
from hub.web.context import HubDep

router = APIRouter()
Name = Annotated[str, Path(pattern="^[a-z][a-z0-9-]{0,62}$")]
AskedVersion = Annotated[int | None, Query(ge=1, le=1_000_000)]
MOST_SHOWN = 20
NO_PATH = Words("Belə razılaşma yolu yoxdur.", "There is no such approval path.")


@dataclass(frozen=True, slots=True)
class Running:
    """A document under way by an older version, as this person may see it. `author` began it `at` that moment."""

    id: str
    title: str
    reg_no: str
    version: int
    author: str
    at: int | None


@router.get("/rules/paths")
@gets(Right.DOCUMENTS)
async def listed(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The newest version of every path."""
    async with hub.store.read() as tx:
        found = await newest_paths(tx)
        running = await running_by_version(tx)
        counts = {each.path.id: await _count(tx, each, running) for each in found}
    return await page(request, who, "paths/list.html", paths=found, running=counts, kinds=KINDS)


@router.get("/rules/paths/{name}")
@gets(Right.DOCUMENTS, "{name}")
async def shown(
    request: Request, hub: HubDep, who: ViewerDep, name: Name, version: AskedVersion = None
) -> HTMLResponse:
    """One version of a path, and the others."""
    async with hub.store.read() as tx:
        versions = await versions_of(tx, name)
        found = found_or(
            next((each for each in versions if version in (None, each.number)), None),
            NotFound("paths.unknown", NO_PATH),
        )
        counts = await running_by_version(tx)
        older = {each.hash: each.number for each in versions[1:] if counts.get(each.hash)}
        rows = await running_on(tx, list(older), MOST_SHOWN)
    known = await choices(hub, who.lang)
    return await page(
        request,
        who,
        "paths/path.html",
        found=found,
        versions=versions,
        counts=counts,
        kinds=KINDS,
        picture=picture(found.path, known, who),
        stages=told(found.path, known, who.lang),
        running=await _seen(hub, who, rows, older),
    )


def picture(path: paths.Path, known: Choices, who: Viewer) -> Markup:
    """The drawing, with the titles of units; its own writer escapes what stands in it."""
    return Markup(draw_svg(known.readable(path), lang=who.lang, directory=known.directory, on_page=True))  # noqa: S704


async def _count(tx: Tx, newest: PathVersion, running: Mapping[str, int]) -> tuple[int, int]:
    """How many documents go by the newest version, and how many by older ones."""
    every = sum(running.get(each, 0) for each in await version_hashes(tx, newest.path.id))
    here = running.get(newest.hash, 0)
    return here, every - here


async def _seen(hub: Hub, who: Viewer, rows: Sequence[Row], older: Mapping[str, int]) -> list[Running]:
    """Those that this person may see."""
    found = []
    documents = hub.office.documents
    for row in rows:
        async with hub.store.read() as tx:
            document = await documents.load(tx, row["id"])
            context = (await documents.staff.now(tx)).context(await tx.now())
        if document is not None and documents.sees(document, who.login, context):
            reg = document.registration.reg_no if document.registration else ""
            at = instant_of(document.created_at) if document.created_at else None
            found.append(Running(row["id"], document.title, reg, older[row["path_hash"]], document.author, at))
    return found


async def newest(hub: Hub, name: str) -> PathVersion:
    """The newest version of a path; NotFound where there is none."""
    async with hub.store.read() as tx:
        found = await path_version(tx, name)
    if found is None or found.path.id != name:
        raise NotFound("paths.unknown", NO_PATH)
    return found
