"""Reads the rows of a format of files from bytes, one at a time, so that a file of any size needs the memory of a row.

A file is judged as a whole by `scan` or, line by line, by `TableJudge` (header, totals) and read by `read_rows`, which
needs no header and no totals line and so also reads a chunk from the middle of a file. A file without its totals line,
or whose rows do not add up to it, may be cut. Line numbers are those of the file; the header is line 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from mappings.format import Format, Reading
from mappings.issues import Issue, issue
from mappings.layout import Figures, Layout, NoRow

MOST_FAULTS = 15
"""Of a whole file; more of them say nothing new."""
_LINE_END = b"\r\n"


class FileLine(NamedTuple):
    """One line without its end; `content` is None where it is longer than the layout allows."""

    number: int
    begin: int
    end: int
    content: bytes | None


class RowError(NamedTuple):
    """What a sender is told of one cell. `column` is empty where the whole row is meant; `raw` is personal."""

    line: int
    column: str
    code: str
    raw: str | None


class RowReading(NamedTuple):
    """One row: its line in the file, its bytes without the line end (none if it is too long), and what was read."""

    line: int
    raw: bytes
    reading: Reading

    @property
    def faults(self) -> tuple[Issue, ...]:
        """Give what keeps the row from being mapped, without warnings and notes."""
        return tuple(found for found in self.reading.issues if found.severity == "error")

    @property
    def errors(self) -> tuple[RowError, ...]:
        """Give the faults by row and column."""
        return tuple(RowError(self.line, column_of(found.path), found.code, found.raw) for found in self.faults)


@dataclass(frozen=True, slots=True)
class TableScan:
    """A whole file at a glance. With any issue the file is not complete or not of this format.

    `declared` and `counted` are the figures of the totals line and of the rows. `unproved` counts the rows of which a
    figure cannot be read: they leave its sum open.
    """

    rows: int
    declared: Figures | None
    counted: tuple[int, ...]
    unproved: int
    issues: tuple[Issue, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against reading the rows."""
        return not self.issues


def layout_of(format_: Format) -> Layout:
    """Give the layout of a format of files; any other format is the caller's mistake."""
    if format_.table is None:
        raise TypeError(f"{format_.name} is no format of files")
    return format_.table


def column_of(path: str) -> str:
    """Give the column that an issue's JSON pointer names; empty where the row as a whole is meant."""
    return path.rpartition("/")[2]


def lines_of(source: BinaryIO, longest: int, *, begin: int = 0, first: int = 1) -> Iterator[FileLine]:
    """Give the lines from a byte offset to the end; one of more than `longest` bytes is skipped without being held."""
    source.seek(begin)
    number = first
    while content := source.readline(longest + len(_LINE_END)):
        end = begin + len(content)
        kept = _kept(content, longest)
        while not content.endswith(b"\n"):
            content = source.readline(longest)
            if not content:
                break
            kept = None
            end += len(content)
        yield FileLine(number, begin, end, kept)
        begin, number = end, number + 1


def read_rows(
    format_: Format, lines: Iterable[bytes | None], *, first_line: int = 2, version: str | None = None
) -> Iterator[RowReading]:
    """Read data rows; a totals line is passed over. `version` is the file's, `FileName.version`.

    None is a line that was too long to be held.
    """
    layout = layout_of(format_)
    longest, is_totals, cells_of, read = layout.longest_row, layout.is_totals, layout.cells, format_.read
    for number, line in enumerate(lines, first_line):
        raw = _kept(line, longest)
        if raw is None:
            yield RowReading(number, b"", _unread("row.too_long", f"longest:{longest}", version))
            continue
        if is_totals(raw):
            continue
        cells = cells_of(raw)
        if isinstance(cells, NoRow):
            yield RowReading(number, raw, _unread(cells.code, cells.rule, version))
        else:
            yield RowReading(number, raw, read(cells, version=version))


def scan(format_: Format, lines: Iterable[bytes | None]) -> TableScan:
    """Judge a whole file, header and totals line included, without reading its rows into records."""
    layout = layout_of(format_)
    judge = TableJudge(layout)
    for line in lines:
        judge.take(_kept(line, layout.longest_row))
    return judge.result()


class TableJudge:
    """Collects, line by line, what makes a file whole; holds none of the lines but the header."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._header: bytes | None = None
        self._issues: list[Issue] = []
        self._line = self._rows = 0
        self._counted = [0] * len(layout.totals)
        self._unproved = [0] * len(layout.totals)
        self._declared: Figures | None = None

    def take(self, content: bytes | None) -> bool:
        """Judge the next line, given without its end or, if too long, as None; True if it is a row."""
        self._line += 1
        if self._line == 1:
            if content is not None and self._layout.is_header(content):
                self._header = content
            else:
                self._fault("file.header")
            return False
        if self._declared is not None:
            if content != b"":
                self._fault("file.after_totals")
            return False
        if content is not None and self._header is not None:
            stray = self._layout.stray(self._header, content)
            if stray is not None:
                self._fault("file.stray_line", stray)
        if content is not None and self._layout.is_totals(content):
            self._close(self._layout.figures(content))
            return False
        self._rows += 1
        self._add((None,) * len(self._counted) if content is None else self._layout.figures(content))
        return True

    def _add(self, figures: Figures) -> None:
        for index, figure in enumerate(figures):
            if figure is None:
                self._unproved[index] += 1
            else:
                self._counted[index] += figure

    def _close(self, declared: Figures) -> None:
        self._declared = declared
        for name, figure in zip(self._layout.totals, declared, strict=True):
            if figure is None:
                self._fault("file.totals_shape", name)

    def _fault(self, code: str, column: str = "", rule: str = "file", raw: int | None = None) -> None:
        if len(self._issues) < MOST_FAULTS:
            place = f"line {self._line}/{column}" if column else f"line {self._line}"
            self._issues.append(issue(code, place, rule, raw))

    def result(self) -> TableScan:
        """Say what the lines taken were as a file; to be asked once, after the last."""
        if not self._line:
            self._issues.append(issue("file.empty", "", "file"))
        elif self._declared is None:
            self._fault("file.totals_missing")
        for name, said, counted, open_rows in zip(
            self._layout.totals, self._declared or (), self._counted, self._unproved, strict=False
        ):
            # A row whose figure cannot be read leaves the sum open: it is named beside the total, not taken for a cut.
            if said is not None and said != counted and not open_rows:
                self._fault("file.totals_differ", name, f"counted:{counted}", said)
        return TableScan(self._rows, self._declared, tuple(self._counted), max(self._unproved), tuple(self._issues))


def _kept(line: bytes | None, longest: int) -> bytes | None:
    """The line without its end, or None if it is too long."""
    content = None if line is None else line.rstrip(_LINE_END)
    return None if content is None or len(content) > longest else content


def _unread(code: str, rule: str, version: str | None) -> Reading:
    return Reading((), (issue(code, "", rule),), (), None, version, mapped=False)
