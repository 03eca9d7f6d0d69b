"""Requests to the treasury (*maliyyə tələbi*), one a run: the declaration of their room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from document_flow.context import day_over
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.lists.entry import chunk_hash
from document_flow.lists.state import ListHead
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.runs.state import RunHead
from document_flow.treasury.acts.note_answer import ChaseTreasury
from document_flow.treasury.acts.open_request import CountRequest, OpenRequest
from document_flow.treasury.counting import District, rates_of
from document_flow.treasury.kernel import ROOM
from document_flow.treasury.standing import Standing, refusal
from document_flow.treasury.state import TreasuryRequest
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Kind, Needs, Stored
from hub.lists.carrying import counted
from hub.lists.cutting import Beat
from hub.lists.kinds import LISTS, paying_run, paying_runs
from hub.lists.reading import lists_of
from hub.lists.rows import entries_of
from hub.lists.showing import run_name
from hub.store.ids import parse_id
from hub.store.store import snapshot
from hub.store.tx import Tx
from hub.treasury.showing import blocks_of

_SPACE: Final = UUID("6f0f5d0e-6c0e-5a55-9d3c-5d1b6a2f7c12")
_BEFORE: Final = ("cut", "compared", "frozen")
_APPROVED: Final = ("approved", "issued", "settled", "closed")


def request_id(run: str) -> str:
    """The same whoever opens it."""
    return uuid5(_SPACE, run).hex


async def _standing(needs: Needs, tx: Tx, stored: Stored[TreasuryRequest], _login: str) -> Standing:
    """What was counted is held to the lists as they are, as long as it is to be signed."""
    state, adds_up = stored.state, True
    if state.phase == "counted":
        heads = await _heads(needs, tx, state.run.id)
        adds_up = len(heads) == len(state.districts) and all(
            each.adds_up(heads.get(each.list_id)) for each in state.districts
        )
    return Standing(state, await needs.context(tx), adds_up)


async def _more(needs: Needs, tx: Tx, stored: Stored[TreasuryRequest]) -> Sequence[Block]:
    heads = await _heads(needs, tx, stored.state.run.id)
    return await blocks_of(tx, stored.state, heads, await needs.context(tx))


async def _fills(needs: Needs, tx: Tx, stored: Stored[TreasuryRequest]) -> Mapping[str, tuple[Option, ...]]:
    return {} if stored.id else {"run": await paying_runs(needs, tx, _APPROVED[:2])}


async def _works(aggregates: Aggregates, stored: Stored[TreasuryRequest]) -> None:
    command: Command = ChaseTreasury(by=HUB)
    if stored.state.phase == "counting":
        found = await _districts(aggregates, stored)
        command = CountRequest(by=HUB, districts=tuple(found))
    await aggregates.by_hub(KIND, stored.id, command)


async def _completes(needs: Needs, tx: Tx, _stored: Stored[TreasuryRequest], command: Command) -> Command | Refusal:
    """With the run, if all of its lists that go on are approved."""
    if not isinstance(command, OpenRequest):
        return command
    found = await paying_run(needs, tx, command.run)
    if found is None:
        return refusal("treasury.no_run", run=command.run[:40])
    phases = await counted(tx, found.id)
    before, approved = (sum(phases.get(each, 0) for each in some) for some in (_BEFORE, _APPROVED))
    if before or not approved:
        return refusal("treasury.not_approved", count=before, approved=approved)
    return replace(command, run=found.id, of=found.state.run, root=found.state.root)


async def _heads(needs: Needs, tx: Tx, run: str) -> dict[str, ListHead]:
    """The lists of the run that go out or are to, by id."""
    found = lists_of(tx, AggregateStore(needs.sealer, needs.hash), LISTS, run)
    return {each.id: each.state async for each in found if each.state.phase in _APPROVED}


async def _districts(aggregates: Aggregates, stored: Stored[TreasuryRequest]) -> list[District]:
    """What the rows of each list come to, all of one moment, in the order in which they are printed."""
    needs, beat = aggregates.needs, Beat(aggregates.store, stored.id)
    found: list[District] = []
    async with snapshot(needs.store) as tx:
        for name, head in (await _heads(needs, tx, stored.state.run.id)).items():
            entries, intact = [], True
            for number, chunk in enumerate(head.chunks):
                frozen = [entry for _, entry in await entries_of(tx, needs.sealer, name, number)]
                intact = intact and chunk_hash(frozen) == chunk.hash
                entries += [each for each in frozen if not head.withheld or each.sha256 not in head.withheld]
                await beat()
            found.append(
                District(
                    list_id=name,
                    origin=head.cut.origin,
                    settlement=head.cut.settlement,
                    persons=len({each.person for each in entries}),
                    rates=rates_of(head.run, entries),
                    intact=intact,
                )
            )
    return sorted(found, key=lambda each: (each.origin, each.settlement))


def _id_of(command: Command) -> str:
    return request_id(parse_id(command.run) or "") if isinstance(command, OpenRequest) else ""


def _due(state: TreasuryRequest) -> bool | datetime:
    if state.phase != "sent" or state.due is None:
        return state.phase == "counting"
    return day_over(state.due)


KIND: Final[Kind[TreasuryRequest]] = Kind(
    of=ROOM,
    part="payments",
    rights=(Right.LISTS, Right.CASES),
    closed=frozenset(("granted",)),
    name=lambda state: run_name(RunHead(run=state.run)),
    standing=_standing,
    shown=lambda _state, _context: (),
    more=_more,
    id_of=_id_of,
    within=lambda state: state.run.id,
    completes=_completes,
    fills=_fills,
    unguessed=frozenset(("note_treasury_answer",)),
    due=_due,
    works=_works,
)
