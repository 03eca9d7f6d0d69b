"""Files of fixed-width lines in ASCII, `table:` of a mapping with `syntax: fixed`: a letter says what a line is.

    table:
      file_name: MKO_YYYYMMDD_nn.txt
      width: 120                      # of every line
      same: [PAKET]                   # what every line repeats as the header has it
      header: {letter: H, columns: {PAKET: 2-11, TARIX: 12-19, EHTIYAT: 20-120}}
      rows: {letter: D, columns: {PAKET: 2-11, SIRA: 12-17, MEBLEG: 81-91, EHTIYAT: 18-80}, zeros: [SIRA]}
      totals:
        {letter: T, columns: {PAKET: 2-11, SAY: 12-17, CEM: 18-32}, zeros: [SAY, CEM], count: SAY, sums: {CEM: MEBLEG}}

Positions count from 1 and cover a line without gap or overlap. A column is filled up with spaces on its right, one of
`zeros` with zeros on its left. `count` is the number of rows, `sums` what a column of the rows adds up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mappings.definition import Node
from mappings.layout import Cells, Figures, FileNames, NoRow, compile_names, must_be_read, whole
from mappings.mapping import CompiledMapping
from mappings.writing import CannotWrite

_SPAN = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class LineKind:
    """One kind of line: its letter, and where its columns stand; the letter itself is the first position."""

    letter: str
    spans: Mapping[str, slice]
    zeros: frozenset[str]

    def cell(self, line: bytes, column: str) -> bytes:
        """The bytes of a column, with what fills it up."""
        return line[self.spans[column]]

    def written(self, values: Mapping[str, Any]) -> str:
        """The line of these values; a column that is not given is blank. CannotWrite for what does not fit."""
        return self.letter + "".join(self._filled(name, values.get(name, "")) for name in self.spans)

    def _filled(self, name: str, value: Any) -> str:
        text, span = str(value), self.spans[name]
        width = span.stop - span.start
        if len(text) > width or not (text.isascii() and text.isprintable()):
            raise CannotWrite(name, f"ascii:{width}")
        return text.rjust(width, "0") if name in self.zeros else text.ljust(width)


@dataclass(frozen=True, slots=True)
class FixedLayout:
    """How a file is built. `sums` are columns of the totals line with the column of the rows that they add up."""

    names: FileNames
    longest_row: int
    same: tuple[str, ...]
    header: LineKind
    rows: LineKind
    closing: LineKind
    count: str
    sums: tuple[tuple[str, str], ...]

    encoding = "ascii"

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of a row."""
        return tuple(self.rows.spans)

    @property
    def totals(self) -> tuple[str, ...]:
        """The number of rows first."""
        return (self.count, *(name for name, _ in self.sums))

    def is_header(self, line: bytes) -> bool:
        """By its letter and its width."""
        return self._is(self.header, line) and len(line) == self.longest_row

    def is_totals(self, line: bytes) -> bool:
        """By its letter."""
        return self._is(self.closing, line)

    def figures(self, line: bytes) -> Figures:
        """One and the amounts of a row; number and sums of the totals line."""
        readable = len(line) == self.longest_row
        if self.is_totals(line):
            return tuple(whole(self.closing.cell(line, name)) if readable else None for name in self.totals)
        readable = readable and self._is(self.rows, line)
        return (1, *(whole(self.rows.cell(line, name)) if readable else None for _, name in self.sums))

    def stray(self, header: bytes, line: bytes) -> str | None:
        """The first of the columns `same` that differs."""
        kind = self.closing if self.is_totals(line) else self.rows
        differs = (name for name in self.same if kind.cell(line, name) != self.header.cell(header, name))
        return next(differs, None) if self._is(kind, line) and len(line) == self.longest_row else None

    def cells(self, line: bytes) -> Cells | NoRow:
        """Cut a row at its columns' positions, without the spaces that fill them up."""
        if len(line) != self.longest_row:
            return NoRow("row.width" if line else "row.empty", f"width:{self.longest_row}")
        if not self._is(self.rows, line):
            return NoRow("row.kind", f"letter:{self.rows.letter}")
        # As in a delimited file, a byte that is no ASCII becomes U+FFFD; each is one character, so columns keep theirs.
        text = line.decode("ascii", "replace")
        return {name: text[span].rstrip(" ") for name, span in self.rows.spans.items()}

    def write(self, header: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bytes:
        """A whole file with its number and sums; every line repeats `same` of the header. Raises CannotWrite."""
        repeated = {name: header[name] for name in self.same}
        lines = [self.rows.written({**row, **repeated}) for row in rows]
        sums = [sum(whole(self.rows.cell(line.encode(), name)) or 0 for line in lines) for _, name in self.sums]
        closing = {**repeated, **dict(zip(self.totals, (len(lines), *sums), strict=True))}
        whole_file = [self.header.written(header), *lines, self.closing.written(closing)]
        return "".join(f"{line}\r\n" for line in whole_file).encode()

    def _is(self, kind: LineKind, line: bytes) -> bool:
        return line.startswith(kind.letter.encode())


def compile_fixed(node: Node, mapping: CompiledMapping) -> FixedLayout:
    """Compile the `table` part of a mapping; every column of a row must be read or ignored by name."""
    width = node.number("width") or 0
    totals = node.child("totals")
    header, rows = _line(node.child("header"), width), _line(node.child("rows"), width)
    added = totals.child("sums") if "sums" in totals else None
    count, sums = totals.text("count"), () if added is None else tuple((str(n), added.text(n)) for n in added.values)
    layout = FixedLayout(
        names=compile_names(node),
        longest_row=width,
        same=node.texts("same"),
        header=header,
        rows=rows,
        closing=_line(totals, width),
        count=count,
        sums=sums,
    )
    for key, kind, names in (
        ("header", header, layout.same),
        ("rows", rows, (*layout.same, *(of for _, of in sums))),
        ("totals", layout.closing, (*layout.same, *layout.totals)),
    ):
        for name in names:
            if name not in kind.spans:
                node.wrong(key, f"{name!r} is no column of it")
    if len({kind.letter for kind in (header, rows, layout.closing)}) < 3:
        node.wrong("rows", "two kinds of lines have one letter")
    if mapping.read is not None:
        must_be_read(node, "rows", mapping.read.seen.unread(dict.fromkeys(layout.columns, ""), ""))
    node.done()
    return layout


def _line(node: Node, width: int) -> LineKind:
    letter, spans, at = node.text("letter"), {}, 1
    if len(letter) != 1 or not letter.isascii():
        node.wrong("letter", "is one ASCII letter")
    columns = node.child("columns")
    for name in columns.values:
        found = _SPAN.fullmatch(str(columns.raw(name)))
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if first != at + 1 or last < first:
            columns.wrong(name, f"begins at {at + 1}: first-last, in the order of the line")
        at = max(first, last)
        spans[str(name)] = slice(first - 1, last)
    if at != width:
        columns.wrong("", f"end at {at}, the line at {width}")
    zeros = frozenset(node.texts("zeros"))
    for name in zeros - spans.keys():
        node.wrong("zeros", f"{name!r} is no column")
    node.done()
    return LineKind(letter, spans, zeros)
