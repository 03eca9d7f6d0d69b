"""Volumes of the nomenclature's files: shown, closed, and said to be needed no more."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from document_flow.nomenclature import Nomenclature
from hub.app import Hub
from hub.bodies import Body
from hub.documents.office.case_files import Volume, close_volume, plan_of, say_not_needed, volumes
from hub.errors import Lang, NotFound, Words
from hub.web.context import HubDep
from hub.web.fields import Wrong
from hub.web.officials import OfficialDep
from hub.web.views import Said, View

_REASON = Words("Cildi və səbəbi göstərin (300 simvoladək).", "Name the volume and the reason (up to 300 characters).")
VolumeName = Annotated[str, Field(pattern="^[0-9]{4}/[^/\\s]{1,30}/[0-9]{1,6}$", description="As in 2026/01-05/1")]
"""The year of the plan, the file's index and the volume's number."""


class VolumeView(View):
    """A volume of a file of the nomenclature."""

    name: str
    title: Said
    closed: str | None
    not_needed: str | None
    destroyed_by: str | None


class VolumesView(BaseModel):
    """Volumes in the order of their names."""

    volumes: list[VolumeView]


class VolumeBody(Body):
    """One volume."""

    volume: VolumeName


class NotNeededBody(VolumeBody):
    """Its unit's word that it is needed no more, for what is kept until it is not needed."""

    reason: Annotated[str, Field(min_length=1, max_length=300), Wrong(_REASON)]


async def show_volumes(
    hub: HubDep, official: OfficialDep, year: Annotated[int | None, Query(ge=1990, le=2200)] = None
) -> VolumesView:
    """The volumes, of all plans or of one year's."""
    async with hub.store.read() as tx:
        found = await volumes(tx, year)
    return VolumesView(volumes=[_volume(each, hub, official.lang) for each in found])


async def close(hub: HubDep, official: OfficialDep, body: VolumeBody) -> VolumesView:
    """Nothing more is put into it; by the registry. Its term runs from 1 January after."""
    official.need("clerk")
    today = await today_of(hub)
    async with hub.store.write() as tx:
        _found(await close_volume(tx, body.volume, today.isoformat()))
    return await show_volumes(hub, official, int(body.volume[:4]))


async def not_needed(hub: HubDep, official: OfficialDep, body: NotNeededBody) -> VolumesView:
    """Its unit needs it no more; by the registry or a head."""
    official.need("clerk", "head")
    async with hub.store.write() as tx:
        _found(await say_not_needed(tx, body.volume, f"{official.login}: {body.reason}"))
    return await show_volumes(hub, official, int(body.volume[:4]))


async def today_of(hub: Hub) -> date:
    """The day it is in Baku."""
    return (await hub.office.documents.around()).context(hub.clock.now()).today


def _found(changed: bool) -> None:  # noqa: FBT001  the answer of the statement that changed it, or did not
    if not changed:
        raise NotFound("retention.no_volume", _NO_VOLUME)


def _volume(found: Volume, hub: Hub, lang: Lang) -> VolumeView:
    plan = plan_of(hub.office.rules.nomenclature, found.plan_year) or Nomenclature("", 0, {})
    planned = plan.files.get(found.file)
    return VolumeView.of(found, lang, title=planned.title if planned else "")


_NO_VOLUME = Words("Belə açıq (və ya bağlı) cild yoxdur.", "There is no such volume in that state.")
