"""Retention (saxlanma müddəti): volumes of files, what may be destroyed and why not, and the commission's acts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from document_flow.nomenclature import Nomenclature
from document_flow.outcome import Refusal
from document_flow.retention import ActLine, CommissionAct, Stays
from hub.api.context import HubDep, StrictRoute, id_or_404
from hub.api.officials import ActorDep
from hub.api.problem import Lang, say
from hub.app import Hub
from hub.clock import rfc3339
from hub.documents.case_files import Volume, close_volume, plan_of, say_not_needed, volumes
from hub.documents.retention import Progress, StoredAct, act_of, carry_out, progress, proposal, write_down
from hub.errors import NotFound, Refused, Words

router = APIRouter(tags=["retention"], route_class=StrictRoute)
_CLOSED = ConfigDict(extra="forbid", frozen=True)
_Volume = Annotated[str, Field(pattern="^[0-9]{4}/[^/\\s]{1,30}/[0-9]{1,6}$", description="As in 2026/01-05/1")]
_Login = Annotated[str, Field(pattern="^\\S{1,100}$")]


class VolumeView(BaseModel):
    """A volume of a file of the nomenclature."""

    name: str
    title: str
    closed: str | None
    not_needed: str | None
    destroyed_by: str | None


class VolumesView(BaseModel):
    """Volumes in the order of their names."""

    volumes: list[VolumeView]


class VolumeBody(BaseModel):
    """One volume."""

    model_config = _CLOSED
    volume: _Volume


class NotNeededBody(VolumeBody):
    """Its unit's word that it is needed no more, for what is kept until it is not needed."""

    reason: str = Field(min_length=1, max_length=300)


class LineView(BaseModel):
    """A volume that may be destroyed. `kept_until` is the last day of its term."""

    file: str
    title: str
    documents: int
    kept_until: date
    basis: str
    expert_review: bool


class StaysView(BaseModel):
    """A volume that may not be destroyed, and why."""

    file: str
    code: str
    reason: str


class ProposalView(BaseModel):
    """What the expert commission is asked about, and what stays."""

    on: date
    destroyed: list[LineView]
    stays: list[StaysView]


class ActBody(BaseModel):
    """The expert commission's act."""

    model_config = _CLOSED
    number: str = Field(min_length=1, max_length=60)
    on: date
    members: list[_Login] = Field(max_length=30)
    files: list[_Volume] = Field(max_length=1000)


class ActView(BaseModel):
    """The act and how far it is carried out; `refused` counts documents that stay, by code, at this attempt."""

    id: str
    number: str
    on: date
    members: list[str]
    files: list[str]
    made_by: str
    created_at: str
    destroyed: int
    left: int
    refused: dict[str, int]
    links: dict[str, str]


@router.get("/v1/retention/volumes")
async def show_volumes(
    hub: HubDep, official: ActorDep, year: Annotated[int | None, Query(ge=1990, le=2200)] = None
) -> VolumesView:
    """The volumes, of all plans or of one year's."""
    async with hub.store.read() as tx:
        found = await volumes(tx, year)
    return VolumesView(volumes=[_volume(each, hub, official.lang) for each in found])


@router.post("/v1/retention/volumes/close")
async def close(hub: HubDep, official: ActorDep, body: VolumeBody) -> VolumesView:
    """Nothing more is put into it; by the registry. Its term runs from 1 January after."""
    official.need("clerk")
    today = await _today(hub)
    async with hub.store.write() as tx:
        _found(await close_volume(tx, body.volume, today.isoformat()))
    return await show_volumes(hub, official, int(body.volume[:4]))


@router.post("/v1/retention/volumes/not-needed")
async def not_needed(hub: HubDep, official: ActorDep, body: NotNeededBody) -> VolumesView:
    """Its unit needs it no more; by the registry or a head."""
    official.need("clerk", "head")
    async with hub.store.write() as tx:
        _found(await say_not_needed(tx, body.volume, f"{official.login}: {body.reason}"))
    return await show_volumes(hub, official, int(body.volume[:4]))


