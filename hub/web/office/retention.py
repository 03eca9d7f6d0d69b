"""Retention (saxlanma müddəti): what may be destroyed and why not, and the expert commission's acts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from document_flow.retention import CommissionAct
from hub.app import Hub
from hub.bodies import Body, Day
from hub.documents.office.retention import Progress, StoredAct, act_of, carry_out, progress, proposal, write_down
from hub.errors import NotFound, Refused, Words, allowed, found_or
from hub.web.context import HubDep, id_or_404
from hub.web.office.volumes import VolumeName, today_of
from hub.web.officials import OfficialDep
from hub.web.views import Instant, Links, Said, View, from_, linked

_Login = Annotated[str, Field(pattern="^\\S{1,100}$")]


class DestructionLineView(View):
    """A volume that may be destroyed. `kept_until` is the last day of its term."""

    file: str
    title: Said
    documents: int
    kept_until: date
    basis: str
    expert_review: bool


class StaysView(View):
    """A volume that may not be destroyed, and why."""

    file: str
    code: str
    reason: Said = from_("words")


class ProposalView(View):
    """What the expert commission is asked about, and what stays."""

    on: date
    destroyed: list[DestructionLineView] = from_("lines")
    stays: list[StaysView]


class DestructionActBody(Body):
    """The expert commission's act."""

    number: str = Field(min_length=1, max_length=60)
    on: date
    members: list[_Login] = Field(max_length=30)
    files: list[VolumeName] = Field(max_length=1000)


class DestructionActView(View):
    """The act and how far it is carried out; `refused` counts documents that stay, by code, at this attempt."""

    id: str
    number: str = from_("act.number")
    on: date = from_("act.on")
    members: list[str] = from_("act.members")
    files: list[str] = from_("act.files")
    made_by: str
    created_at: Instant
    destroyed: int
    left: int
    refused: dict[str, int]
    links: Annotated[
        Links, linked(**{"self": "/v1/retention/acts/{}", "carry-out": "/v1/retention/acts/{}/carry-out"})
    ] = from_("id")


async def propose(hub: HubDep, official: OfficialDep, on: Day | None = None) -> ProposalView:
    """What may be destroyed today or on another day, and for every other volume why it stays."""
    official.need("clerk", "head", "lawyer")
    day = on or await today_of(hub)
    async with hub.store.read() as tx:
        found = await proposal(tx, hub.office.documents, hub.office.rules.nomenclature, day)
    return ProposalView.of(found, official.lang, on=day)


async def act(hub: HubDep, official: OfficialDep, body: DestructionActBody) -> DestructionActView:
    """Destroy the volumes that the commission's act names: all of them are proposed today, or none is destroyed."""
    official.need("clerk")
    around = await hub.office.documents.around()
    if unknown := [login for login in body.members if login not in around.directory.officials]:
        raise Refused("retention.unknown_member", _unknown(unknown[0]), status=422, place="/members")
    wanted = CommissionAct(body.number, body.on, tuple(body.members), tuple(body.files))
    today = around.context(hub.clock.now()).today
    async with hub.store.write() as tx:
        written = await write_down(
            tx, hub.office.documents, hub.office.rules.nomenclature, wanted, (official.login, today)
        )
    stored = allowed(written)
    return _view(stored, await carry_out(hub.office.documents, stored, official.login))


async def show_act(hub: HubDep, official: OfficialDep, act_id: str) -> DestructionActView:
    """An act and how far it is carried out."""
    official.need("clerk", "head", "lawyer", "auditor")
    stored = await _act(hub, act_id)
    return _view(stored, await progress(hub.office.documents, stored, {}))


async def carry(hub: HubDep, official: OfficialDep, act_id: str) -> DestructionActView:
    """Go on with what is left of an act: after a break, or once a legal hold was released."""
    official.need("clerk")
    stored = await _act(hub, act_id)
    return _view(stored, await carry_out(hub.office.documents, stored, official.login))


async def _act(hub: Hub, act_id: str) -> StoredAct:
    async with hub.store.read() as tx:
        return found_or(
            await act_of(tx, id_or_404(act_id)),
            NotFound("retention.unknown_act", Words("Belə akt yoxdur.", "There is no such act.")),
        )


def _view(stored: StoredAct, done: Progress) -> DestructionActView:
    return DestructionActView.of(stored, destroyed=done.destroyed, left=done.left, refused=dict(done.refused))


def _unknown(login: str) -> Words:
    return Words(f"“{login}” işçilər arasında yoxdur.", f"{login} is not among the officials.")
