"""Reads a table file's lines and judges it whole before a single row is applied. Pure but for reading the file.

A file without its totals line, or whose rows do not add up to it, may be cut: none of it may be applied. Row numbers
are line numbers in the file; the header is line 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mappings.issues import Issue, issue
from mappings.table import TableLayout

CHUNK_ROWS = 1000
_LINE_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `content` is None where it is longer than the layout allows."""

    number: int
    begin: int
    end: int
    content: bytes | None


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


def lines(source: BinaryIO, begin: int, first: int, longest: int) -> Iterator[Line]:
    """Lines from a byte offset to the end; a longer one than `longest` bytes is skipped without being held."""
    source.seek(begin)
    number = first
    while content := source.readline(longest + len(_LINE_END)):
        end = begin + len(content)
        kept: bytes | None = content.rstrip(_LINE_END)
        while not content.endswith(b"\n"):
            content = source.readline(longest)
            if not content:
                break
            kept = None
            end += len(content)
        if kept is not None and len(kept) > longest:
            kept = None
        yield Line(number, begin, end, kept)
        begin, number = end, number + 1


@dataclass(slots=True)
class _Judge:
    """Collects, line by line, what makes a file whole."""

    layout: TableLayout
    rows: int = 0
    added_up: int = 0
    unproved: int = 0
    stated: int | None = None
    ended: bool = False
    faults: list[Issue] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    _open: Line | None = None

    def take(self, line: Line) -> None:
        cells = [] if line.content is None else line.content.split(self.layout.delimiter.encode())
        if line.number == 1:
            self._header(line)
        elif self.ended:
            if line.content != b"":
                self._fault("file.after_totals", line)
        elif cells and cells[0] == self.layout.totals_mark.encode():
            self._totals(line, cells)
        else:
            self._row(line, cells)

    def _header(self, line: Line) -> None:
        if line.content != self.layout.delimiter.join(self.layout.columns).encode(self.layout.encoding):
            self._fault("file.header", line)

    def _row(self, line: Line, cells: list[bytes]) -> None:
        self.rows += 1
        if self._open is None:
            self._open = line
        value = self._sum_cell(cells)
        if value is None:
            self.unproved += 1
        else:
            self.added_up += value
        if line.number - self._open.number + 1 == CHUNK_ROWS:
            self._close(line.number, line.end)

    def _totals(self, line: Line, cells: list[bytes]) -> None:
        self._close(line.number - 1, line.begin)
        self.ended = True
        self.stated = self._sum_cell(cells)
        if self.stated is None:
            self._fault("file.totals_shape", line)

    def _sum_cell(self, cells: list[bytes]) -> int | None:
        if len(cells) != len(self.layout.columns):
            return None
        text = cells[self.layout.columns.index(self.layout.totals_column)].strip()
        return int(text) if text.removeprefix(b"-").isdigit() and len(text) <= 18 else None

    def _close(self, last: int, end: int) -> None:
        if self._open is not None:
            first = self._open
            self.chunks.append(Chunk(len(self.chunks), first.begin, end, first.number, last - first.number + 1))
            self._open = None

    def _fault(self, code: str, line: Line) -> None:
        if len(self.faults) < len(self.layout.columns):
            self.faults.append(issue(code, f"line {line.number}", "file"))

    def result(self, last: Line | None) -> Scan:
        if last is None:
            self.faults.append(issue("file.empty", "", "file"))
        elif not self.ended:
            self._fault("file.totals_missing", last)
        # A row whose figure cannot be read leaves the sum open: it is named beside the total, not taken for a cut.
        elif self.stated is not None and self.stated != self.added_up and not self.unproved:
            self._fault("file.totals_differ", last)
        proof = "equal" if self.stated == self.added_up else f"open for {self.unproved} rows"
        return Scan(self.rows, tuple(self.chunks), tuple(self.faults), f"{self.stated}: {proof}")


def scan(path: Path, layout: TableLayout) -> Scan:
    """One pass over the file; holds one line at a time. The chunks of equal bytes are equal."""
    judge = _Judge(layout)
    last: Line | None = None
    with path.open("rb") as source:
        for line in lines(source, 0, 1, layout.longest_row):
            judge.take(line)
            last = line
    return judge.result(last)


def rows_of(path: Path, layout: TableLayout, chunk: Chunk) -> Iterator[Line]:
    """The lines of one chunk."""
    with path.open("rb") as source:
        for line in lines(source, chunk.byte_from, chunk.first_row, layout.longest_row):
            if line.begin >= chunk.byte_to:
                return
            yield line
