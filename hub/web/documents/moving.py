"""Moving a document that is under way to another version of its approval path, and what that would do, beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.documents.refusals import NO_PATH
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.kernel import MovePreview, preview_move
from document_flow.paths.path import Path
from hub.app import Hub
from hub.bodies import Body
from hub.documents.acting.service import Given
from hub.errors import Lang, allowed, by_rule
from hub.web.context import HubDep, KeyHeader, id_or_404
from hub.web.documents.document_views import ActedView, acted_view
from hub.web.officials import Actor, OfficialDep
from hub.web.people import Reader, Who
from hub.web.views import View


class MoveBody(Body):
    """Go on by another version: `path` is a path's id (its newest version) or the SHA-256 of a version.

    With `dry_run` nothing is changed, and the answer says what the move would do to the document as it stands.
    """

    path: str = Field(min_length=1, max_length=100)
    reason: str = Field(default="", max_length=2000)
    dry_run: bool = False
    on_behalf_of: str | None = None
    expected_version: int = Field(ge=1)


class VisaView(View):
    """What somebody said in a stage of the path as it is."""

    stage: str
    stage_name: str
    who: Who


class MovePreviewView(View):
    """What the move would do: visas that stay and that fall, people new to the run and those not asked any more.

    `stage` is where it would go on; null where it would be approved, or is with its author.
    """

    id: str
    version: int
    dry_run: bool
    from_path: str
    to_path: str
    stays: list[VisaView]
    void: list[VisaView]
    newcomers: list[Who]
    leaving: list[Who]
    stage: str | None
    stage_name: str | None


async def move_path(
    hub: HubDep, official: OfficialDep, document_id: str, body: MoveBody, key: KeyHeader
) -> MovePreviewView | ActedView:
    """Move a running document to another version of its path; by a clerk or a head, with a reason."""
    document = id_or_404(document_id)
    case, to = await _read(hub, official, document, body.path)
    if body.dry_run:
        return _preview(document, case, to, official.lang)
    step = MovePath(by=official.login, on_behalf_of=body.on_behalf_of, to=to, reason=body.reason)
    request = f"move {body.model_dump_json(exclude={'expected_version', 'dry_run'})}"
    given = Given(key, body.expected_version, request=request)
    acted = await hub.office.documents.act(official.login, document, ApprovalStep(command=step), given)
    return acted_view(acted, official.lang)


async def _read(hub: Hub, official: Actor, document: str, name: str) -> tuple[Case, Path]:
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, official.login)
        return case, allowed(await hub.office.documents.path_repository.chosen(tx, name, case.document.kind))


def _preview(document: str, case: Case, to: Path, lang: Lang) -> MovePreviewView:
    if case.path is None:
        raise by_rule(NO_PATH)
    found = allowed(preview_move(case.path, case.document.run, to, case.context))
    return _view(document, case, case.path, to, found, lang)


def _view(document: str, case: Case, path: Path, to: Path, found: MovePreview, lang: Lang) -> MovePreviewView:
    def visas(given: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
        titles = [(stage, _title(path, stage, lang) or stage, login) for stage, login in given]
        return [{"stage": stage, "stage_name": title, "who": login} for stage, title, login in titles]

    return MovePreviewView.of(
        found,
        Reader(lang, case.context.directory),
        id=document,
        version=case.document.length,
        dry_run=True,
        from_path=_name(path),
        to_path=_name(to),
        stays=visas(found.stays),
        void=visas(found.void),
        stage_name=_title(to, found.stage, lang),
    )


def _name(path: Path) -> str:
    return f"{path.id} v{path.version}"


def _title(path: Path, name: str | None, lang: Lang) -> str | None:
    stage = None if name is None else path.stage(name)
    return None if stage is None else stage.title.say(lang)
