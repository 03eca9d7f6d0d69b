"""Failures by cause: one row a group, with who has it in hand and whom it waits for; the filter is in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from connectors.agencies import giver_of
from hub.access.rights import Right
from hub.app import Hub
from hub.console.cache import caches_of
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import Viewer, ViewerDep
from hub.errors import Words
from hub.exchange.care.notes import note_counts
from hub.exchange.care.notices import Notice, open_notices
from hub.exchange.care.owners import Owner, owners
from hub.exchange.care.presence import group_place, seen
from hub.exchange.causes import diagnosis
from hub.exchange.failures import Group, GroupKind
from hub.exchange.repair.quarantine import list_new
from hub.exchange.trends import HOURS
from hub.store.tx import Tx
from hub.web.agency_book import title
from hub.web.context import HubDep, agency_of
from hub.web.failures import sight_of

_WIDTH, _HEIGHT, _STEP = 96, 24, 4


def trend_words(hours: Sequence[int]) -> Words:
    """The same in a sentence, for those who do not see the drawing."""
    total, last = sum(hours), hours[-1]
    return Words(f"Son 24 saatda {total}, son saatda {last}", f"{total} in the last 24 h, {last} in the last hour")


def sparkline(hours: Sequence[int], label: str) -> Markup:
    """The drawing. Nothing in an hour leaves a hairline, so that the time axis is always seen."""
    hours = hours or [0] * HOURS
    most = max(*hours, 1)
    bars = Markup("").join(
        Markup('<rect class="{}" x="{}" y="{}" width="3" height="{}"/>').format(
            "f-edge" if n else "f-line", i * _STEP, _HEIGHT - _tall(n, most), _tall(n, most)
        )
        for i, n in enumerate(hours)
    )
    return Markup('<svg width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, _WIDTH, _HEIGHT, label, bars
    )


def _tall(n: int, most: int) -> int:
    return max(2, round(_HEIGHT * n / most)) if n else 1


router = APIRouter()
NOBODY = "-"


class GroupFilter(BaseModel):
    """The filter: an agency, a kind of failure, an owner (`-` is nobody), and what waits for whom."""

    agency: str = ""
    kind: Literal["", "delivery", "quarantine", "held"] = ""
    owner: str = ""
    waits: Literal["", "us", "agency", "overdue"] = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as it stands in the list. `agency` is the party it is about: whom it goes to, or who sent it."""

    group: Group
    name: Words
    agency: str
    count: int
    owner: Owner | None
    notice: Notice | None
    overdue: bool
    notes: int
    present: Sequence[str]
    trend: Markup

    @property
    def waits_for_agency(self) -> bool:
        """True where nobody here has to act: it is owned, and the agency still has time to answer."""
        return self.owner is not None and self.notice is not None and not self.overdue


@dataclass(frozen=True, slots=True)
class Board:
    """All groups that the viewer has, as they were at that instant."""

    lines: Sequence[GroupLine]
    at: int

    def chosen(self, wanted: GroupFilter) -> list[GroupLine]:
        """Those that the filter names."""
        return [line for line in self.lines if _fits(line, wanted)]

    @property
    def agencies(self) -> list[str]:
        """Everybody that a group is about."""
        return sorted({line.agency for line in self.lines})

    @property
    def owners(self) -> list[str]:
        """Everybody who has a group."""
        return sorted({line.owner.login for line in self.lines if line.owner})

    def waiting(self) -> int:
        """How many failures wait for a person here."""
        return sum(line.count for line in self.lines if not line.waits_for_agency)


def _fits(line: GroupLine, wanted: GroupFilter) -> bool:
    owner = line.owner.login if line.owner else NOBODY
    waits = {
        "": True,
        "us": not line.waits_for_agency,
        "agency": line.waits_for_agency,
        "overdue": line.overdue,
    }
    return (
        wanted.agency in ("", line.agency)
        and wanted.kind in ("", line.group.kind)
        and wanted.owner in ("", owner)
        and waits[wanted.waits]
    )


@router.get("/failures")
@gets(Right.SEE)
async def failures(
    request: Request, hub: HubDep, who: ViewerDep, wanted: Annotated[GroupFilter, Query()]
) -> HTMLResponse:
    """The groups, what waits for us first."""
    board = await board_for(request, hub, who)
    return await page(
        request,
        who,
        "failures/list.html",
        title=title,
        board=board,
        lines=board.chosen(wanted),
        wanted=wanted,
        nobody=NOBODY,
        kinds=KINDS,
        waits=WAITS,
        known=sum(line.count for line in board.lines),
    )


async def board_for(request: Request, hub: Hub, who: Viewer) -> Board:
    """Every group with all that is known of who cares for it."""
    await list_new(hub.store, hub.sealer)
    seen_now = await caches_of(request).failures(sight_of(hub, who.caller)).look()
    async with hub.store.read() as tx:
        now = await tx.now()
        cares = _NOBODY_S if who.at_agency else await _cares(tx, hub)
    lines = [_line(hub, who, each, seen_now.grown, cares, now) for each in seen_now.groups]
    return Board(sorted(lines, key=lambda line: (line.waits_for_agency, -line.group.last_seen)), seen_now.at)


async def _cares(tx: Tx, hub: Hub) -> Cares:
    return (
        await owners(tx),
        await open_notices(tx, hub.sealer),
        await note_counts(tx),
        await seen(tx, group_place("")),
    )


Cares = tuple[Mapping[str, Owner], Mapping[str, Notice], Mapping[str, int], Mapping[str, list[str]]]


_NOBODY_S: Cares = ({}, {}, {}, {})
"""What people of an agency learn of who cares for a group here."""


def _line(hub: Hub, who: Viewer, each: Group, grown: Mapping[str, Sequence[int]], cares: Cares, now: int) -> GroupLine:
    owned, noticed, noted, present = cares
    mark = each.fingerprint
    notice = noticed.get(mark)
    hours = grown.get(mark) or [0] * HOURS
    return GroupLine(
        each,
        called(hub, each),
        agency_about(hub, each),
        sum(each.counts.values()),
        owned.get(mark),
        notice,
        notice is not None and notice.is_overdue(now),
        noted.get(mark, 0),
        [login for login in present.get(group_place(mark), ()) if login != who.login],
        sparkline(hours, who.say(trend_words(hours))),
    )


def agency_about(hub: Hub, each: Group) -> str:
    """Whom the group is about: the party a delivery goes to, or the one whose format cannot be understood."""
    if each.kind != "quarantine":
        return agency_of(hub, each.where)
    giver = giver_of(each.where)
    return giver.name if giver is not None else each.where.partition(".")[0]


def called(hub: Hub, each: Group) -> Words:
    """What people call a group: whom it is about, and the first sentence of its cause."""
    whose, why = title(agency_about(hub, each)), diagnosis(each.code).what
    return Words(f"{whose.az}: {why.az.rstrip('.')}", f"{whose.en}: {why.en.rstrip('.')}")


KINDS: Mapping[GroupKind, Words] = {
    "delivery": Words("göndəriş alınmadı", "delivery failed"),
    "quarantine": Words("aydınlaşdırma gözləyir", "waits to be understood"),
    "held": Words("növbə saxlanılıb", "lane held"),
}
WAITS: Mapping[str, Words] = {
    "us": Words("bizi", "us"),
    "agency": Words("qurumu", "the agency"),
    "overdue": Words("cavabı gecikən qurumu", "an overdue answer"),
}
