"""The entries at the left, by right: at most eight for each person, with the counts of what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.access.rights import Right
from hub.aggregates.kind import Part
from hub.console.viewer import PATH, Viewer
from hub.errors import Words
from hub.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Entry:
    """One room of the console. `count` names the figure that waits there; `needs` are rights of which one opens it;
    people of an agency have no room that is `of_house`. Whoever has the right `beside` comes to it by a tab of another
    room.
    """

    key: str
    title: Words
    needs: frozenset[Right]
    count: str | None = None
    is_need: bool = False
    of_house: bool = False
    beside: Right | None = None

    @property
    def href(self) -> str:
        """Its address."""
        return f"{PATH}/{self.key}"


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as one person sees it."""

    entry: Entry
    count: int | None


def _entry(
    key: str, az: str, en: str, *needs: Right, count: str | None = None, is_need: bool = False, of_house: bool = False
) -> Entry:
    return Entry(key, Words(az, en), frozenset(needs), count, is_need, of_house)


ENTRIES: tuple[Entry, ...] = (
    _entry("desk", "İş masam", "My desk", Right.DOCUMENTS, count="tasks"),
    _entry(
        "second",
        "Razılıq gözləyir",
        "Awaits agreement",
        Right.APPROVE,
        Right.DOCUMENTS,
        Right.CONFIGURE,
        count="second",
        is_need=True,
        of_house=True,
    ),
    _entry("overview", "İcmal", "Overview", Right.STATE),
    _entry("messages", "Mesajlar", "Messages", Right.SEE),
    _entry("failures", "Uğursuz göndərişlər", "Failures", Right.SEE, count="bad", is_need=True),
    _entry("repairs", "Bərpa", "Repairs", Right.SEE, count="repairs", of_house=True),
    _entry("agencies", "Qurumlar", "Agencies", Right.STATE),
    _entry("register", "Reyestr", "Register", Right.REGISTER, Right.AUDIT),
    _entry("cases", "İcraatlar", "Cases", Right.CASES, of_house=True),
    Entry("runs", KINDS["runs"].of.title, frozenset((Right.LISTS,)), of_house=True, beside=Right.CASES),
    _entry("visits", "Baxış aktları", "Visit acts", Right.VISIT, Right.REGISTER, of_house=True),
    _entry("counts", "Say məlumatları", "Counts", Right.COUNT, of_house=True),
    _entry("hotline", "Qaynar xətt", "Hotline", Right.HOTLINE, of_house=True),
    _entry("reception", "Vətəndaşların qəbulu", "Reception", Right.SIGN_UP, Right.RECEIVE, of_house=True),
    _entry("documents", "Sənədlər", "Documents", Right.DOCUMENTS),
    _entry("rules", "Qaydalar", "Rules", Right.DOCUMENTS),
    _entry("settings", "Parametrlər", "Settings", Right.SEE, Right.CONFIGURE, Right.AUDIT, Right.DOCUMENTS),
)


PARTS: Mapping[Part, Words] = {
    "cases": Words("İcraatlar", "Cases"),
    "payments": Words("Ödənişlər", "Payments"),
    "return": Words("Qayıdış", "Return"),
}
"""The parts of the rooms of programmes, in their order, as people call them."""
_FIRST: Mapping[Part, tuple[str, Words]] = {
    "cases": ("cases", Words("Ərizələr", "Applications")),
    "payments": ("payments", Words("Yekunlar", "Totals")),
}


class PartTab(NamedTuple):
    """A part: the address of its first room, and whether the page is in it."""

    href: str
    title: Words
    is_here: bool


class RoomTabs(NamedTuple):
    """Two rows of tabs; a row of one is none. `rooms` are pairs of an address and a title."""

    parts: Sequence[PartTab]
    rooms: Sequence[tuple[str, Words]]


def entries_for(viewer: Viewer, counts: Mapping[str, int]) -> list[ShownEntry]:
    """What the person may open, in the order of the house."""
    rooms = [entry for entry in ENTRIES if not (viewer.at_agency and entry.of_house)]
    allowed = [each for each in rooms if viewer.rights & each.needs and each.beside not in viewer.rights]
    return [ShownEntry(entry, counts.get(entry.count) if entry.count else None) for entry in allowed]


def room_tabs(viewer: Viewer, here: str) -> RoomTabs:
    """The rooms of programmes that this person may see: the parts of the house, and the rooms of the part that the page
    at the address `here` is in.
    """
    rooms = {name: [*_first(viewer, name), *_of_kinds(viewer, name)] for name in PARTS}
    open_ = {name: found for name, found in rooms.items() if found}
    at = next((name for name, found in open_.items() if here in dict(found)), None)
    parts = [PartTab(found[0][0], PARTS[name], name == at) for name, found in open_.items()]
    return RoomTabs(parts if len(parts) > 1 else [], open_[at] if at and len(open_[at]) > 1 else [])


def _first(viewer: Viewer, part: Part) -> list[tuple[str, Words]]:
    """The room of a part that is no kind of aggregates."""
    room = _FIRST.get(part)
    return [(f"{PATH}/{room[0]}", room[1])] if room and viewer.may(Right.CASES) else []


def _of_kinds(viewer: Viewer, part: Part) -> list[tuple[str, Words]]:
    of_part = (each for each in KINDS.values() if each.part == part)
    return [(f"{PATH}/{each.room}", each.of.title) for each in of_part if any(map(viewer.may, each.rights))]


def landing(viewer: Viewer) -> str:
    """Where a person begins: an operator at the overview, a lawyer at the rules, a clerk at the desk."""
    if Right.STATE in viewer.rights:
        return f"{PATH}/agencies" if viewer.at_agency else f"{PATH}/overview"
    if "lawyer" in viewer.person.roles:
        return f"{PATH}/rules"
    firsts = ((Right.DOCUMENTS, "desk"), (Right.HOTLINE, "hotline"), (Right.SIGN_UP, "reception"))
    return f"{PATH}/{next((room for right, room in firsts if right in viewer.rights), 'settings')}"
