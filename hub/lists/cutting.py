"""A run is cut: the register is read once, and all lists are written in one transaction, or none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final
from uuid import UUID

from document_flow.lists.kernel import cut_all
from document_flow.lists.run import Cut, ListRun
from document_flow.lists.state import NOTHING, ListHead
from document_flow.people import HUB
from document_flow.runs.acts.cut_run import CutRun
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Step, Stored
from hub.clock import SECOND
from hub.errors import allowed
from hub.failpoints import failpoint
from hub.lists.reading import Line, MonthReader, Read, all_ended
from hub.lists.rows import MOST, packed, stage, staged
from hub.store.store import Store, snapshot
from hub.store.tx import Tx

_LEASE: Final = 60 * SECOND
_BEAT: Final = 10
"""Pages of the register."""


async def cut(aggregates: Aggregates, runs: Kind[RunHead], lists: Kind[ListHead], stored: Stored[RunHead]) -> None:
    """Read, and write all lists unless another process was quicker."""
    needs = aggregates.needs
    await all_ended(needs.store)
    reader = MonthReader(needs, runs, lists, Beat(needs.store, stored.id))
    async with snapshot(needs.store) as tx:
        read = await reader.read(tx, stored.state)
    cuts = await asyncio.to_thread(lambda: list(_parts(stored.state.run, read)))
    await failpoint("lists.before_cut")
    async with needs.store.write() as tx:
        found = await aggregates.locked(tx, runs, stored.id)
        if found.state.phase == "asked":
            await _write(aggregates, tx, (runs, lists), found, cuts, read)
            await failpoint("lists.before_cut_commit")


async def _write(
    aggregates: Aggregates,
    tx: Tx,
    kinds: tuple[Kind[RunHead], Kind[ListHead]],
    found: Stored[RunHead],
    cuts: Sequence[tuple[Cut, Sequence[bytes]]],
    read: Read,
) -> None:
    (runs, lists), needs = kinds, aggregates.needs
    made = allowed(cut_all(found.state.asked_by, [each for each, _ in cuts], await needs.context(tx)))
    now = await tx.now()
    for each, chunks in cuts:
        name, events = list_id(each), made[each.list_id]
        step = Step(name, NOTHING, lists.kernel.replay(events), events)
        await aggregates.tables.write(tx, lists, "", step, now)
        await stage(tx, needs.sealer, name, chunks, read.read_at)
    await aggregates.carried(tx, runs, found, CutRun(by=HUB, lists=len(cuts), unplaced=read.unplaced))


def list_id(cut: Cut) -> str:
    """The id of its list in the store."""
    return UUID(cut.list_id).hex


def _parts(run: ListRun, read: Read) -> Iterator[tuple[Cut, list[bytes]]]:
    for pair in sorted(read.lines):
        starts, chunks = _chunks(read.lines.pop(pair))
        yield Cut(run=run, origin=pair.origin, settlement=pair.settlement, starts=starts), chunks


def _chunks(lines: Sequence[Line]) -> tuple[tuple[str, ...], list[bytes]]:
    """Lines in the order of their keys, so many persons a chunk, and with whom each begins."""
    starts: list[str] = []
    chunks: list[bytes] = []
    persons = groupby(sorted(lines, key=lambda line: line[0]), key=lambda line: line[0])
    while some := [(person, list(theirs)) for person, theirs in islice(persons, MOST)]:
        starts.append(some[0][0] if starts else "")
        chunks.append(
            packed(
                [
                    staged(who, right, found, last, moved=moved)
                    for _, theirs in some
                    for who, right, found, last, moved in theirs
                ]
            )
        )
    return tuple(starts), chunks


@dataclass(slots=True)
class Beat:
    """Tells the others that this process is still at it, so that none takes the run up."""

    store: Store
    name: str
    pages: int = 0

    async def __call__(self) -> None:
        self.pages += 1
        if self.pages % _BEAT == 0:
            async with self.store.write() as tx:
                await look_again(tx, self.name, _LEASE)
