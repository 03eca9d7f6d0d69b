"""The register read for a run: its rights by ranges of keys, their persons, and the lines that were issued last.

All of one snapshot, opened when every transaction begun before has ended: nothing committed late is missed. What is
unsealed is kept in memory as short tuples (a right takes about half a kilobyte) and leaves the process sealed.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from document_flow.lists.entry import ListEntry
from document_flow.lists.state import ListHead
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.aggregate_store import Wanted as Asked
from hub.aggregates.kind import Kind, Needs, Stored
from hub.lists.rights import Pair, found_of, pair_of
from hub.lists.rows import entries_of, rekeyed, wanted
from hub.register.entity import Entity
from hub.register.store import ENTITY
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, columns

PAGE: Final = 2_000
_KEY = columns("key_hash text")
_RIGHTS = (
    f"SELECT {ENTITY} FROM entities e WHERE e.kind = 'right' AND e.id > :after AND e.key_sealed IS NOT NULL"
    f" ORDER BY e.id LIMIT {PAGE}"
)
BY_KEY = (
    f"SELECT k.key_hash, {ENTITY} FROM {{rows}} JOIN entity_keys k ON k.key_hash = r.key_hash"
    " JOIN entities e ON e.id = k.entity_id WHERE e.key_sealed IS NOT NULL"
)
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_WAIT_S: Final = 0.05
_OUT = ("issued", "settled", "closed")
Line = tuple[str, str, bytes, bytes, bool]
"""Person, right, what was found, the last line, whether that stood on another list."""


@dataclass(slots=True)
class Read:
    """What a run lists: lines by pair; rights of whom there is no record; the store's clock when it was read."""

    lines: dict[Pair, list[Line]] = field(default_factory=lambda: defaultdict(list))
    unplaced: int = 0
    read_at: int = 0


async def all_ended(store: Store) -> None:
    """Wait until every transaction that was writing when this was called has ended. SQLite has one writer alone."""
    if store.name != "postgresql":
        return
    first = None
    while True:
        async with store.read() as tx:
            (row,) = await tx.fetch(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS low,"
                " pg_snapshot_xmax(pg_current_snapshot())::text AS high"
            )
        first = int(row["high"]) if first is None else first
        if int(row["low"]) >= first:
            return
        await asyncio.sleep(_WAIT_S)


@dataclass(frozen=True, slots=True)
class MonthReader:
    """Reads for one run, inside its snapshot. `beat` is called between pages: it goes on."""

    needs: Needs
    runs: Kind[RunHead]
    lists: Kind[ListHead]
    beat: Callable[[], Awaitable[None]]

    async def read(self, tx: Tx, head: RunHead) -> Read:
        """All lines of the run."""
        read = Read(read_at=await tx.now())
        found: dict[str, tuple[Pair, str, bytes]] = {}
        async for page in self._rights(tx):
            await self._take(tx, head, page, found, read)
            await self.beat()
        stands = await survivors(tx)
        async for origin, last in self._last(tx, head):
            await self.beat()
            for entry in last:
                known = found.pop(entry.right, None)
                pair, person, right = known or (origin, _survivor(stands, entry.person), b"")
                line = rekeyed(entry, person).canonical
                read.lines[pair].append((person, entry.right, right, line, pair != origin))
        for name, (pair, person, right) in found.items():
            read.lines[pair].append((person, name, right, b"", False))
        return read

    async def _rights(self, tx: Tx) -> AsyncIterator[Sequence[Row]]:
        after = ""
        while rows := await tx.fetch(_RIGHTS, {"after": after or "0" * 32}):
            yield rows
            after = rows[-1]["id"]

    async def _take(
        self, tx: Tx, head: RunHead, rows: Sequence[Row], found: dict[str, tuple[Pair, str, bytes]], read: Read
    ) -> None:
        run, register = head.run, self.needs.reader.store
        rights = await asyncio.to_thread(lambda: [register.entity(row) for row in rows])
        ours = [each for each in rights if _is_of(each.attributes, run.programme, head.benefit)]
        people = await by_keys(self.needs, tx, "fin", [str(each.attributes["fin"]) for each in ours])

        def take() -> None:
            for each in ours:
                person = people.get(str(each.attributes["fin"]))
                if person is None:
                    read.unplaced += 1
                    continue
                said = _JSON.encode(found_of(each, person, run.legal_day)).encode()
                found[each.id] = (pair_of(person), person.id, said)

        await asyncio.to_thread(take)

    async def _last(self, tx: Tx, head: RunHead) -> AsyncIterator[tuple[Pair, Sequence[ListEntry]]]:
        """What the last run of the programme has issued. Of a list that it did not issue, what that would have kept."""
        tables = AggregateStore(self.needs.sealer, self.needs.hash)
        last = await self._last_run(tx, tables, head)
        async for each in lists_of(tx, tables, self.lists, last.id) if last is not None else _none():
            pair = Pair(each.state.cut.origin, each.state.cut.settlement)
            for number in range(len(each.state.chunks)):
                if each.state.phase in _OUT:
                    yield pair, [entry for _, entry in await entries_of(tx, self.needs.sealer, each.id, number)]
                else:
                    staged = await wanted(tx, self.needs.sealer, each.id, number)
                    yield pair, [line.last for line in staged if line.last is not None]

    async def _last_run(self, tx: Tx, tables: AggregateStore, head: RunHead) -> Stored[RunHead] | None:
        asked = Asked()
        while page := await tables.find(tx, self.runs, asked):
            for each in page:
                run, is_out = each.state.run, each.state.has_issued
                if is_out and (run.programme, each.state.benefit) == (head.run.programme, head.benefit):
                    return each
            asked = Asked(below=page[-1].id)
        return None


async def lists_of(
    tx: Tx, tables: AggregateStore, kind: Kind[ListHead], run: str, phase: str = ""
) -> AsyncIterator[Stored[ListHead]]:
    """The lists of a run, the newest id first."""
    asked = Asked(phase, within=run)
    while page := await tables.find(tx, kind, asked):
        for each in page:
            yield each
        asked = Asked(phase, within=run, below=page[-1].id)


async def by_keys(needs: Needs, tx: Tx, kind: str, values: Sequence[str]) -> dict[str, Entity]:
    """Entities that own these keys, by the values."""
    register = needs.reader.store
    keys = {register.hash(kind, each): each for each in dict.fromkeys(values)}
    rows = await tx.fetch(BY_KEY, rows=Rows(_KEY, [(key,) for key in sorted(keys)])) if keys else []
    return await asyncio.to_thread(lambda: {keys[row["key_hash"]]: register.entity(row) for row in rows})


async def survivors(tx: Tx) -> Mapping[str, str]:
    """The records that were joined to another, with that one."""
    rows = await tx.fetch("SELECT merged_id, survivor_id FROM merges WHERE split_at IS NULL")
    return {row["merged_id"]: row["survivor_id"] for row in rows}


def _survivor(stands: Mapping[str, str], person: str) -> str:
    while person in stands:
        person = stands[person]
    return person


def _is_of(right: Mapping[str, Any], programme: str, benefit: str) -> bool:
    return bool(right.get("fin")) and (right.get("programme"), right.get("benefit")) == (programme, benefit)


async def _none() -> AsyncIterator[Stored[ListHead]]:
    return
    yield
