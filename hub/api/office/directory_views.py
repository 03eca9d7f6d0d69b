"""How the directory is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from document_flow.calendar import DayOverride
from document_flow.people import Directory
from hub.api.documents.document_views import WhoView, who
from hub.documents.office.administration import KnownStandIn, Unit
from hub.errors import Lang
from hub.web.problem import say


class OfficialView(BaseModel):
    """Somebody with a place of work; `active` is false once the account is closed."""

    login: str
    name: str
    position: str
    unit: str
    roles: list[str]
    active: bool


class UnitView(BaseModel):
    """A unit and who heads it."""

    unit: str
    title: str
    head: WhoView | None


class CommissionView(BaseModel):
    """A commission and its members in office."""

    name: str
    members: list[WhoView]


class StandInView(BaseModel):
    """Who acts for whom, from day to day, both included; no kinds are all kinds."""

    id: str
    principal: WhoView
    acting: WhoView
    first: date
    last: date
    kinds: list[str]
    basis: str
    manner: str


class MovedDayView(BaseModel):
    """A day that a decision has moved."""

    day: date
    working: bool
    reason: str
    act: str


class DirectoryView(BaseModel):
    """The whole of it; stand-ins that are not over, and moved days of this year and later."""

    officials: list[OfficialView]
    units: list[UnitView]
    commissions: list[CommissionView]
    stand_ins: list[StandInView]
    moved_days: list[MovedDayView]


def directory_view(
    directory: Directory,
    units: Sequence[Unit],
    known: Sequence[KnownStandIn],
    days: Sequence[tuple[date, DayOverride]],
    lang: Lang,
) -> DirectoryView:
    """All of it, in the order of names."""
    logins = sorted(directory.officials)
    officials = [directory.officials[login] for login in logins]
    return DirectoryView(
        officials=[
            OfficialView(
                login=each.login,
                name=each.name,
                position=say(each.position, lang),
                unit=each.unit,
                roles=sorted(each.roles),
                active=each.active,
            )
            for each in officials
        ],
        units=[
            UnitView(unit=each.name, title=say(each.title, lang), head=who(directory, each.head) if each.head else None)
            for each in units
        ],
        commissions=[
            CommissionView(name=name, members=[who(directory, login) for login in directory.members(name)])
            for name in sorted(directory.groups)
        ],
        stand_ins=[stand_in_view(each, directory) for each in known],
        moved_days=[
            MovedDayView(day=day, working=moved.working, reason=say(moved.reason, lang), act=moved.act)
            for day, moved in days
        ],
    )


def stand_in_view(known: KnownStandIn, directory: Directory) -> StandInView:
    """One of them."""
    found = known.stand_in
    return StandInView(
        id=known.id,
        principal=who(directory, found.principal),
        acting=who(directory, found.acting),
        first=found.first,
        last=found.last,
        kinds=sorted(found.kinds),
        basis=found.basis,
        manner=found.manner,
    )
