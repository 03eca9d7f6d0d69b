"""Approving many by one act: each was opened first, a manifest names them in exactly this state, each has a result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.documents.kernel import decide
from document_flow.documents.state import DOCUMENTS
from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Approve
from document_flow.paths.bulk import BulkItem, manifest
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.documents.acting.inbox import Cursor, tasks_of
from hub.documents.acting.looks import looked_at
from hub.errors import HubError, Refused
from hub.web.context import HubDep
from hub.web.documents.bulk import DIFFERS, MOST_ITEMS, approve_one
from hub.web.documents.inbox import actors_of

router = APIRouter()
_MOST = 100
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that waits for the person's visa or approval. `value` names it in exactly this state."""

    item: BulkItem
    title: str
    reg_no: str | None
    stage: Words
    due: date | None
    whose: str
    looked: bool

    @property
    def value(self) -> str:
        """As forms carry it."""
        return f"{self.item.run}:{self.item.content_hash}:{self.item.on_behalf_of or ''}"


@router.get("/desk/together")
@gets(Right.DOCUMENTS)
async def choose(request: Request, hub: HubDep, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """What could be approved together; one that was not opened yet cannot be chosen."""
    found = await _candidates(hub, who)
    return await page(request, who, "documents/together.html", tried=tried, found=found, step="choose")


@router.post("/desk/together")
@posts(Right.DOCUMENTS, choose, otherwise="item", shows=HubError)
async def confirm(sent: SentDep) -> str | Response:
    """The manifest of what was chosen, to be confirmed; with its hash, the act itself."""
    wanted = frozenset(sent.form.all("item")[:MOST_ITEMS])
    if not wanted:
        return f"{PATH}/desk/together"
    if sent.form.text("manifest"):
        return await _approved(sent)
    chosen = [each for each in await _candidates(sent.hub, sent.who) if each.value in wanted and each.looked]
    made = manifest(each.item for each in chosen)
    return await page(
        sent.request,
        sent.who,
        "documents/together.html",
        found=chosen,
        step="confirm",
        manifest=made.sha256,
        key=uuid4().hex,
        missed=len(wanted) - len(chosen),
    )


async def _approved(sent: Sent) -> HTMLResponse:
    """Each on its own: what is stale, signs or is not this person's stays as it is, the others go on."""
    hub, who, form = sent.hub, sent.who, sent.form
    items = [_item(text) for text in form.all("item")[:MOST_ITEMS]]
    sha256 = manifest(items).sha256
    if sha256 != form.text("manifest"):
        raise Refused("documents.manifest_differs", DIFFERS, status=409)
    async with hub.store.read() as tx:
        looked = await looked_at(tx, hub.hash, who.login, [(each.run, each.content_hash) for each in items])
    read = [each for each in items if (each.run, each.content_hash) in looked]
    results = await asyncio.gather(*(approve_one(hub, who.actor, each, sha256, form.key) for each in read))
    titles = {name: form.text(f"title-{name}") for name in (each.run for each in items)}
    return await page(
        sent.request,
        who,
        "documents/together.html",
        step="done",
        results=results,
        titles=titles,
        manifest=sha256,
        unread=[each.run for each in items if each not in read],
        approved=sum(each.outcome == "approved" for each in results),
    )


def _item(text: str) -> BulkItem:
    parts = text.split(":")
    if len(parts) != _PARTS:
        raise Refused("documents.manifest_differs", DIFFERS, status=409)
    return BulkItem(parts[0], parts[1], on_behalf_of=parts[2] or None)


async def _candidates(hub: Hub, who: Viewer) -> list[Candidate]:
    """The first of the person's tasks that an approval would do, as the kernel says."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    found: list[Candidate] = []
    async with hub.store.read() as tx:
        tasks = await tasks_of(tx, hub.sealer, actors_of(who.actor, context), Cursor(), _MOST)
        for task in tasks:
            state = DOCUMENTS.validate_json(task.state)
            path = (
                await hub.office.documents.path_repository.path(tx, state.run.path_sha256)
                if state.run.path_sha256
                else None
            )
            stage = state.run.stage
            if task.task != "walk" or path is None or stage is None:
                continue
            hand = task.for_whom if task.for_whom != who.login else None
            item = BulkItem(task.document, state.content_hash, on_behalf_of=hand)
            if _allowed(Case(state, path, context), who.login, item):
                found.append(
                    Candidate(
                        item,
                        state.title,
                        task.reg_no,
                        path.stages[state.run.current].title,
                        date.fromisoformat(task.due) if task.due else None,
                        context.directory.name(hand) if hand else "",
                        looked=False,
                    )
                )
        looked = await looked_at(tx, hub.hash, who.login, [(each.item.run, each.item.content_hash) for each in found])
    return [replace(each, looked=(each.item.run, each.item.content_hash) in looked) for each in found]


def _allowed(case: Case, login: str, item: BulkItem) -> bool:
    step = Approve(by=login, on_behalf_of=item.on_behalf_of, content_hash=item.content_hash)
    return not isinstance(decide(case, ApprovalStep(command=step)), Refusal)
