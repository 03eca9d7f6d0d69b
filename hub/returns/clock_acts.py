"""The room of acts on the three years: one registered act starts the term of every household of its settlement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from document_flow.clock_acts.acts.propose import EndClockAct, ProposeClockAct
from document_flow.clock_acts.acts.start_range import StartLater, StartRange
from document_flow.clock_acts.kernel import ROOM
from document_flow.clock_acts.standing import Standing
from document_flow.clock_acts.state import ClockAct
from document_flow.context import BAKU, Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.reintegrations.acts.start_clock import StartClock
from document_flow.reintegrations.state import Reintegration
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, ColumnOf, Kind, Needs, Stored, stands
from hub.errors import HubError
from hub.returns.papers import is_registered
from hub.returns.reintegrations import REINTEGRATIONS
from hub.store.ids import NEWEST
from hub.store.tx import Tx
from mappings.places import PLACES

_AT_ONCE, _PAGE, _PAGES = 50, 200, 50
"""Households whose term is started in a turn, at least; and how many are read for that, a page at a time."""


async def _completes(_needs: Needs, tx: Tx, _stored: Stored[ClockAct], command: Command) -> Command | Refusal:
    """Whether the document is registered, and the settlement by its key."""
    if isinstance(command, ProposeClockAct):
        found = PLACES.named(command.settlement)
        place = found.key if found is not None else ""
        return replace(command, is_registered=await is_registered(tx, command.document), place=place)
    if isinstance(command, EndClockAct):
        return replace(command, is_registered=await is_registered(tx, command.document))
    return command


def _due(act: ClockAct) -> bool | datetime:
    """From its day on, until all who have returned were looked at."""
    return datetime.combine(act.day, time(), BAKU) if act.phase == "in_force" and not act.is_through else False


async def _works(aggregates: Aggregates, stored: Stored[ClockAct]) -> None:
    """The next households of the settlement, the newest first: whoever comes after them gets the term with the keys.

    Others are only read, many pages of them in a turn. One that this act has started already, before the hub was
    killed, counts as started.
    """
    act = stored.state
    async with aggregates.store.read() as tx:
        if not act.starts_on((await aggregates.needs.context(tx)).today):
            return
        households, cursor, is_last = await _next(aggregates, tx, act)
    left = Counter[str]()
    for each in households:
        left[await _started(aggregates, act, each)] += 1
    started = left.pop("", 0)
    command = StartRange(by=HUB, after=act.cursor, cursor=cursor, started=started, left=dict(left), is_last=is_last)
    await aggregates.by_hub(CLOCK_ACTS, stored.id, command)


async def _next(aggregates: Aggregates, tx: Tx, act: ClockAct) -> tuple[list[Stored[Reintegration]], str, bool]:
    """Households of its settlement, the last that was read, and whether nobody is behind it."""
    found: list[Stored[Reintegration]] = []
    cursor, is_last = act.cursor, False
    for _ in range(_PAGES):
        page = await aggregates.tables.find(tx, REINTEGRATIONS, WantedAggregates(below=cursor or NEWEST, most=_PAGE))
        found += (each for each in page if each.state.settlement == act.settlement)
        cursor, is_last = page[-1].id if page else cursor, len(page) < _PAGE
        if is_last or len(found) >= _AT_ONCE:
            break
    return found, cursor, is_last


async def _started(aggregates: Aggregates, act: ClockAct, household: Stored[Reintegration]) -> str:
    """The code of why its term was not started; empty where it was, now or before."""
    clock = household.state.clock
    if clock is not None and clock.document == act.document:
        return ""
    try:
        await aggregates.by_hub(REINTEGRATIONS, household.id, _command(act))
    except HubError as refused:
        if refused.retryable or refused.side == "hub":
            raise
        return refused.code
    return ""


def _command(act: ClockAct) -> StartClock:
    return StartClock(by=HUB, document=act.document, settlement=act.settlement, day=act.day)


async def start_with_keys(needs: Needs, tx: Tx, name: str, settlement: str) -> None:
    """In the transaction that hands over the keys: the term of that reintegration, if an act is in force by then."""
    aggregates = Aggregates.of(needs, {})
    keeper = await aggregates.tables.keeper(tx, CLOCK_ACTS, settlement)
    found = await aggregates.tables.get(tx, CLOCK_ACTS, keeper, lock=True) if keeper else None
    if found is None or not found.state.starts_on((await needs.context(tx)).today):
        return
    household = await aggregates.locked(tx, REINTEGRATIONS, name)
    await aggregates.carried(tx, REINTEGRATIONS, household, _command(found.state))
    await aggregates.carried(tx, CLOCK_ACTS, found, StartLater(by=HUB))


def _shown(act: ClockAct, context: Context) -> Sequence[Block]:
    name = context.directory.name
    columns = (
        ColumnOf("document", Words("Akt", "Act")),
        ColumnOf("settlement", Words("Məntəqə", "Settlement")),
        ColumnOf("day", Words("Başlanğıc", "From")),
        ColumnOf("ends_on", Words("Son gün", "Last day")),
        ColumnOf("by", Words("Təklif edən", "Proposed by")),
        ColumnOf("agreed_by", Words("Razılaşan", "Agreed to by")),
        ColumnOf("ended_by", Words("Qüvvəsini bitirən sənəd", "Document that ended it")),
    )
    agreed = name(act.agreed_by) if act.agreed_by else ""
    what = (act.document, act.settlement, act.day, act.ends_on, name(act.by), agreed, act.ended_by or act.declined)
    progress = (
        ColumnOf("started", Words("Müddəti başlayan ailə", "Households whose term it started")),
        ColumnOf("left", Words("Başlamayan (səbəbi)", "Not started (why)")),
        ColumnOf("through", Words("Vəziyyət", "State")),
    )
    left = ", ".join(f"{code}: {count}" for code, count in sorted(act.left.items()))
    through = Words("hamısına baxılıb", "all were looked at") if act.is_through else Words("baxılır", "being looked at")
    return (
        Block("act", Words("Akt", "Act"), columns, [what]),
        Block("progress", Words("Gediş", "Progress"), progress, [(act.started, left, through)]),
    )


CLOCK_ACTS: Final[Kind[ClockAct]] = Kind(
    of=ROOM,
    part="return",
    rights=(Right.CASES,),
    closed=frozenset(("ended", "declined")),
    name=lambda act: Words(f"{act.settlement}, {act.document}", f"{act.settlement}, {act.document}"),
    standing=stands(Standing),
    shown=_shown,
    holds=lambda act: act.holds,
    completes=_completes,
    due=_due,
    works=_works,
    unguessed=frozenset(("end_clock_act",)),
)
