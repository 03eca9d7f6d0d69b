"""The first stage: a thousand rows of a file are mapped and kept, each with its marks. What a row says is sealed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from hub.exchange.files.chunk import ROWS_A_TURN, BadRow, keep_bad_rows
from hub.exchange.files.scan import Chunk, rows_of
from hub.exchange.loading.marks import Marking, Marks, district_of
from hub.exchange.loading.placing import unplaced_in
from hub.exchange.loading.plan import LoadChunk, LoadFile, settle
from hub.exchange.loading.sources import FORMATS, Stake, stake_of
from hub.store.content import ContentStore
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, ids
from mappings.format import Format
from mappings.issues import issue
from mappings.layout import Layout
from mappings.records import Base, BaseRow, record_to_json
from mappings.rows import RowError, RowReading, layout_of, read_rows

RECORD = "base_records.record"
UNREADABLE = "unreadable"
_COLUMNS = (
    "id, base, message_id, row_number, version, content_hash, record_sealed, fin_mark, document_mark, name_mark,"
    " birth_mark, given_mark, household_mark, lost, district, unplaced, qepik"
)
_CHANGE = (
    "UPDATE base_records SET base = $2, message_id = $3, row_number = $4, version = $5, content_hash = $6,"
    " record_sealed = $7, fin_mark = $8, document_mark = $9, name_mark = $10, birth_mark = $11, given_mark = $12,"
    " household_mark = $13, lost = $14, district = $15, unplaced = $16,"
    " qepik = $17 WHERE id = $1"
)


class ReadRow(NamedTuple):
    """A row of the file that was understood, ready but for what is kept of it already."""

    number: int
    id: str
    content: str
    raw: bytes
    marks: Marks
    district: str | None
    unplaced: str | None
    qepik: int

    @property
    def stake(self) -> Stake:
        """What is at stake by it."""
        return Stake(self.qepik, self.district)


class UnreadRow(NamedTuple):
    """A row that was not, with what is at stake: it is on the work list, and its money in the base's sum."""

    bad: BadRow
    stake: Stake


