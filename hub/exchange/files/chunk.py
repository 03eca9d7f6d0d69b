"""The internal destination of chunks: a thousand rows are mapped before the transaction and applied in one.

A row that cannot be mapped is kept with its place and reason; a row whose lane is taken, or that contradicts what is
known, becomes a message of its own and waits or fails there; all others go to the register set-based.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from hub.exchange.apply import Applied
from hub.exchange.codes.unknown import note_row_codes
from hub.exchange.files.progress import file_row
from hub.exchange.files.scan import Chunk, rows_of
from hub.exchange.files.verdict import verdict_of
from hub.exchange.model import Job, NewMessage, Origin
from hub.exchange.planning import Planner
from hub.exchange.states import DeliveryState
from hub.register.bulk import BulkRow, BulkThing, apply_accounts, apply_things, bulk_row, bulk_thing
from hub.register.facts import Source
from hub.register.formats import RECORDS_FORMAT
from hub.register.lifted import lifted_versions
from hub.register.store import RegisterStore
from hub.register.things import OBJECTIONS
from hub.store.content import ContentStore
from hub.store.sealed_file import ContentDamaged
from hub.store.sealing import Sealer
from hub.store.store import Store, TryAgain
from hub.store.tx import Row, Rows, Tx
from mappings.format import Format, Key
from mappings.issues import Issue
from mappings.layout import Layout
from mappings.records import Record, UtilityAccount
from mappings.registered import Registered
from mappings.rows import RowError, RowReading, read_rows
from routes.route import REGISTER, Route

ROWS_A_TURN = 20
"""About a millisecond of work; then the event loop has its turn."""


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A mapped row with its lanes. `bulk` is None for a record that only the ordinary way can apply."""

    number: int
    record: Record
    keys: tuple[Key, ...]
    lanes: tuple[str, ...]
    bulk: BulkRow | BulkThing | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be mapped, with everything that is wrong with it; `error` is the first of it."""

    error: RowError
    content: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A chunk as it was read; `code` says why it could not be. One of no rows asks what the file came to."""

    good: tuple[GoodRow, ...] = ()
    bad: tuple[BadRow, ...] = ()
    code: str | None = None
    asks_verdict: bool = False


@dataclass(frozen=True, slots=True)
class ChunkReader:
    """Maps the rows of a chunk. Pure but for reading the file."""

    content: ContentStore
    made: Format
    layout: Layout
    route: Route
    planner: Planner
    register: RegisterStore

    async def read(self, file: Row) -> Prepared:
        """All rows, a few at a time: in a thread of its own it would hold the interpreter against the event loop."""
        if not file["row_count"]:
            return Prepared(asks_verdict=True)
        chunk = Chunk(file["part"], file["byte_from"], file["byte_to"], file["first_row"], file["row_count"])
        good: list[GoodRow] = []
        bad: list[BadRow] = []
        try:
            with self.content.open(self.planner.hash.digest_opened(file["body_digest"])) as source:
                contents = (line.content for line in rows_of(source, self.layout, chunk))
                for found in read_rows(self.made, contents, first_line=chunk.first_row, version=file["version"]):
                    row = self.row(found)
                    good.append(row) if isinstance(row, GoodRow) else bad.append(row)
                    if found.line % ROWS_A_TURN == 0:
                        await asyncio.sleep(0)
        except (FileNotFoundError, ContentDamaged):
            return Prepared(code="file.content_missing")
        return Prepared(tuple(good), tuple(bad))

    def row(self, found: RowReading) -> GoodRow | BadRow:
        """What is made of a row."""
        reading = found.reading
        if not reading.mapped:
            return BadRow(found.errors[0], found.raw.decode(self.layout.encoding, "replace"), found.faults)
        record = reading.records[0]
        for step in self.route.steps:
            record = step(record)
        keys = self.route.lane_keys(reading)
        version = f"{reading.version}.{found.line:07d}"
        bulk: BulkRow | BulkThing | None = None
        if isinstance(record, UtilityAccount):
            bulk = bulk_row(self.register, record, version)
        elif isinstance(record, Registered):
            bulk = bulk_thing(self.register, record)
        return GoodRow(found.line, record, keys, self.planner.lane_keys(keys), bulk)


class Beside(Protocol):
    """What else takes rows in the commit that applies them to the register."""

    async def take(self, tx: Tx, records: Sequence[Record], party: str) -> Sequence[str | None]:
        """Of each row of the party's the code by which it is refused; None where it is not, or is none of its own."""
        ...


