"""Failures by cause: the groups, and what is in one. Operators see all, an agency what is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from hub.app import Hub
from hub.errors import Lang
from hub.exchange.causes import cause as cause_of
from hub.exchange.explain.classes import Advice, CauseClass
from hub.exchange.failures import GroupKind, groups, items
from hub.exchange.repair.quarantine import list_new, read_issues
from hub.store.ids import next_cursor
from hub.store.tx import Row, Tx, ids
from hub.web.context import CallerDep, HubDep
from hub.web.failures import GroupName, explanation, group_or_404, sight_of
from hub.web.issues import PlacedIssueView
from hub.web.paging import Page, cursor_or_422
from hub.web.views import Instant, Said, View, as_, from_, named
from mappings.issues import Issue

router = APIRouter(tags=["failures"])


class GroupView(View):
    """Failures of one cause. `where` is the destination, or the format of messages in quarantine."""

    fingerprint: str
    kind: GroupKind
    where: str
    code: str | None
    path: str | None
    cause: Annotated[str, named(cause_of)] = from_("code")
    first_seen: Instant
    last_seen: Instant
    counts: Mapping[str, int]
    sample: Sequence[str] = from_("samples")
    lanes_held: int


class FailedItemView(View):
    """A delivery, or a message in quarantine. `repair` is the open repair that has it in hand."""

    id: str
    message_id: str
    party: str
    format: str
    route: str
    state: str
    failed_at: Instant | None = from_("at")
    destination: str | None = None
    code: str | None = from_("error_code", default=None)
    detail: str | None = from_("error_detail", default=None)
    attempts: int | None = from_("tries", default=None)
    replaces: str | None = None
    issues: Sequence[PlacedIssueView] = ()
    repair: str | None = from_("repair_id", default=None)


class Groups(BaseModel):
    """All groups, the latest first."""

    items: Sequence[GroupView]


class GroupPage(BaseModel):
    """A group and a page of what is in it, newest first."""

    group: GroupView
    items: Sequence[FailedItemView]
    next: str | None


class TriedView(View):
    """How one kind of repair fared with this cause before."""

    action: str
    ended: int
    succeeded: int


Changed = Annotated[str, as_(lambda change: f"{change.kind} {change.subject}")]


class ExplanationView(View):
    """Why a group is there, and what to do. `sides` are two where the code cannot tell which; `value` is what stood at
    the place, masked; `said` the agency's own code and words. `first_at` looks further back than its present members.
    """

    sides: Sequence[CauseClass]
    sentence: Said
    advice: Advice
    because: Said
    place: str | None = from_("evidence.place")
    rule: str | None = from_("evidence.rule")
    value: str | None = from_("evidence.value")
    said: Annotated[str, as_(str)] = from_("evidence.said")
    first_at: Instant = from_("evidence.first_at")
    returns: bool = from_("evidence.returns")
    changed_before: Sequence[Changed] = from_("evidence.changes")
    changed_since: Sequence[Changed] = from_("evidence.changed_since")
    tried: Sequence[TriedView] = from_("evidence.tried")


@router.get("/v1/failures")
async def list_failures(hub: HubDep, who: CallerDep) -> Groups:
    """Groups of what failed, is unknown, in quarantine, or discarded with its lanes held."""
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        return Groups(items=GroupView.each(await groups(tx, sight_of(hub, who)), who.lang))


@router.get("/v1/failures/{fingerprint}")
async def show_failures(
    hub: HubDep, who: CallerDep, fingerprint: GroupName, page: Annotated[Page, Query()]
) -> GroupPage:
    """One group with its deliveries or messages."""
    cursor, sight = cursor_or_422(page.cursor), sight_of(hub, who)
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        found = await group_or_404(tx, sight, fingerprint)
        rows = await items(tx, sight, found, cursor, page.limit)
        issues = await _issues(tx, hub, rows, who.lang) if found.kind == "quarantine" else {}
    return GroupPage(
        group=GroupView.of(found, who.lang),
        items=[FailedItemView.of(row, issues=issues.get(row["id"], ())) for row in rows],
        next=next_cursor([row["id"] for row in rows], page.limit),
    )


@router.get("/v1/failures/{fingerprint}/explanation")
async def explain_failures(hub: HubDep, who: CallerDep, fingerprint: GroupName) -> ExplanationView:
    """Why the group is there and what to do: cause, place, history, what changed before, the advised action."""
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        found = await explanation(tx, hub, await group_or_404(tx, sight_of(hub, who), fingerprint), who)
    return ExplanationView.of(found, who.lang)


async def _issues(tx: Tx, hub: Hub, rows: Sequence[Row], lang: Lang) -> dict[str, list[PlacedIssueView]]:
    found = await tx.fetch(
        "SELECT b.message_id, b.issues_sealed FROM message_bodies b JOIN {rows} ON r.id = b.message_id",
        rows=ids([row["id"] for row in rows]),
    )
    return {
        row["message_id"]: PlacedIssueView.each(
            (Issue(**each) for each in read_issues(hub.sealer, row["message_id"], row["issues_sealed"])), lang
        )
        for row in found
    }