@router.get("/v1/retention/proposal")
async def propose(hub: HubDep, official: ActorDep, on: date | None = None) -> ProposalView:
    """What may be destroyed today or on another day, and for every other volume why it stays."""
    official.need("clerk", "head", "lawyer")
    day = on or await _today(hub)
    async with hub.store.read() as tx:
        found = await proposal(tx, hub.office.documents, hub.office.rules.nomenclature, day)
    return ProposalView(
        on=day,
        destroyed=[_line(each, official.lang) for each in found.lines],
        stays=[_stays(each, official.lang) for each in found.stays],
    )


@router.post("/v1/retention/acts", status_code=201)
async def act(hub: HubDep, official: ActorDep, body: ActBody) -> ActView:
    """Destroy the volumes that the commission's act names: all of them are proposed today, or none is destroyed."""
    official.need("clerk")
    around = await hub.office.documents.around()
    if unknown := [login for login in body.members if login not in around.directory.officials]:
        raise Refused("retention.unknown_member", _unknown(unknown[0]), status=422, place="/members")
    wanted = CommissionAct(body.number, body.on, tuple(body.members), tuple(body.files))
    today = around.context(hub.clock.now()).today
    async with hub.store.write() as tx:
        stored = await write_down(
            tx, hub.office.documents, hub.office.rules.nomenclature, wanted, (official.login, today)
        )
    if isinstance(stored, Refusal):
        raise hub.office.documents.refused(stored)
    return _view(stored, await carry_out(hub.office.documents, stored, official.login))


@router.get("/v1/retention/acts/{act_id}")
async def show_act(hub: HubDep, official: ActorDep, act_id: str) -> ActView:
    """An act and how far it is carried out."""
    official.need("clerk", "head", "lawyer", "auditor")
    stored = await _act(hub, act_id)
    return _view(stored, await progress(hub.office.documents, stored, {}))


@router.post("/v1/retention/acts/{act_id}/carry-out")
async def carry(hub: HubDep, official: ActorDep, act_id: str) -> ActView:
    """Go on with what is left of an act: after a break, or once a legal hold was released."""
    official.need("clerk")
    stored = await _act(hub, act_id)
    return _view(stored, await carry_out(hub.office.documents, stored, official.login))


async def _act(hub: Hub, act_id: str) -> StoredAct:
    async with hub.store.read() as tx:
        stored = await act_of(tx, id_or_404(act_id))
    if stored is None:
        raise NotFound("retention.unknown_act", _NO_ACT)
    return stored


async def _today(hub: Hub) -> date:
    return (await hub.office.documents.around()).context(hub.clock.now()).today


def _found(changed: bool) -> None:  # noqa: FBT001  the answer of the statement that changed it, or did not
    if not changed:
        raise NotFound("retention.no_volume", _NO_VOLUME)


def _volume(found: Volume, hub: Hub, lang: Lang) -> VolumeView:
    plan = plan_of(hub.office.rules.nomenclature, found.plan_year) or Nomenclature("", 0, {})
    planned = plan.files.get(found.file)
    return VolumeView(
        name=found.name, title=say(planned.title, lang) if planned else "", closed=found.closed,
        not_needed=found.not_needed, destroyed_by=found.destroyed_by,
    )  # fmt: skip


def _line(line: ActLine, lang: Lang) -> LineView:
    return LineView(
        file=line.file, title=say(line.title, lang), documents=line.documents, kept_until=line.kept_until,
        basis=line.basis, expert_review=line.expert_review,
    )  # fmt: skip


def _stays(stays: Stays, lang: Lang) -> StaysView:
    return StaysView(file=stays.file, code=stays.code, reason=say(stays.words, lang))


def _view(stored: StoredAct, done: Progress) -> ActView:
    base = f"/v1/retention/acts/{stored.id}"
    return ActView(
        id=stored.id, number=stored.act.number, on=stored.act.on, members=list(stored.act.members),
        files=list(stored.act.files), made_by=stored.made_by, created_at=rfc3339(stored.created_at),
        destroyed=done.destroyed, left=done.left, refused=dict(done.refused),
        links={"self": base, "carry-out": f"{base}/carry-out"},
    )  # fmt: skip


def _unknown(login: str) -> Words:
    return Words(f"“{login}” işçilər arasında yoxdur.", f"{login} is not among the officials.")


_NO_VOLUME = Words("Belə açıq (və ya bağlı) cild yoxdur.", "There is no such volume in that state.")
_NO_ACT = Words("Belə akt yoxdur.", "There is no such act.")
