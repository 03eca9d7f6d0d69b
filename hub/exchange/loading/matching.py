"""The second stage: which rows are about the same person. All marks are read, linked in memory, and what changed is
written; whoever does it again comes to the same.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.clock import SECOND
from hub.exchange.loading.plan import LEASE, BaseLoad, LoadChunk, LostChunk, Piece, plan_stage, settle
from hub.exchange.loading.sources import BASES, SEVERAL_EACH
from hub.store.store import Store
from hub.store.tx import Row, Rows
from mappings.linking import Link, LinkEntry, link

PAGE = 20_000
PERSONS_A_CHUNK = 500
# Only what stands in the files of the load: a row that a corrected file has no more is passed over.
_OF_LOAD = (
    " FROM base_records b JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
)
_FIRST, _ID = "0" * 32, 16
_MARK_COLUMNS, _NO_MARK = ("fin_mark", "document_mark", "name_mark", "birth_mark", "given_mark"), -1
Kept = tuple[int | None, str | None, str | None, str | None]
"""A link as it is stored: mark of the person, how, why not, notes."""


class Gathered:
    """All records, in the order of their ids: a million and a half are to fit beside all else in a gigabyte, so their
    marks stand in columns of eight bytes each.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._bases, self._lost = bytearray(), bytearray()
        self._marks = [array("q") for _ in _MARK_COLUMNS]

    def add(self, row: Row) -> None:
        """One more record."""
        self._ids += bytes.fromhex(row["id"])
        self._bases.append(BASES.index(row["base"]))
        self._lost.append(bool(row["lost"]))
        for column, name in zip(self._marks, _MARK_COLUMNS, strict=True):
            column.append(_NO_MARK if row[name] is None else row[name])

    def id(self, place: int) -> str:
        """That of the record at a place; empty beyond the last."""
        return self._ids[place * _ID : place * _ID + _ID].hex()

    def __len__(self) -> int:
        return len(self._bases)

    def __getitem__(self, place: int) -> LinkEntry:
        fin, document, name, birth, given = [
            None if column[place] == _NO_MARK else column[place] for column in self._marks
        ]
        return LinkEntry(self._bases[place], fin, document, name, birth, given, bool(self._lost[place]))

    def __iter__(self) -> Iterator[LinkEntry]:
        return map(self.__getitem__, range(len(self)))


@dataclass
class Untold:
    """Of whom the register was not told all, and what the weightiest base says of their district."""

    district: str | None
    marks: set[int] = field(default_factory=set)
    where: dict[int, tuple[int, str]] = field(default_factory=dict)

    def look(self, row: Row) -> None:
        """Take in a record with its link."""
        person = row["person_mark"]
        if person is None:
            return
        if (row["told_mark"], row["told_version"]) != (person, row["version"]):
            self.marks.add(person)
        if self.district is not None and row["district"] is not None:
            said = (BASES.index(row["base"]), row["district"])
            self.where[person] = min(self.where.get(person, said), said)

    def pieces(self) -> list[Piece]:
        """Persons in the order of their marks, some hundreds to a piece; of the one district, where one is named."""
        marks = sorted(self.marks)
        if self.district is not None:
            marks = [mark for mark in marks if mark in self.where and self.where[mark][1] == self.district]
        parts = [marks[at : at + PERSONS_A_CHUNK] for at in range(0, len(marks), PERSONS_A_CHUNK)]
        return [Piece(part[0], part[-1], row_count=len(part)) for part in parts]


@dataclass(frozen=True, slots=True)
class Matching:
    """Does the one chunk of the stage."""

    store: Store

    async def work(self, chunk: LoadChunk, load: BaseLoad) -> None:
        """Link, and write what changed. LostChunk."""
        renewing = asyncio.create_task(self._renewed(chunk), name="link-lease")
        try:
            gathered = Gathered()
            async for page in pages(
                self.store,
                "SELECT b.id, b.base, b.fin_mark, b.document_mark, b.name_mark, b.birth_mark, b.given_mark, b.lost"
                f"{_OF_LOAD} WHERE b.id > :after ORDER BY b.id LIMIT :page",
                load,
            ):
                for row in page:
                    gathered.add(row)
            links = await asyncio.to_thread(link, gathered, several_each=SEVERAL_EACH)
            changed = await self._write(load, gathered, links)
        finally:
            renewing.cancel()
        async with self.store.write() as tx:
            # A table that was empty a minute ago is taken for small: the report would look through it for each row.
            for table in ("load_files", "base_records", "base_links"):
                await tx.execute(f"ANALYZE {table}")
            await plan_stage(tx, load.id, "take_back", [Piece()])
            await settle(tx, chunk, await tx.now(), records=len(links), changed=changed)

    async def _renewed(self, chunk: LoadChunk) -> None:
        """It takes a minute with all of the committee's people; whoever dies at it is replaced after a lease."""
        while True:
            await asyncio.sleep(LEASE / SECOND / 4)
            async with self.store.write() as tx:
                await tx.execute(
                    "UPDATE load_chunks SET lease_until = hub_now() + :lease WHERE load_id = :load AND stage = 'link'"
                    " AND fence = :fence AND done_at IS NULL",
                    {"lease": LEASE, "load": chunk.load, "fence": chunk.fence},
                )

    async def _write(self, load: BaseLoad, gathered: Gathered, links: Sequence[Link]) -> int:
        place = written = 0
        async for page in pages(
            self.store,
            f"SELECT b.id, l.record_id, l.person_mark, l.how, l.why, l.notes{_OF_LOAD}"
            " LEFT JOIN base_links l ON l.record_id = b.id WHERE b.id > :after ORDER BY b.id LIMIT :page",
            load,
        ):
            written += await self._flush(_changes(gathered, links, place, page))
            place += len(page)
        return written

    async def _flush(self, changes: Iterable[tuple[bool, tuple[Any, ...]]]) -> int:
        fresh: list[tuple[Any, ...]] = []
        changed: list[tuple[Any, ...]] = []
        for is_fresh, row in changes:
            (fresh if is_fresh else changed).append(row)
        if fresh or changed:
            async with self.store.write() as tx:
                await tx.insert("base_links", "record_id, person_mark, how, why, notes", fresh)
                if changed:
                    await tx.execute(
                        "UPDATE base_links AS l SET person_mark = r.person_mark, how = r.how, why = r.why, notes ="
                        " r.notes FROM {rows} WHERE l.record_id = r.id",
                        rows=Rows("id uuid, person_mark bigint, how text, why text, notes text", changed),
                    )
        return len(fresh) + len(changed)


async def pages(store: Store, statement: str, load: BaseLoad) -> AsyncIterator[Sequence[Row]]:
    """What a statement finds, so many rows at a time in the order of their ids; it takes :load, :after and :page."""
    after = _FIRST
    while True:
        async with store.read() as tx:
            rows = await tx.fetch(statement, {"load": load.id, "after": after, "page": PAGE})
        yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["id"]


def _changes(
    gathered: Gathered, links: Sequence[Link], place: int, page: Sequence[Row]
) -> Iterator[tuple[bool, tuple[Any, ...]]]:
    """Whether it is the record's first link, and its row. LostChunk where a later load has changed the records."""
    for at, row in enumerate(page, place):
        if gathered.id(at) != row["id"]:
            raise LostChunk
        made = links[at]
        kept = (row["person_mark"], row["how"], row["why"], row["notes"])
        now = stored(made)
        if row["record_id"] is None or now != kept:
            yield row["record_id"] is None, (row["id"], *now)


def stored(made: Link) -> Kept:
    """The link as its columns have it."""
    return made.fin, made.how, made.why, ",".join(made.notes) or None
