"""Many approvals by one act: a manifest names these documents in exactly this state; each has its own result."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.documents.kernel import decide
from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Approve
from document_flow.paths.bulk import BulkItem, blocked, manifest
from hub.app import Hub
from hub.bodies import Body
from hub.documents.acting.acting import Acted
from hub.documents.acting.looks import looked_at
from hub.documents.acting.service import Given
from hub.errors import HubError, Refused, Words
from hub.web.context import HubDep, KeyHeader
from hub.web.officials import Actor, OfficialDep
from hub.web.problem import say

MOST_ITEMS = 200


class ItemBody(Body):
    """A document as it stood in the list that the person saw."""

    document: str = Field(pattern="^[0-9a-f]{32}$")
    content_hash: str = Field(pattern="^[0-9a-f]{64}$")
    on_behalf_of: str | None = Field(default=None, max_length=100)


class BulkBody(Body):
    """What is approved by one act. With `manifest` the act is refused unless it stands for the same documents."""

    items: list[ItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    manifest: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    dry_run: bool = False


class ItemResult(BaseModel):
    """What became of one document; `code` and `detail` say why it was left as it is."""

    document: str
    outcome: Literal["approved", "would_be_approved", "left"]
    version: int | None = None
    code: str | None = None
    detail: str | None = None


class BulkResult(BaseModel):
    """The manifest's SHA-256, which every mark names, and what became of each document in the order of the request."""

    manifest: str
    approved: int
    left: int
    results: list[ItemResult]


async def approve_in_bulk(hub: HubDep, who: OfficialDep, body: BulkBody, key: KeyHeader) -> BulkResult:
    """Approve each on its own. What is stale, signs, was not opened, or is not yours stays as it is; the others go on.

    A dry run asks the same rules and changes nothing.
    """
    items = [BulkItem(each.document, each.content_hash, on_behalf_of=each.on_behalf_of) for each in body.items]
    sha256 = manifest(items).sha256
    if body.manifest is not None and body.manifest != sha256:
        raise Refused("documents.manifest_differs", DIFFERS, status=409, place="manifest")
    results = await asyncio.gather(*(approve_one(hub, who, item, sha256, key, dry_run=body.dry_run) for item in items))
    approved = sum(each.outcome != "left" for each in results)
    return BulkResult(manifest=sha256, approved=approved, left=len(results) - approved, results=list(results))


async def approve_one(
    hub: Hub, who: Actor, item: BulkItem, sha256: str, key: str, *, dry_run: bool = False
) -> ItemResult:
    """One document of a manifest, on its own; under the act's key and its own name it is approved once."""
    try:
        async with hub.store.read() as tx:
            case = await hub.office.documents.case(tx, item.run, who.login)
            looked = await looked_at(tx, hub.hash, who.login, [(item.run, item.content_hash)])
        step = Approve(by=who.login, on_behalf_of=item.on_behalf_of, content_hash=item.content_hash, manifest=sha256)
        refused = _refused(case, replace(item, was_read=bool(looked)), step, dry_run=dry_run)
        if refused is not None:
            return _left(item, refused.code, say(refused.words, who.lang))
        if dry_run:
            return ItemResult(document=item.run, outcome="would_be_approved", version=case.document.length)
        given = Given(f"{key}/{item.run}", request=f"bulk {sha256}")
        acted: Acted = await hub.office.documents.act(who.login, item.run, ApprovalStep(command=step), given)
    except HubError as problem:
        return _left(item, problem.code, say(problem.words, who.lang))
    return ItemResult(document=item.run, outcome="approved", version=acted.version)


def _refused(case: Case, item: BulkItem, step: Approve, *, dry_run: bool) -> Refusal | None:
    """What the rules say before anything is done; a repetition is known by its key only where it is carried out."""
    decided = decide(case, ApprovalStep(command=step)) if dry_run else None
    if isinstance(decided, Refusal):
        return decided
    if case.path is None:
        return None
    may_be_unread = case.context.competence.unread_in_bulk
    return blocked(case.path, case.document.run, item, may_be_unread=may_be_unread)


def _left(item: BulkItem, code: str, detail: str) -> ItemResult:
    return ItemResult(document=item.run, outcome="left", code=code, detail=detail)


DIFFERS = Words(
    "Siyahı manifestdəki sənədlərlə eyni deyil; siyahıya yenidən baxın.",
    "These are not the documents of the manifest; look at the list again.",
)
