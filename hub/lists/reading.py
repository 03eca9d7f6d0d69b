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

from document_flow.lists.entry import OVER, ListEntry
from document_flow.lists.state import ListHead
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.kind import Kind, Needs, Stored
from hub.lists.rights import Found, Pair, found_of, is_another, may_be_another, owed_of, pair_of, raised_in
from hub.lists.rows import entries_of, rekeyed, wanted
from hub.register.entity import Entity
from hub.register.merges import survivor_of
from hub.register.store import ENTITY
from hub.store.store import Store
from hub.store.tx import Rows, Tx, ids

PAGE: Final = 2_000
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
_BACK: Final = 24
"""Periods that arrears go back."""
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


@dataclass(slots=True)
class Right:
    """A right that was read: its person, what was found of it as JSON, and the periods that it is owed for as bits.

    `raised` is what was issued of it in those of them from which on an act has raised its sum.
    """

    pair: Pair
    person: str
    said: bytes
    owed: int = 0
    raised: dict[str, int] = field(default_factory=dict)


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
        issued = [each async for each in self._issued(tx, head)]
        if head.run.kind == "arrears":
            await self._arrears(tx, head, issued, read)
        else:
            await self._regular(tx, head, issued[:1], read)
        return read

    async def _regular(self, tx: Tx, head: RunHead, last: Sequence[Stored[RunHead]], read: Read) -> None:
        """Each right beside the line that the last run has issued, wherever that stood."""
        day, found = head.run.legal_day, dict[str, Right]()
        async for right, person, is_other in self._rights(tx, head, read):
            said = found_of(right, person, day)._replace(is_another=is_other)
            found[right.id] = Right(pair_of(person), person.id, _said(said))
        for run in last:
            async for origin, entries in self._lines(tx, run.id, kept=True):
                stands = await survivors(tx, [each.person for each in entries if each.right not in found])
                for entry in entries:
                    silent = Right(origin, stands.get(entry.person, entry.person), b"")
                    known = found.pop(entry.right, silent)
                    line = rekeyed(entry, known.person).canonical
                    read.lines[known.pair].append((known.person, entry.right, known.said, line, known.pair != origin))
        for name, each in found.items():
            read.lines[each.pair].append((each.person, name, each.said, b"", False))

    async def _arrears(self, tx: Tx, head: RunHead, issued: Sequence[Stored[RunHead]], read: Read) -> None:
        """Each right for each period of which a regular run was issued, but no line of this right; of one whose sum was
        raised since, what was issued too little for the period.
        """
        day = head.run.legal_day
        regular = {each.state.run.period for each in issued if each.state.run.kind == "regular"}
        periods = sorted(each for each in regular if each < head.run.period)[-_BACK:]
        bits, found = {each: 1 << number for number, each in enumerate(periods)}, dict[str, Right]()
        async for right, person, is_other in self._rights(tx, head, read):
            owed, unpaid = owed_of(right, person, day, periods)
            owed = owed._replace(is_another=is_other)
            if unpaid:
                raised = {each: 0 for each in periods if unpaid & bits[each] and raised_in(right, each)}
                found[right.id] = Right(pair_of(person), person.id, _said(owed), unpaid, raised)
        for run in issued:
            await self._strike(tx, run, found, bits)
        for name, each in found.items():
            for period in periods:
                said = _in_arrears(each, period) if each.owed & bits[period] else _rest(each, period)
                if said:
                    read.lines[each.pair].append((each.person, name, said, b"", False))

    async def _strike(self, tx: Tx, run: Stored[RunHead], found: dict[str, Right], bits: Mapping[str, int]) -> None:
        """Take out what the run has issued already."""
        async for _, entries in self._lines(tx, run.id, kept=False):
            for entry in entries:
                period = entry.of_period or run.state.run.period
                if entry.right in found:
                    found[entry.right].owed &= ~bits.get(period, 0)
                    if period in found[entry.right].raised:
                        found[entry.right].raised[period] += entry.amount_qepik

    async def _rights(self, tx: Tx, head: RunHead, read: Read) -> AsyncIterator[tuple[Entity, Entity, bool]]:
        """Every right of the programme and benefit with its person, and whether somebody else than who was granted it;
        by ranges of keys.
        """
        register, after = self.needs.reader.store, "0" * 32
        while rows := await tx.fetch(_RIGHTS, {"after": after}):
            page = rows
            rights = await asyncio.to_thread(lambda: [register.entity(row) for row in page])  # noqa: B023  # awaited
            ours = [each for each in rights if _is_of(each.attributes, head.run.programme, head.benefit)]
            people = await by_keys(self.needs, tx, "fin", [str(each.attributes["fin"]) for each in ours])
            asked = [
                (each, person)
                for each in ours
                if (person := people.get(str(each.attributes["fin"]))) is not None and may_be_another(each, person)
            ]
            facts = await register.all_facts(tx, [person for _, person in asked]) if asked else {}
            others = {each.id for each, person in asked if is_another(each, person, facts.get(person.id, ()))}
            for each in ours:
                person = people.get(str(each.attributes["fin"]))
                if person is not None:
                    yield each, person, each.id in others
                else:
                    read.unplaced += 1
            after = rows[-1]["id"]
            await self.beat()

    async def _lines(self, tx: Tx, run: str, *, kept: bool) -> AsyncIterator[tuple[Pair, Sequence[ListEntry]]]:
        """The lines that a run has frozen and issued, by chunks.

        `kept`: with what a list would have kept that it did not issue; else without what was withheld.
        """
        sealer = self.needs.sealer
        async for each in lists_of(tx, AggregateStore(sealer, self.needs.hash), self.lists, run):
            head = each.state
            for number in range(len(head.chunks)):
                await self.beat()
                found: list[ListEntry] = []
                if head.phase in _OUT:
                    lines = [entry for _, entry in await entries_of(tx, sealer, each.id, number)]
                    found = [line for line in lines if kept or not head.withheld or line.sha256 not in head.withheld]
                elif kept:
                    found = [line.last for line in await wanted(tx, sealer, each.id, number) if line.last is not None]
                yield Pair(head.cut.origin, head.cut.settlement), found

    async def _issued(self, tx: Tx, head: RunHead) -> AsyncIterator[Stored[RunHead]]:
        """The runs of the same programme that have issued, the newest first; of a regular one regular ones alone."""
        tables, asked = AggregateStore(self.needs.sealer, self.needs.hash), WantedAggregates()
        while page := await tables.find(tx, self.runs, asked):
            for each in page:
                state = each.state
                is_ours = (state.run.programme, state.benefit) == (head.run.programme, head.benefit)
                if state.has_issued and is_ours and (state.run.kind == "regular" or head.run.kind == "arrears"):
                    yield each
            asked = WantedAggregates(below=page[-1].id)


