"""The committee's office, the parties of a draw, the waves of Ağalı, and steps through one draw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.draws.acts.announce import AnnounceDraw
from document_flow.draws.acts.bring_value import CommitValue, ConfirmPublicValue, RevealValue, StatePublicValue
from document_flow.draws.acts.confirm_pulls import ConfirmPulls
from document_flow.draws.acts.draft_list import DraftList
from document_flow.draws.acts.finish import FinishDraw
from document_flow.draws.acts.freeze import FreezeDraw
from document_flow.draws.acts.pull_slip import PullSlip
from document_flow.draws.drafted import ListPaper
from document_flow.draws.families import Family
from document_flow.draws.kernel import KERNEL
from document_flow.draws.order import Entry, Revealed
from document_flow.draws.plan import Home, PlacedHome, Plan
from document_flow.draws.published import published
from document_flow.draws.standing import Standing
from document_flow.draws.state import NOTHING, Draw, Pull
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import Directory, Official
from document_flow.words import Words

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
DRAW_AT = AT + timedelta(days=14)
OFFICIALS = tuple(
    Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset(roles.split()))
    for login, roles in (
        ("aysel", "programme_officer"),
        ("tural", "programme_officer"),
        ("head", "head"),
        ("clerk", "clerk"),
        ("orxan", ""),
        ("leyla", ""),
        ("sevda", ""),
    )
)
GROUPS = {"council": ("orxan", "aysel"), "district": ("leyla", "orxan"), "press": ("sevda", "tural"), "empty": ()}
PARTIES = {"council": "orxan", "district": "leyla", "press": "sevda"}
DIRECTORY = Directory({each.login: each for each in OFFICIALS}, GROUPS)
HOMES = tuple(
    Home(number=f"{rooms}0{place}", rooms=rooms) for rooms, count in ((3, 3), (4, 2)) for place in range(1, count + 1)
)
PLAN = Plan(
    place="ZNG-AGALI",
    wave=3,
    protocol="computed",
    draw_at=DRAW_AT,
    homes=HOMES,
    placed=(PlacedHome(number="001", rooms=2, rule="QMN 65/2017, 3.2"),),
    parties=tuple(PARTIES),
)
ENTRIES = tuple(Entry(number=f"M-{at}", rooms=rooms) for at, rooms in enumerate((3, 3, 4, 3, 3, 4, 3), 101))
"""Five families for three homes of three rooms, two for two of four."""
VALUES = {
    party: Revealed(value=hashlib.sha256(party.encode()).hexdigest(), salt=hashlib.md5(party.encode()).hexdigest())  # noqa: S324
    for party in PARTIES
}
NORM = ((1, 1), (3, 2), (5, 3))
"""Up to so many persons so many rooms, else four (Cabinet decision 65, 2017)."""


def rooms_by_norm(persons: int) -> int:
    return next((rooms for most, rooms in NORM if persons <= most), 4)


def families(count: int, persons: int) -> list[int]:
    """Sizes of families of a wave that together are so many persons, uneven as families are."""
    sizes = [persons // count + (at < persons % count) for at in range(count)]
    for at in range(0, count - 1, 2):
        moved = min(at % 4 + 1, sizes[at] - 1)
        sizes[at], sizes[at + 1] = sizes[at] - moved, sizes[at + 1] + moved
    return sizes


def at(moment: datetime = AT) -> Context:
    return Context(moment, WorkingCalendar(), DIRECTORY)


def stands(draw: Draw, moment: datetime = AT, related: Iterable[str] = ()) -> Standing:
    return Standing(draw, at(moment), related=frozenset(related))


def after(draw: Draw, *commands: Command, moment: datetime = AT) -> Draw:
    """The draw after commands that none refuses."""
    for command in commands:
        decided = KERNEL.decide(stands(draw, moment), command)
        assert not isinstance(decided, Refusal), decided
        draw = KERNEL.replay(decided, draw)
    return draw


def code(draw: Draw, command: Command, moment: datetime = AT, related: Iterable[str] = ()) -> str:
    """The code by which a command is refused; empty where it is not."""
    decided = KERNEL.decide(stands(draw, moment, related), command)
    return decided.code if isinstance(decided, Refusal) else ""


def announce(**plan: Any) -> AnnounceDraw:
    return AnnounceDraw(by="aysel", plan=replace(PLAN, **plan))


def commit(party: str, by: str = "") -> CommitValue:
    value = VALUES[party]
    sealed = hashlib.sha256(bytes.fromhex(value.value) + bytes.fromhex(value.salt)).hexdigest()
    return CommitValue(by=by or PARTIES[party], party=party, hash=sealed)


def reveal(party: str, by: str = "") -> RevealValue:
    return RevealValue(by=by or PARTIES[party], party=party, revealed=VALUES[party])


def decided(entries: Iterable[Entry] = ENTRIES) -> tuple[Family, ...]:
    """Their families as decided cases have them, each of one person."""
    return tuple(
        Family(number=each.number, rooms=each.rooms, persons=1, people=(f"#{each.number}",)) for each in entries
    )


def draft(entries: Iterable[Entry] = ENTRIES, by: str = "tural", **more: Any) -> DraftList:
    return replace(DraftList(by=by, document="d0c", families=decided(entries)), **more)


def freeze(draw: Draw, entries: Iterable[Entry] = ENTRIES, by: str = "tural", **more: Any) -> FreezeDraw:
    """By the document that holds what was drafted last, which a commission has approved."""
    paper = ListPaper(files=draw.drafted.files, approved=True) if draw.drafted is not None else None
    return replace(FreezeDraw(by=by, document="S-12/2026", paper=paper, families=decided(entries)), **more)


def committed(**plan: Any) -> Draw:
    draw = after(NOTHING, announce(**plan))
    return after(draw, *(commit(each) for each in draw.plan.parties))


def listed(draw: Draw, entries: Iterable[Entry] = ENTRIES, **more: Any) -> Draw:
    """With its list drafted, approved and frozen."""
    drafted = after(draw, draft(entries, **more))
    return after(drafted, freeze(drafted, entries))


def frozen(entries: Iterable[Entry] = ENTRIES, **plan: Any) -> Draw:
    return listed(committed(**plan), entries)


def by_source(entries: Iterable[Entry] = ENTRIES) -> Draw:
    return frozen(entries, parties=(), source="drand quicknet, 12345678")


def by_hand(entries: Iterable[Entry] = ENTRIES, **plan: Any) -> Draw:
    return frozen(entries, **{"protocol": "by_hand", "parties": (), **plan})


def drawn(entries: Iterable[Entry] = ENTRIES, parties: Iterable[str] = PARTIES, **plan: Any) -> Draw:
    revealed = after(frozen(entries, **plan), *(reveal(each) for each in parties))
    return after(revealed, FinishDraw(by="head"), moment=DRAW_AT)


def vouched(value: str = "7f3a") -> list[ConfirmPublicValue]:
    """Two who have no other part in it saw the same."""
    return [ConfirmPublicValue(by=each, value=value) for each in ("orxan", "leyla")]


def drawn_by_both(*revealed: str) -> Draw:
    """By parties, of whom these reveal, and by a public value that comes afterwards."""
    draw = after(frozen(source="drand quicknet, 12345678"), *(reveal(each) for each in revealed))
    stated = StatePublicValue(by="aysel", value="9c41")
    return after(draw, stated, *vouched("9c41"), FinishDraw(by="tural"), moment=DRAW_AT)


def drawn_by_source() -> Draw:
    stated = StatePublicValue(by="head", value="7f3a")
    return after(by_source(), stated, *vouched(), FinishDraw(by="tural"), moment=DRAW_AT)


def pull(
    entry: str, rooms: int, slip: int, by: str = "aysel", witnesses: tuple[str, ...] = ("orxan", "leyla")
) -> PullSlip:
    return PullSlip(by=by, pull=Pull(entry=entry, rooms=rooms, slip=slip, witnesses=witnesses))


def pulls(entries: Iterable[Entry] = ENTRIES) -> list[PullSlip]:
    """Everybody pulls the lowest slip that is left."""
    seen: dict[int, int] = {}
    made = []
    for each in entries:
        seen[each.rooms] = seen.get(each.rooms, 0) + 1
        made.append(pull(each.number, each.rooms, seen[each.rooms]))
    return made


def confirms(*commands: PullSlip) -> list[ConfirmPulls]:
    """Both witnesses saw all of them."""
    return [ConfirmPulls(by=each, count=len(commands)) for each in ("orxan", "leyla")]


def drawn_by_hand(entries: tuple[Entry, ...] = ENTRIES) -> Draw:
    made = pulls(entries)
    return after(by_hand(entries), *made, *confirms(*made), FinishDraw(by="head"), moment=DRAW_AT)


def file_of(draw: Draw) -> Mapping[str, Any]:
    """What it publishes, read as JSON."""
    made = published(draw)
    assert isinstance(made, bytes), made
    said: Mapping[str, Any] = json.loads(made)
    return said


def day(number: int) -> datetime:
    """So many days after the draw."""
    return DRAW_AT + timedelta(days=number)


def notified(number: int = 0) -> date:
    return day(number).date()
