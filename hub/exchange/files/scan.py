"""Judges a table file whole before a single row is applied, and cuts it into chunks. Pure but for reading the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from mappings.issues import Issue
from mappings.layout import Layout
from mappings.rows import FileLine, TableJudge, TableScan, lines_of

CHUNK_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Up to CHUNK_ROWS consecutive rows: where their bytes are, and the number of the first."""

    number: int
    byte_from: int
    byte_to: int
    first_row: int
    row_count: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the first pass found. Any fault keeps the whole file in quarantine; `totals` says what was proved."""

    rows: int
    chunks: tuple[Chunk, ...]
    faults: tuple[Issue, ...]
    totals: str


@dataclass(slots=True)
class _Cutter:
    """Gathers rows, which stand line by line without a gap, into chunks."""

    chunks: list[Chunk] = field(default_factory=list)
    _first: FileLine | None = None
    _last: FileLine | None = None

    def add(self, row: FileLine) -> None:
        if self._first is None:
            self._first = row
        self._last = row
        if row.number - self._first.number + 1 == CHUNK_ROWS:
            self.close()

    def close(self) -> None:
        first, last = self._first, self._last
        if first is not None and last is not None:
            count = last.number - first.number + 1
            self.chunks.append(Chunk(len(self.chunks), first.begin, last.end, first.number, count))
        self._first = None


def scan(source: BinaryIO, layout: Layout) -> Scan:
    """One pass over the file; holds one line at a time. The chunks of equal bytes are equal."""
    judge, cutter = TableJudge(layout), _Cutter()
    for line in lines_of(source, layout.longest_row):
        if judge.take(line.content):
            cutter.add(line)
    cutter.close()
    found = judge.result()
    return Scan(found.rows, tuple(cutter.chunks), found.issues, _proof(found))


def _proof(found: TableScan) -> str:
    figures = ", ".join(str(figure) for figure in found.declared or ())
    return f"{figures}: {'equal' if found.declared == found.counted else f'open for {found.unproved} rows'}"


def rows_of(source: BinaryIO, layout: Layout, chunk: Chunk) -> Iterator[FileLine]:
    """The lines of one chunk."""
    for line in lines_of(source, layout.longest_row, begin=chunk.byte_from, first=chunk.first_row):
        if line.begin >= chunk.byte_to:
            return
        yield line
