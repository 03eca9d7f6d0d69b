"""Replays over HTTP: what a candidate mapping would make of stored messages, and corrections of what was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from document_flow.context import BAKU
from hub.api.exchange.repairs import who_is
from hub.app import Hub
from hub.bodies import Body
from hub.clock import SECOND
from hub.exchange.repair.rules import MOST_ITEMS
from hub.exchange.replay.asking import candidate_version, replayed_format, send_corrections
from hub.exchange.replay.book import MOST_MESSAGES, Replay, ReplayKind, WantedReplay, ask, cancel, replay, replays
from hub.exchange.replay.candidate import checked
from hub.exchange.replay.words import no_such_replay
from hub.web.context import CallerDep, HubDep, Id, StrictRoute, require
from hub.web.views import Instant, Links, View, from_, linked

router = APIRouter(tags=["replays"], route_class=StrictRoute)
_VIEWERS = ("operate", "approve", "committee")
_LONGEST_FILE = 512 * 1024
_DAYS = 7
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
Name = Annotated[str, Field(max_length=200)]


class WindowBody(Body):
    """Days of Baku, both included, by which messages were accepted or delivered; the last seven where none is given."""

    format: Name
    since: Day | None = None
    until: Day | None = None

    def instants(self, now: int) -> tuple[int, int]:
        """Microseconds, from the first midnight to the one after the last day."""
        until = self.until or datetime.fromtimestamp(now / SECOND, BAKU).date()
        since = self.since or until - timedelta(days=_DAYS - 1)
        return _midnight(since), _midnight(until + timedelta(days=1))


class ShadowBody(WindowBody):
    """A candidate by its files (`mapping.yaml`, `codes.yaml`, `schema.json` or `schema.xsd`), and what must pass."""

    candidate: Annotated[dict[Name, Annotated[str, Field(max_length=_LONGEST_FILE)]], Field(max_length=4)]
    most: int = Field(default=MOST_MESSAGES, ge=1, le=MOST_MESSAGES)
    required_percent: float = Field(default=100.0, ge=0, le=100)


class CorrectionBody(WindowBody):
    """What was delivered in the window, read by today's mapping; `field` narrows by the path of a field."""

    field: Name | None = None


class EmitBody(Body):
    """Why what was found is sent: kept with the repair."""

    reason: Annotated[str, Field(min_length=3, max_length=500)]


class ShapeSample(BaseModel):
    """One difference by its shape alone: letters as x, digits as 9."""

    message: str
    before: str | None
    after: str | None


class DifferingField(BaseModel):
    """A field that differs, in how many, and a few samples."""

    name: str
    count: int
    samples: list[ShapeSample]


class MappingReplaySummary(View):
    """A replay and how far it has come. `passed_percent` is None where nothing was read."""

    id: str
    kind: Literal["shadow", "correction"] = from_("wanted.kind")
    format: str = from_("wanted.format")
    since: Instant = from_("wanted.since")
    until: Instant = from_("wanted.until")
    state: Literal["running", "done", "failed", "cancelled"]
    seen: int
    passed_percent: float | None
    passes: bool
    made_by: str
    created_at: Instant
    finished_at: Instant | None
    trouble: str | None
    repair: str | None
    links: Annotated[Links, linked(self="/v1/replays/{}")]


class MappingReplayView(MappingReplaySummary):
    """The same with what was found: counts, the fields that differ in most first, and the issues."""

    counts: dict[str, int]
    fields: list[DifferingField]
    issues: dict[str, int]


class RepairMade(BaseModel):
    """The repair that sends what was found."""

    repair: str
    links: dict[str, str]


class MappingReplays(BaseModel):
    """The latest of a kind, newest first."""

    items: Sequence[MappingReplaySummary]


@router.post("/v1/replays/shadow", status_code=202)
async def ask_shadow(hub: HubDep, who: CallerDep, body: ShadowBody) -> MappingReplayView:
    """Let a candidate read stored messages; nothing is sent, nothing stored of them."""
    require(who, "operate")
    made, files = replayed_format(hub.formats, body.format), checked(body.candidate)
    wanted = WantedReplay(
        ReplayKind.SHADOW,
        made.name,
        *body.instants(hub.clock.now()),
        body.most,
        round(body.required_percent * 100),
        None,
        files,
        await candidate_version(hub.store, made.name, files),
    )
    return await _one(hub, await ask(hub.store, wanted, who_is(who)))


@router.post("/v1/replays/corrections", status_code=202)
async def ask_corrections(hub: HubDep, who: CallerDep, body: CorrectionBody) -> MappingReplayView:
    """Look which deliveries would say something else by today's mapping; nothing is sent."""
    require(who, "operate")
    made = replayed_format(hub.formats, body.format)
    wanted = WantedReplay(
        ReplayKind.CORRECTION,
        made.name,
        *body.instants(hub.clock.now()),
        MOST_ITEMS,
        field=body.field or None,
        candidate_hash=made.version_hash,
    )
    return await _one(hub, await ask(hub.store, wanted, who_is(who)))


@router.get("/v1/replays")
async def list_replays(
    hub: HubDep,
    who: CallerDep,
    kind: ReplayKind = ReplayKind.SHADOW,
    limit: Annotated[int, Query(ge=1, le=200)] = 30,
) -> MappingReplays:
    """The latest of a kind."""
    require(who, *_VIEWERS)
    async with hub.store.read() as tx:
        found = await replays(tx, kind, limit)
    return MappingReplays(items=[MappingReplaySummary.of(each, **_told(each)) for each in found])


@router.get("/v1/replays/{replay_id}")
async def get_replay(hub: HubDep, who: CallerDep, replay_id: Id) -> MappingReplayView:
    """One replay with what it has found so far."""
    require(who, *_VIEWERS)
    return await _one(hub, replay_id)


@router.post("/v1/replays/{replay_id}/cancel")
async def cancel_replay(hub: HubDep, who: CallerDep, replay_id: Id) -> MappingReplayView:
    """Stop reading; what was found so far stays."""
    require(who, "operate")
    await cancel(hub.store, replay_id)
    return await _one(hub, replay_id)


@router.post("/v1/replays/{replay_id}/emit", status_code=202)
async def emit(hub: HubDep, who: CallerDep, replay_id: Id, body: EmitBody) -> RepairMade:
    """Send the corrections that were found, as a repair; above 100 a second person approves it."""
    require(who, "operate")
    async with hub.store.read() as tx:
        if (await replay(tx, replay_id)).wanted.kind is not ReplayKind.CORRECTION:
            raise no_such_replay()
    made = await send_corrections(hub.repairs, replay_id, body.reason, who_is(who))
    return RepairMade(repair=made, links={"repair": f"/v1/repairs/{made}"})


async def _one(hub: Hub, replay_id: str) -> MappingReplayView:
    async with hub.store.read() as tx:
        found = await replay(tx, replay_id)
    fields = [
        DifferingField(
            name=name,
            count=count,
            samples=[
                ShapeSample(message=message or "", before=before, after=after)
                for message, before, after in found.tally.samples.get(name, ())
            ],
        )
        for name, count in found.tally.fields.most_common()
    ]
    told = {"counts": dict(found.tally.counts), "fields": fields, "issues": dict(found.tally.issues)}
    return MappingReplayView.of(found, **_told(found), **told)


def _told(found: Replay) -> dict[str, object]:
    return {"passed_percent": None if found.rate is None else found.rate / 100, "links": found.id}


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), BAKU).timestamp()) * SECOND
