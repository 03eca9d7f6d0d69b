"""The directory: who works where, who stands in for whom, commissions and moved working days."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from document_flow.calendar import DayOverride
from document_flow.documents.facts import Kind
from document_flow.outcome import Refusal
from document_flow.people import StandIn
from document_flow.words import Words
from hub.app import Hub
from hub.documents.office.administration import (
    KnownStandIn,
    appoint,
    end_stand_in,
    is_known,
    moved_days,
    stand_ins_until,
    units,
)
from hub.documents.office.directory import Post, Surroundings, move_days, save_commission, save_posts, save_unit
from hub.errors import NotFound, Refused
from hub.web.bodies import Body
from hub.web.context import HubDep, id_or_404
from hub.web.fields import Wrong
from hub.web.office.directory_views import DirectoryView, StandInView, directory_view, stand_in_view
from hub.web.officials import Actor, ActorDep
from hub.web.people import Reader
from hub.web.words import WordsBody

_ADMINISTERS = ("clerk", "head", "administrator")
_Login = Annotated[str, Field(min_length=1, max_length=100), Wrong(Words("Əməkdaşı seçin.", "Choose an official."))]
_Name = Annotated[str, Field(min_length=1, max_length=60, pattern="^[a-z0-9-]+$")]


class StandInBody(Body):
    """Both days are included; `kinds` are kinds of document, all of them where none is named."""

    principal: _Login
    acting: _Login
    first: date
    last: date
    kinds: list[Kind] = Field(default_factory=list, max_length=4)
    basis: str = Field(max_length=300, description="The order that says so")
    manner: Literal["substitute", "delegate"] = "substitute"


class CommissionBody(Body):
    """All members, from now on."""

    members: list[_Login] = Field(max_length=100)


class UnitBody(Body):
    """A unit; without a head its post is vacant."""

    title: WordsBody
    head: _Login | None = None


class PostBody(Body):
    """A person's place of work."""

    position: WordsBody
    unit: _Name


class MovedDayBody(Body):
    """One day of the Cabinet of Ministers' decision."""

    day: date
    working: bool
    reason: WordsBody
    act: str = Field(min_length=1, max_length=300)


class MovedDaysBody(Body):
    """Days that a decision moves; a day that is named again is as it is named last."""

    days: list[MovedDayBody] = Field(min_length=1, max_length=400)


async def show(hub: HubDep, official: ActorDep) -> DirectoryView:
    """Everybody with a place of work, units, commissions, and stand-ins and moved days that are not over."""
    return await _shown(hub, official)


async def appoint_stand_in(hub: HubDep, official: ActorDep, body: StandInBody) -> StandInView:
    """Let somebody act for another: no chains, nobody for himself, at most a year."""
    official.need(*_ADMINISTERS)
    wanted = StandIn(body.principal, body.acting, body.first, body.last, body.basis, frozenset(body.kinds), body.manner)
    today = (await _around(hub)).context(hub.clock.now()).today
    async with hub.store.write() as tx:
        made = await appoint(tx, hub.sealer, wanted, today)
    if isinstance(made, Refusal):
        raise hub.office.documents.refused(made)
    hub.office.documents.staff.forget()
    return stand_in_view(KnownStandIn(made, wanted), Reader(official.lang, (await _around(hub)).directory))


async def end(hub: HubDep, official: ActorDep, stand_in_id: str) -> None:
    """It is over from today on; what was done by it stays done."""
    official.need(*_ADMINISTERS)
    today = (await _around(hub)).context(hub.clock.now()).today
    async with hub.store.write() as tx:
        ended = await end_stand_in(tx, id_or_404(stand_in_id), today)
    if not ended:
        raise NotFound("directory.no_stand_in", _NO_STAND_IN)
    hub.office.documents.staff.forget()


async def settle_commission(hub: HubDep, official: ActorDep, name: _Name, body: CommissionBody) -> DirectoryView:
    """The members of a commission from now on; a stage that is open keeps those of its day."""
    official.need(*_ADMINISTERS)
    known = (await _around(hub)).directory.officials
    _refuse_unknown([login for login in body.members if login not in known], "/members")
    async with hub.store.write() as tx:
        await save_commission(tx, name, body.members)
    return await _shown(hub, official, changed=True)


async def settle_unit(hub: HubDep, official: ActorDep, name: _Name, body: UnitBody) -> DirectoryView:
    """A unit and its head."""
    official.need("head", "administrator")
    known = (await _around(hub)).directory.officials
    _refuse_unknown([body.head] if body.head is not None and body.head not in known else [], "/head")
    async with hub.store.write() as tx:
        await save_unit(tx, name, body.title.words(), body.head)
    return await _shown(hub, official, changed=True)


async def settle_post(hub: HubDep, official: ActorDep, login: _Login, body: PostBody) -> DirectoryView:
    """A person's place of work; accounts and their roles are the administrator's."""
    official.need("head", "administrator")
    async with hub.store.write() as tx:
        _refuse_unknown([] if await is_known(tx, login) else [login], "login")
        await save_posts(tx, [Post(login, body.position.words(), body.unit)])
    return await _shown(hub, official, changed=True)


async def settle_days(hub: HubDep, official: ActorDep, body: MovedDaysBody) -> DirectoryView:
    """Take over the days that the Cabinet of Ministers has moved. Terms that were counted stay as they are."""
    official.need(*_ADMINISTERS)
    days = {each.day: DayOverride(each.working, each.reason.words(), each.act) for each in body.days}
    async with hub.store.write() as tx:
        await move_days(tx, days)
    return await _shown(hub, official, changed=True)


async def _shown(hub: Hub, official: Actor, *, changed: bool = False) -> DirectoryView:
    staff = hub.office.documents.staff
    if changed:
        staff.forget()
    async with hub.store.read() as tx:
        around = await staff.now(tx)
        today = around.context(hub.clock.now()).today
        known, all_units = await stand_ins_until(tx, hub.sealer, today), await units(tx)
        days = await moved_days(tx, today.replace(month=1, day=1))
    return directory_view(all_units, known, days, Reader(official.lang, around.directory))


async def _around(hub: Hub) -> Surroundings:
    return await hub.office.documents.around()


def _refuse_unknown(logins: list[str], place: str) -> None:
    if logins:
        raise Refused("directory.unknown_official", _UNKNOWN, status=422, place=place)


_UNKNOWN = Words("Belə işçi yoxdur; əvvəlcə onun hesabını və iş yerini yazın.", "There is no such official yet.")
_NO_STAND_IN = Words("Qüvvədə olan belə əvəzetmə yoxdur.", "There is no such stand-in in force.")
