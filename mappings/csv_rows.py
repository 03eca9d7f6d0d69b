"""Reads the rows of a tabular format from bytes, one at a time, so that a file of any size needs the memory of a row.

A file is judged as a whole by `scan` (header, totals) and read by `read_rows`, which needs no header and no totals line
and so also reads a chunk from the middle of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mappings.format import Format, Reading
from mappings.issues import Issue, Severity, issue
from mappings.table import TableLayout


class RowError(NamedTuple):
    """What a sender is told of one cell. `column` is empty where the whole row is meant; `raw` is personal."""

    line: int
    column: str
    code: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row: its line in the file (the header is line 1), its bytes without the line end, and what was read."""

    line: int
    raw: bytes
    reading: Reading

    @property
    def errors(self) -> tuple[RowError, ...]:
        """Give the errors alone, for the reply to the sender."""
        return tuple(
            RowError(self.line, found.path.removeprefix("/"), found.code, found.raw)
            for found in self.reading.issues
            if found.severity == "error"
        )


@dataclass(frozen=True, slots=True)
class TableScan:
    """A whole file at a glance. With an error among the issues the file is not complete or not of this format."""

    rows: int
    declared_total: int | None
    counted_total: int
    issues: tuple[Issue, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against reading the rows."""
        return not any(found.severity == "error" for found in self.issues)


def layout_of(format_: Format) -> TableLayout:
    """Give a tabular format's layout; any other format is the caller's mistake."""
    if format_.table is None:
        message = f"{format_.name} is no table"
        raise TypeError(message)
    return format_.table


def read_rows(
    format_: Format, lines: Iterable[bytes], *, first_line: int = 2, version: str | None = None
) -> Iterator[RowReading]:
    """Read data rows; a totals line is passed over. `version` is the file's, `FileName.version`."""
    layout = layout_of(format_)
    columns, delimiter, encoding = layout.columns, layout.delimiter, layout.encoding
    width, longest, totals = len(columns), layout.longest_row, _totals_start(layout)
    read = format_.read
    for number, line in enumerate(lines, first_line):
        raw = line.rstrip(b"\r\n")
        if len(raw) > longest:
            yield RowReading(number, raw, _unread("row.too_long", f"longest:{longest}", version))
            continue
        if raw.startswith(totals):
            continue
        try:
            cells = raw.decode(encoding).split(delimiter)
        except UnicodeDecodeError:
            # The replacement character marks a name as damaged and spoils a number, each by its own rule.
            cells = raw.decode(encoding, "replace").split(delimiter)
        if len(cells) == width:
            yield RowReading(number, raw, read(dict(zip(columns, cells, strict=True)), version=version))
        else:
            code = "row.columns" if raw.strip() else "row.empty"
            yield RowReading(number, raw, _unread(code, f"columns:{width}", version))


def scan(format_: Format, lines: Iterable[bytes]) -> TableScan:
    """Judge a whole file, header and totals line included, without reading its rows into records."""
    layout = layout_of(format_)
    counter = _Counter(layout)
    for number, line in enumerate(lines, 1):
        raw = line.rstrip(b"\r\n")
        if number == 1:
            counter.header(raw)
        else:
            counter.row(raw, number)
    return counter.result()


class _Counter:
    """Adds up one file."""

    def __init__(self, layout: TableLayout) -> None:
        self._layout = layout
        self._delimiter = layout.delimiter.encode(layout.encoding)
        self._column = layout.columns.index(layout.totals_column)
        self._width = len(layout.columns)
        self._totals = _totals_start(layout)
        self._issues: list[Issue] = []
        self._rows = self._counted = self._unreadable = 0
        self._declared: int | None = None
        self._seen_header = self._closed = False

    def header(self, raw: bytes) -> None:
        self._seen_header = True
        if raw != self._layout.delimiter.join(self._layout.columns).encode(self._layout.encoding):
            self._issues.append(issue("file.header", "/line/1", "header"))

    def row(self, raw: bytes, number: int) -> None:
        if self._closed:
            if len(self._issues) < 2:
                self._issues.append(issue("file.after_totals", f"/line/{number}", "totals"))
        elif raw.startswith(self._totals):
            self._close(raw, number)
        else:
            self._rows += 1
            amount = self._amount(raw)
            if amount is None:
                self._unreadable += 1
            else:
                self._counted += amount

    def _amount(self, raw: bytes) -> int | None:
        cells = raw.split(self._delimiter)
        if len(cells) != self._width:
            return None
        cell = cells[self._column].strip()
        return int(cell) if cell.isdigit() and len(cell) <= 15 else None

    def _close(self, raw: bytes, number: int) -> None:
        self._closed = True
        self._declared = self._amount(raw)
        if self._declared is None:
            self._issues.append(issue("file.totals_shape", f"/line/{number}", "totals"))

    def result(self) -> TableScan:
        if not self._seen_header:
            self._issues.append(issue("file.empty", "", "header"))
        elif not self._closed:
            self._issues.append(issue("file.totals_missing", "", "totals"))
        elif self._declared is not None and self._declared != self._counted:
            # Rows that cannot be added explain a difference; each of them is reported when it is read.
            severity: Severity = "warning" if self._unreadable else "error"
            self._issues.append(Issue("file.totals_differ", f"/{self._layout.totals_column}", severity, "totals"))
        return TableScan(self._rows, self._declared, self._counted, tuple(self._issues))


def _totals_start(layout: TableLayout) -> bytes:
    return f"{layout.totals_mark}{layout.delimiter}".encode(layout.encoding)


def _unread(code: str, rule: str, version: str | None) -> Reading:
    return Reading((), (issue(code, "", rule),), (), None, version, mapped=False)
