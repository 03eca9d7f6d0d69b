"""Failures by cause: the groups, and what is in one. Operators see all, an agency what is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from hub.api.context import NOTHING_THERE, Caller, CallerDep, HubDep, agency_of, sees_all
from hub.api.paging import Page, cursor_or_422, next_cursor
from hub.api.problem import Lang, say
from hub.app import Hub
from hub.clock import rfc3339
from hub.errors import NotFound
from hub.exchange.causes import cause
from hub.exchange.failures import Group, GroupKind, Sight, group, groups, items
from hub.exchange.repair.quarantine import list_new, read_issues
from hub.store.tx import Row, Tx, ids
from mappings.issues import Issue

router = APIRouter(tags=["failures"])
GroupName = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


class GroupView(BaseModel):
    """Failures of one cause. `where` is the destination, or the format of messages in quarantine."""

    fingerprint: str
    kind: GroupKind
    where: str
    code: str | None
    path: str | None
    cause: str
    first_seen: str
    last_seen: str
    counts: Mapping[str, int]
    sample: Sequence[str]
    lanes_held: int


class IssueView(BaseModel):
    """What a mapping could not read; never the value."""

    code: str
    path: str
    severity: str
    text: str


class ItemView(BaseModel):
    """A delivery, or a message in quarantine. `repair` is the open repair that has it in hand."""

    id: str
    message_id: str
    party: str
    format: str
    route: str
    state: str
    failed_at: str | None
    destination: str | None = None
    code: str | None = None
    detail: str | None = None
    attempts: int | None = None
    replaces: str | None = None
    issues: Sequence[IssueView] = ()
    repair: str | None = None


class Groups(BaseModel):
    """All groups, the latest first."""

    items: Sequence[GroupView]


class GroupPage(BaseModel):
    """A group and a page of what is in it, newest first."""

    group: GroupView
    items: Sequence[ItemView]
    next: str | None


def sight_of(hub: Hub, who: Caller) -> Sight:
    """What the caller may look at."""
    if sees_all(who):
        return Sight()
    return Sight(who.party, tuple(name for name in hub.destinations if agency_of(hub, name) == who.party))


@router.get("/v1/failures")
async def list_failures(hub: HubDep, who: CallerDep) -> Groups:
    """Groups of what failed, is unknown, in quarantine, or discarded with its lanes held."""
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        found = await groups(tx, sight_of(hub, who))
    return Groups(items=[group_view(each, who.lang) for each in found])


@router.get("/v1/failures/{fingerprint}")
async def show_failures(
    hub: HubDep, who: CallerDep, fingerprint: GroupName, page: Annotated[Page, Query()]
) -> GroupPage:
    """One group with its deliveries or messages."""
    cursor, sight = cursor_or_422(page.cursor), sight_of(hub, who)
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        found = await group(tx, sight, fingerprint)
        if found is None:
            raise NotFound("failure.no_such_group", NOTHING_THERE)
        rows = await items(tx, sight, found, cursor, page.limit)
        issues = await _issues(tx, hub, rows, who.lang) if found.kind == "quarantine" else {}
    return GroupPage(
        group=group_view(found, who.lang),
        items=[_item(row, found, issues.get(row["id"], ())) for row in rows],
        next=next_cursor([row["id"] for row in rows], page.limit),
    )


def group_view(each: Group, lang: Lang) -> GroupView:
    """The group in the caller's language."""
    return GroupView(
        fingerprint=each.fingerprint, kind=each.kind, where=each.where, code=each.code, path=each.path,
        cause=say(cause(each.code), lang), first_seen=rfc3339(each.first_seen), last_seen=rfc3339(each.last_seen),
        counts=each.counts, sample=each.samples, lanes_held=each.lanes_held,
    )  # fmt: skip


async def _issues(tx: Tx, hub: Hub, rows: Sequence[Row], lang: Lang) -> dict[str, list[IssueView]]:
    found = await tx.fetch(
        "SELECT b.message_id, b.issues_sealed FROM message_bodies b JOIN {rows} ON r.id = b.message_id",
        rows=ids([row["id"] for row in rows]),
    )
    return {
        row["message_id"]: [
            _issue(Issue(**each), lang) for each in read_issues(hub.sealer, row["message_id"], row["issues_sealed"])
        ]
        for row in found
    }


def _issue(each: Issue, lang: Lang) -> IssueView:
    text = each.text_az if lang == "az" else each.text_en
    return IssueView(code=each.code, path=each.path, severity=each.severity, text=text)


def _item(row: Row, of: Group, issues: Sequence[IssueView]) -> ItemView:
    common = {name: row[name] for name in ("id", "message_id", "party", "format", "route", "state")}
    at = rfc3339(row["at"]) if row["at"] is not None else None
    if of.kind == "quarantine":
        return ItemView(**common, failed_at=at, issues=issues, repair=row["repair_id"])
    return ItemView(
        **common, failed_at=at, destination=row["destination"], code=row["error_code"], detail=row["error_detail"],
        attempts=row["tries"], replaces=row["replaces"], repair=row["repair_id"],
    )  # fmt: skip
