"""Failures by cause: the groups, and what is in one. Operators see all, an agency what is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from hub.app import Hub
from hub.clock import rfc3339
from hub.errors import Lang, NotFound
from hub.exchange.causes import cause
from hub.exchange.explain.classes import Advice, CauseClass
from hub.exchange.explain.evidence import gather
from hub.exchange.explain.explaining import Explanation, explain
from hub.exchange.failures import Group, GroupKind, Sight, group, groups, items
from hub.exchange.repair.quarantine import list_new, read_issues
from hub.store.ids import next_cursor
from hub.store.tx import Row, Tx, ids
from hub.web.context import NOTHING_THERE, Caller, CallerDep, HubDep, agency_of, sees_all
from hub.web.paging import Page, cursor_or_422
from hub.web.problem import say
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


class TriedView(BaseModel):
    """How one kind of repair fared with this cause before."""

    action: str
    ended: int
    succeeded: int


class ExplanationView(BaseModel):
    """Why a group is there, and what to do. `first_at` looks further back than the group's present members."""

    cause: CauseClass
    sentence: str
    advice: Advice
    because: str
    place: str | None
    rule: str | None
    first_at: str
    returns: bool
    changed_before: Sequence[str]
    changed_since: Sequence[str]
    tried: Sequence[TriedView]


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


@router.get("/v1/failures/{fingerprint}/explanation")
async def explain_failures(hub: HubDep, who: CallerDep, fingerprint: GroupName) -> ExplanationView:
    """Why the group is there and what to do: cause, place, history, what changed before, the advised action."""
    await list_new(hub.store, hub.sealer)
    async with hub.store.read() as tx:
        found = await group(tx, sight_of(hub, who), fingerprint)
        if found is None:
            raise NotFound("failure.no_such_group", NOTHING_THERE)
        return _explanation(await explanation(tx, hub, found), who.lang)


async def explanation(tx: Tx, hub: Hub, found: Group) -> Explanation:
    """Why the group is there; see `hub.exchange.explain`."""
    operation = hub.operations.get(found.where)
    known = await gather(
        tx,
        hub.sealer,
        found,
        _names(hub, found),
        asks_first=operation is not None and operation.has_status,
        idempotent=operation is not None and operation.idempotent,
    )
    return explain(found.code, known)


def _names(hub: Hub, found: Group) -> Sequence[str]:
    """By what names changes may speak of the group."""
    if found.kind == "quarantine":
        route = hub.routes.for_format(found.where)
        return (found.where, *([route.name] if route else []))
    led = [(route, route.destination(found.where)) for route in hub.routes.all]
    own = [name for route, there in led if there for name in (route.name, route.source, there.writes) if name]
    return (found.where, agency_of(hub, found.where), *own)


def _explanation(found: Explanation, lang: Lang) -> ExplanationView:
    known = found.evidence
    return ExplanationView(
        cause=found.cause,
        sentence=say(found.sentence, lang),
        advice=found.advice,
        because=say(found.because, lang),
        place=known.place,
        rule=known.rule,
        first_at=rfc3339(known.first_at),
        returns=known.returns,
        changed_before=[f"{each.kind} {each.subject}" for each in known.changes],
        changed_since=[f"{each.kind} {each.subject}" for each in known.changed_since],
        tried=[TriedView(action=each.action, ended=each.ended, succeeded=each.succeeded) for each in known.tried],
    )


def group_view(each: Group, lang: Lang) -> GroupView:
    """The group in the caller's language."""
    return GroupView(
        fingerprint=each.fingerprint,
        kind=each.kind,
        where=each.where,
        code=each.code,
        path=each.path,
        cause=say(cause(each.code), lang),
        first_seen=rfc3339(each.first_seen),
        last_seen=rfc3339(each.last_seen),
        counts=each.counts,
        sample=each.samples,
        lanes_held=each.lanes_held,
    )


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
        **common,
        failed_at=at,
        destination=row["destination"],
        code=row["error_code"],
        detail=row["error_detail"],
        attempts=row["tries"],
        replaces=row["replaces"],
        repair=row["repair_id"],
    )
