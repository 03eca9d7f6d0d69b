"""How the directory is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from document_flow.calendar import DayOverride
from hub.documents.office.administration import KnownStandIn, Unit
from hub.web.people import Reader, Who
from hub.web.views import Instant, Said, Sorted, View, from_


class OfficialView(View):
    """Somebody with a place of work; `active` is false once the account is closed."""

    login: str
    name: str
    position: Said
    unit: str
    roles: Sorted
    active: bool


class UnitView(View):
    """A unit and who heads it."""

    unit: str = from_("name")
    title: Said
    head: Who | None


class CommissionView(View):
    """A commission, what it is called, and its members in office."""

    name: str
    title: Said
    members: list[Who]


class StandInView(View):
    """Who acts for whom, from day to day, both included; no kinds are all kinds.

    It `waits` until the principal or a second person agrees to the proposal of this id.
    """

    id: str
    waits: bool
    principal: Who
    acting: Who
    first: date
    last: date
    kinds: Sorted
    basis: str
    manner: str


class MovedDayView(View):
    """A day that a decision has moved."""

    day: date
    working: bool
    reason: Said
    act: str


class DirectoryProposalView(View):
    """A change that waits for a second person; `may_agree` is whether the reader may be that one."""

    id: str
    kind: str
    subject: str
    what: Said
    made_by: Who
    made_at: Instant
    may_agree: bool


class DirectoryView(BaseModel):
    """The whole of it; stand-ins that are not over, and moved days of this year and later."""

    officials: list[OfficialView]
    units: list[UnitView]
    commissions: list[CommissionView]
    stand_ins: list[StandInView]
    proposals: list[DirectoryProposalView]
    moved_days: list[MovedDayView]


def directory_view(
    units: Sequence[Unit],
    known: Sequence[KnownStandIn],
    days: Sequence[tuple[date, DayOverride]],
    proposals: list[DirectoryProposalView],
    reader: Reader,
) -> DirectoryView:
    """All of it, in the order of names."""
    directory = reader.directory
    commissions = [
        {"name": name, "title": directory.title(name), "members": directory.members(name)}
        for name in sorted(directory.groups)
    ]
    return DirectoryView(
        officials=OfficialView.each(directory.by_name(), reader),
        units=UnitView.each(units, reader),
        commissions=CommissionView.each(commissions, reader),
        stand_ins=[stand_in_view(each, reader) for each in known],
        proposals=proposals,
        moved_days=[MovedDayView.of(moved, reader, day=day) for day, moved in days],
    )


def stand_in_view(known: KnownStandIn, reader: Reader, *, waits: bool = False) -> StandInView:
    """One of them."""
    return StandInView.of(known.stand_in, reader, id=known.id, waits=waits)