@dataclass(frozen=True, slots=True)
class BaseReading:
    """Reads chunks of files."""

    store: Store
    content: ContentStore
    formats: Mapping[str, Format]
    sealer: Sealer
    hash: KeyedHash
    marking: Marking

    async def work(self, chunk: LoadChunk, file: LoadFile) -> None:
        """Keep what is new of the chunk's rows. LostChunk."""
        good, bad = await self._read(chunk, file)
        async with self.store.write() as tx:
            now = await tx.now()
            twice = await self._keep(tx, file, good)
            await self._keep_bad(tx, file.message, [*bad, *twice])
            await tx.execute(
                "UPDATE files SET rows_total = rows_total + :n, rows_done = rows_done + :n - :bad,"
                " rows_bad = rows_bad + :bad WHERE message_id = :id",
                {"n": chunk.piece.row_count, "bad": len(bad) + len(twice), "id": file.message},
            )
            await settle(tx, chunk, now, rows=len(good), bad=len(bad) + len(twice))

    async def _read(self, chunk: LoadChunk, file: LoadFile) -> tuple[list[ReadRow], list[UnreadRow]]:
        async with self.store.read() as tx:
            (found,) = await tx.fetch("SELECT body_digest FROM messages WHERE id = :id", {"id": file.message})
        made, piece = self.formats[FORMATS[file.base]], chunk.piece
        layout = layout_of(made)
        part = Chunk(chunk.number, piece.begins, piece.ends, piece.first_row, piece.row_count)
        good: list[ReadRow] = []
        bad: list[UnreadRow] = []
        with self.content.open(self.hash.digest_opened(found["body_digest"])) as source:
            contents = (line.content for line in rows_of(source, layout, part))
            for each in read_rows(made, contents, first_line=piece.first_row):
                row = self._row(each, layout, file.base)
                good.append(row) if isinstance(row, ReadRow) else bad.append(row)
                if each.line % ROWS_A_TURN == 0:
                    await asyncio.sleep(0)
        return good, bad

    def _row(self, found: RowReading, layout: Layout, base: Base) -> ReadRow | UnreadRow:
        reading = found.reading
        if not reading.mapped:
            bad = BadRow(found.errors[0], found.raw.decode(layout.encoding, "replace"), found.faults)
            return UnreadRow(bad, stake_of(base, layout.cells(found.raw)))
        record = reading.records[0]
        assert isinstance(record, BaseRow)  # noqa: S101  # so the formats of `sources` have it
        raw = record_to_json(record)
        marking = self.marking
        return ReadRow(
            found.line,
            marking.record_id(record.base, record.number),
            marking.content(raw),
            raw,
            marking.marks(record),
            district_of(record),
            ",".join(unplaced_in(record)) or None,
            record.monthly_qepik,
        )

    async def _keep(self, tx: Tx, file: LoadFile, rows: Sequence[ReadRow]) -> list[UnreadRow]:
        """Write what is new or says something else. A number that stands twice in a file counts where it is first."""
        first, twice = _first_of_each(rows)
        known = await self._known(tx, sorted(first))
        fresh: list[tuple[Any, ...]] = []
        changed: list[tuple[Any, ...]] = []
        seen: list[tuple[str, int]] = []
        for row in first.values():
            before = known.get(row.id)
            if before is None:
                fresh.append(self._values(file, row, 0))
                continue
            if before["message_id"] == file.message and before["row_number"] != row.number:
                kept = Stake(int(before["qepik"]), before["district"])
                if before["row_number"] < row.number:
                    twice.append(_twice(row.number, row.raw, row.stake))
                    continue
                twice.append(_twice(before["row_number"], b"", kept))
            if before["content_hash"] == row.content:
                seen.append((row.id, row.number))
            else:
                changed.append(self._values(file, row, before["version"] + 1))
        await tx.insert("base_records", _COLUMNS, fresh)
        await tx.many(_CHANGE, changed)
        if seen:
            await tx.execute(
                "UPDATE base_records AS b SET message_id = :message, row_number = r.row_number FROM {rows}"
                " WHERE b.id = r.id",
                {"message": file.message},
                Rows("id uuid, row_number int", seen),
            )
        return twice

    async def _known(self, tx: Tx, wanted: Sequence[str]) -> dict[str, Row]:
        rows = await tx.fetch(
            "SELECT b.id, b.content_hash, b.message_id, b.row_number, b.version, b.qepik, b.district FROM {rows}"
            " JOIN base_records b ON b.id = r.id ORDER BY b.id {lock b}",
            rows=ids(wanted),
        )
        return {row["id"]: row for row in rows}

    def _values(self, file: LoadFile, row: ReadRow, version: int) -> tuple[Any, ...]:
        marks = row.marks
        sealed = self.sealer.seal(RECORD, row.id, row.raw, version)
        kept = (row.id, file.base, file.message, row.number, version, row.content, sealed)
        return (*kept, *marks[:-1], int(marks.lost), row.district, row.unplaced, row.qepik)

    async def _keep_bad(self, tx: Tx, message: str, rows: Sequence[UnreadRow]) -> None:
        """A file that is read again, since a load of it was given up, has the same bad rows."""
        fresh = {row.bad.error.line: row for row in rows}
        known = await tx.fetch(
            "SELECT b.row_number FROM {rows} JOIN bad_rows b ON b.message_id = :id AND b.row_number = r.row_number",
            {"id": message},
            Rows("row_number int", [(line,) for line in sorted(fresh)]),
        )
        for row in known:
            del fresh[row["row_number"]]
        kept = [fresh[line].bad for line in sorted(fresh)]
        await keep_bad_rows(tx, self.sealer, message, kept, UNREADABLE)
        await tx.many(
            "UPDATE bad_rows SET qepik = $3, district = $4 WHERE message_id = $1 AND row_number = $2",
            [(message, line, *fresh[line].stake) for line in sorted(fresh)],
        )


def _first_of_each(rows: Sequence[ReadRow]) -> tuple[dict[str, ReadRow], list[UnreadRow]]:
    first: dict[str, ReadRow] = {}
    twice = [_twice(row.number, row.raw, row.stake) for row in rows if first.setdefault(row.id, row) is not row]
    return first, twice


def _twice(number: int, raw: bytes, stake: Stake) -> UnreadRow:
    found = issue("row.number_twice", "", "number")
    return UnreadRow(BadRow(RowError(number, "", found.code, None), raw.decode(errors="replace"), (found,)), stake)
