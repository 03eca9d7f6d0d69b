"""The directory: who works where, who stands in for whom, commissions and moved working days.

What gives somebody a place, a hand or a vote is proposed by one person and agreed to by another (`proposals`).
"""

from __future__ import annotations

from dataclasses import replace

from document_flow.calendar import DayOverride
from document_flow.words import Words
from hub.access.proposals import waiting
from hub.documents.office.administration import (
    KnownStandIn,
    end_stand_in,
    is_known,
    moved_days,
    stand_ins_until,
    units,
)
from hub.documents.office.directory import move_days
from hub.errors import NotFound, Refused
from hub.evidence.rights import note_right
from hub.web.context import HubDep, id_or_404
from hub.web.office.directory_bodies import CommissionBody, Login, MovedDaysBody, Name, PostBody, StandInBody, UnitBody
from hub.web.office.directory_views import (
    DirectoryProposalView,
    DirectoryView,
    StandInView,
    directory_view,
    stand_in_view,
)
from hub.web.office.proposals import ADMINISTERS, KINDS, decide, settle, shown
from hub.web.officials import ActorDep
from hub.web.people import Reader


async def show(hub: HubDep, official: ActorDep) -> DirectoryView:
    """Everybody with a place of work, units, commissions, and stand-ins and moved days that are not over."""
    async with hub.store.read() as tx:
        around = await hub.office.documents.staff.now(tx)
        today = around.context(hub.clock.now()).today
        known, all_units = await stand_ins_until(tx, hub.sealer, today), await units(tx)
        days = await moved_days(tx, today.replace(month=1, day=1))
        open_proposals = await waiting(tx, hub.sealer, KINDS)
    reader = Reader(official.lang, around.directory)
    proposals = [
        DirectoryProposalView.of(each, replace(reader, at=each.made_at), **shown(each, official, around.directory))
        for each in open_proposals
    ]
    return directory_view(all_units, known, days, proposals, reader)


async def appoint_stand_in(hub: HubDep, official: ActorDep, body: StandInBody) -> StandInView:
    """Let somebody act for another: no chains, nobody for himself, at most a year.

    The principal's own word is enough; what somebody else writes down waits for the principal or a second person.
    """
    made = await settle(hub, official, "stand_in", f"{body.principal}/{body.acting}", body)
    reader = Reader(official.lang, (await hub.office.documents.around()).directory)
    return stand_in_view(KnownStandIn(made.id, body.stand_in()), reader, waits=made.waits)


async def end(hub: HubDep, official: ActorDep, stand_in_id: str) -> None:
    """It is over from today on; what was done by it stays done."""
    official.need(*ADMINISTERS)
    name, today = id_or_404(stand_in_id), (await hub.office.documents.around()).context(hub.clock.now()).today
    async with hub.store.write() as tx:
        if not await end_stand_in(tx, name, today):
            raise NotFound("directory.no_stand_in", _NO_STAND_IN)
        await note_right(tx, "stand_in.ended", official.login, name)
    hub.office.documents.staff.forget()


async def settle_commission(hub: HubDep, official: ActorDep, name: Name, body: CommissionBody) -> DirectoryView:
    """Propose the members of a commission from now on; a stage that is open keeps those of its day."""
    around = await hub.office.documents.around()
    known = around.directory.officials
    _refuse_unknown([login for login in body.members if login not in known], "/members")
    if body.title is None and name not in around.directory.titles:
        raise Refused("directory.commission_title", _NO_TITLE, status=422, place="/title")
    await settle(hub, official, "commission", name, body)
    return await show(hub, official)


async def settle_unit(hub: HubDep, official: ActorDep, name: Name, body: UnitBody) -> DirectoryView:
    """Propose a unit and its head."""
    known = (await hub.office.documents.around()).directory.officials
    _refuse_unknown([body.head] if body.head is not None and body.head not in known else [], "/head")
    await settle(hub, official, "unit", name, body)
    return await show(hub, official)


async def settle_post(hub: HubDep, official: ActorDep, login: Login, body: PostBody) -> DirectoryView:
    """Propose a person's place of work; accounts and their roles are the administrator's."""
    async with hub.store.read() as tx:
        _refuse_unknown([] if await is_known(tx, login) else [login], "login")
    await settle(hub, official, "post", login, body)
    return await show(hub, official)


async def agree(hub: HubDep, official: ActorDep, proposal_id: str) -> DirectoryView:
    """Agree to what another person proposes; it holds from now on."""
    await decide(hub, official, id_or_404(proposal_id), "agreed")
    return await show(hub, official)


async def refuse(hub: HubDep, official: ActorDep, proposal_id: str) -> DirectoryView:
    """Refuse what another person proposes, or take back one's own proposal."""
    await decide(hub, official, id_or_404(proposal_id), "refused")
    return await show(hub, official)


async def settle_days(hub: HubDep, official: ActorDep, body: MovedDaysBody) -> DirectoryView:
    """Take over the days that the Cabinet of Ministers has moved. Terms that were counted stay as they are."""
    official.need(*ADMINISTERS)
    days = {each.day: DayOverride(each.working, each.reason.words(), each.act) for each in body.days}
    async with hub.store.write() as tx:
        await move_days(tx, days)
        listed = " ".join(f"{day.isoformat()}{'+' if each.working else '-'}" for day, each in sorted(days.items()))
        await note_right(tx, "days", official.login, days=listed)
    hub.office.documents.staff.forget()
    return await show(hub, official)


def _refuse_unknown(logins: list[str], place: str) -> None:
    if logins:
        raise Refused("directory.unknown_official", _UNKNOWN, status=422, place=place)


_UNKNOWN = Words("Belə işçi yoxdur; əvvəlcə onun hesabını və iş yerini yazın.", "There is no such official yet.")
_NO_TITLE = Words("Komissiyanın adını hər iki dildə yazın.", "Name the commission in both languages.")
_NO_STAND_IN = Words("Qüvvədə olan belə əvəzetmə yoxdur.", "There is no such stand-in in force.")