async def lists_of(
    tx: Tx, tables: AggregateStore, kind: Kind[ListHead], run: str, phase: str = ""
) -> AsyncIterator[Stored[ListHead]]:
    """The lists of a run, the newest id first."""
    asked = WantedAggregates(phase, within=run)
    while page := await tables.find(tx, kind, asked):
        for each in page:
            yield each
        asked = WantedAggregates(phase, within=run, below=page[-1].id)


async def by_keys(needs: Needs, tx: Tx, kind: str, values: Sequence[str]) -> dict[str, Entity]:
    """Entities that own these keys, by the values."""
    register = needs.reader.store
    keys = {register.hash(kind, each): each for each in dict.fromkeys(values)}
    rows = await tx.fetch(BY_KEY, rows=Rows("key_hash text", [(key,) for key in sorted(keys)])) if keys else []
    return await asyncio.to_thread(lambda: {keys[row["key_hash"]]: register.entity(row) for row in rows})


async def survivors(tx: Tx, people: Sequence[str]) -> Mapping[str, str]:
    """Those of these records that are joined to another, with the one that stands for them."""
    rows = await tx.fetch(
        "SELECT m.merged_id FROM {rows} JOIN merges m ON m.merged_id = r.id WHERE m.split_at IS NULL",
        rows=ids(sorted(set(people))),
    )
    return {row["merged_id"]: await survivor_of(tx, row["merged_id"]) for row in rows}


def _is_of(right: Mapping[str, Any], programme: str, benefit: str) -> bool:
    return bool(right.get("fin")) and (right.get("programme"), right.get("benefit")) == (programme, benefit)


def _in_arrears(right: Right, period: str) -> bytes:
    """The right as it is owed for a period of which nothing was issued."""
    return right.said.replace(b',""]', f',"{period}"]'.encode())


def _rest(right: Right, period: str) -> bytes:
    """What an act has raised it by since it was issued for the period, beside that; nothing where it is the same."""
    issued, found = right.raised.get(period, 0), Found(*json.loads(right.said))
    if not issued or found.qepik <= issued:
        return b""
    terms = {**found.terms, OVER: str(issued)}
    return _said(found._replace(qepik=found.qepik - issued, terms=terms, of_period=period))


def _said(found: Found) -> bytes:
    return _JSON.encode(found).encode()