@dataclass(frozen=True, slots=True)
class ChunkEffect:
    """Applies prepared chunks, by delivery id."""

    planner: Planner
    register: RegisterStore
    beside: Beside
    most_refused_percent: int
    prepared: dict[str, Prepared] = field(default_factory=dict)

    async def lock(self, tx: Tx, jobs: Sequence[Job]) -> None:
        """Lock what the rows of these chunks name (`hub.exchange.apply`)."""
        chunks = [self.prepared[job.id] for job in jobs if job.id in self.prepared]
        rows = (row.bulk for chunk in chunks for row in chunk.good)
        await self.register.lock(tx, {row.key for row in rows if row is not None})

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """All rows and the file's counters in the commit that settles the chunk. TryAgain where whoever has read it was
        cut off meanwhile, as by a neighbour's failure: it is due still.
        """
        chunk = self.prepared.get(job.id)
        if chunk is None:
            raise TryAgain(f"chunk {job.id} is in nobody's hands any more")
        if chunk.code is not None:
            return Applied(DeliveryState.FAILED, chunk.code)
        if chunk.asks_verdict:
            file = await file_row(tx, job.message_id)
            code = verdict_of(file, self.most_refused_percent) if file is not None else None
            return Applied(DeliveryState.FAILED if code else DeliveryState.DELIVERED, code)
        taken = await _taken_lanes(tx, chunk.good)
        waiting = [row for row in chunk.good if row.bulk is None or not taken.isdisjoint(row.lanes)]
        apart = {row.number for row in waiting}
        waiting += await self._refused(tx, [row for row in chunk.good if row.number not in apart], job.origin.party)
        apart = {row.number for row in waiting}
        rows = [row for row in chunk.good if row.number not in apart]
        overtaken, objected = await self._into_register(tx, job, rows, now)
        waiting += objected
        sealer = self.planner.sealer
        await keep_bad_rows(tx, sealer, job.message_id, chunk.bad)
        unknown = [(row.error.line, row.issues) for row in chunk.bad]
        await note_row_codes(tx, sealer, self.planner.hash, (job.message_id, job.format), unknown)
        await tx.execute(
            "UPDATE files SET rows_done = rows_done + :done, rows_bad = rows_bad + :bad,"
            " rows_waiting = rows_waiting + :waiting, rows_superseded = rows_superseded + :overtaken"
            " WHERE message_id = :id",
            {
                "done": len(rows) - overtaken - len(objected),
                "bad": len(chunk.bad),
                "waiting": len(waiting),
                "overtaken": overtaken,
                "id": job.message_id,
            },
        )
        origin = Origin(job.origin.party, job.message_id, job.origin.hops + 1)
        made = (as_message(self.planner, origin, f"{job.id}:{row.number}", row) for row in waiting)
        return Applied(DeliveryState.DELIVERED, follow_ups=tuple(made))

    async def _into_register(self, tx: Tx, job: Job, rows: Sequence[GoodRow], now: int) -> tuple[int, list[GoodRow]]:
        """How many of the rows are known better already, and those that speak against a word for good: such a failure
        only a message can be.
        """
        source, overtaken = Source(job.message_id, job.origin.party, now), 0
        if accounts := [row.bulk for row in rows if isinstance(row.bulk, BulkRow)]:
            lifted = await lifted_versions(tx, job.origin.party)
            overtaken = await apply_accounts(tx, self.register, accounts, source, now, lifted)
        things = [(row, row.bulk) for row in rows if isinstance(row.bulk, BulkThing)]
        codes = await apply_things(tx, self.register, [thing for _, thing in things], source, now)
        objected = [things[place][0] for place, code in codes.items() if code in OBJECTIONS]
        return overtaken + len(codes) - len(objected), objected

    async def _refused(self, tx: Tx, rows: Sequence[GoodRow], party: str) -> list[GoodRow]:
        """Rows that the other refuses: each is to be a message, and to fail there with its code."""
        codes = await self.beside.take(tx, [row.record for row in rows], party)
        return [row for row, code in zip(rows, codes, strict=True) if code is not None]


def as_message(planner: Planner, origin: Origin, mark: str, row: GoodRow) -> NewMessage:
    """The row as a message of its own, under the version of its place in the file; `mark` makes it known again."""
    version = row.bulk.version if isinstance(row.bulk, BulkRow) else None
    made = planner.follow_up(RECORDS_FORMAT, row.record, row.keys, origin, mark)
    deliveries = tuple(replace(delivery, version=version) for delivery in made.deliveries)
    return replace(made, version=version, deliveries=deliveries)


async def _taken_lanes(tx: Tx, rows: Sequence[GoodRow]) -> set[str]:
    lanes = sorted({lane for row in rows for lane in row.lanes})
    if not lanes:
        return set()
    found = await tx.fetch(
        "SELECT r.key_hash FROM {rows} WHERE EXISTS (SELECT 1 FROM lane_entries e"
        " WHERE e.destination = :register AND e.key_hash = r.key_hash)",
        {"register": REGISTER},
        Rows("key_hash text", [(lane,) for lane in lanes]),
    )
    return {row["key_hash"] for row in found}


async def keep_bad_rows(
    tx: Tx, sealer: Sealer, message: str, rows: Sequence[BadRow], state: str = "quarantined"
) -> None:
    """Quarantine rows: column and code in the clear, content and all issues sealed."""
    await tx.many(
        "INSERT INTO bad_rows (message_id, row_number, column_name, code, state, raw_sealed)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (
                message,
                row.error.line,
                row.error.column,
                row.error.code,
                state,
                sealer.seal("bad_rows.raw", f"{message}:{row.error.line}", _raw(row)),
            )
            for row in rows
        ],
    )


def _raw(row: BadRow) -> bytes:
    kept = {"row": row.content, "issues": [asdict(each) for each in row.issues]}
    return json.dumps(kept, ensure_ascii=False).encode()


async def find_chunk(store: Store, delivery: str) -> Row | None:
    """What is to be read for a delivery; None if it is settled already."""
    async with store.read() as tx:
        rows = await tx.fetch(
            "SELECT d.id, d.part, d.route, m.format, m.version, m.body_digest, c.byte_from, c.byte_to, c.first_row,"
            " c.row_count FROM deliveries d JOIN messages m ON m.id = d.message_id"
            " JOIN file_chunks c ON c.message_id = d.message_id AND c.number = d.part"
            " WHERE d.id = :id AND d.state IN ('due', 'retrying')",
            {"id": delivery},
        )
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class ChunkReaders:
    """The reader of a format as it stands now: with the codes that were agreed on since this process began."""

    content: ContentStore
    formats: Mapping[str, object]
    planner: Planner
    register: RegisterStore

    def get(self, name: str) -> ChunkReader | None:
        """The reader of a format of files that has a route; None where it has none any more."""
        made, route = self.formats.get(name), self.planner.routes.for_format(name)
        if not isinstance(made, Format) or made.table is None or route is None:
            return None
        return ChunkReader(self.content, made, made.table, route, self.planner, self.register)
