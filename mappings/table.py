"""Files of delimited rows, `table:` of a mapping with `syntax: csv`: columns parted by one character, a totals line."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property

from mappings.definition import Node
from mappings.layout import Cells, Figures, FileNames, NoRow, compile_names, must_be_read, whole
from mappings.mapping import CompiledMapping


@dataclass(frozen=True)
class TableLayout:
    """How a file is built. Columns are exact: neither their number nor their order may differ."""

    names: FileNames
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    totals_mark: str
    totals_column: str
    longest_row: int

    @property
    def totals(self) -> tuple[str, ...]:
        """The one column that is added up."""
        return (self.totals_column,)

    def is_header(self, line: bytes) -> bool:
        """Whether it names the columns, to the letter."""
        return line == self.delimiter.join(self.columns).encode(self.encoding)

    @cached_property
    def _parted(self) -> bytes:
        return self.delimiter.encode(self.encoding)

    @cached_property
    def _mark(self) -> bytes:
        return self.totals_mark.encode(self.encoding)

    @cached_property
    def _added(self) -> int:
        return self.columns.index(self.totals_column)

    def is_totals(self, line: bytes) -> bool:
        """Whether its first cell is the mark."""
        return line.startswith(self._mark) and line.partition(self._parted)[0] == self._mark

    def figures(self, line: bytes) -> Figures:
        """The figure of the totals' column."""
        cells = line.split(self._parted)
        return (whole(cells[self._added]) if len(cells) == len(self.columns) else None,)

    def stray(self, header: bytes, line: bytes) -> str | None:
        """Never: a row does not repeat what its file is."""
        return None

    def cells(self, line: bytes) -> Cells | NoRow:
        """Part a row at every delimiter."""
        # A byte that the encoding does not know becomes U+FFFD: every text rule takes it for a lost letter, and it
        # spoils a number by the number's own rule.
        cells = line.decode(self.encoding, "replace").split(self.delimiter)
        if len(cells) == len(self.columns):
            return dict(zip(self.columns, cells, strict=True))
        return NoRow("row.columns" if line else "row.empty", f"columns:{len(self.columns)}")


def compile_table(node: Node, mapping: CompiledMapping) -> TableLayout:
    """Compile the `table` part of a mapping; every column must be read or ignored by name."""
    layout = TableLayout(
        names=compile_names(node),
        encoding=node.text("encoding"),
        delimiter=node.text("delimiter"),
        columns=node.texts("columns"),
        totals_mark=node.text("totals_mark"),
        totals_column=node.text("totals_column"),
        longest_row=node.number("longest_row") or 0,
    )
    try:
        codecs.lookup(layout.encoding)
    except LookupError:
        node.wrong("encoding", f"{layout.encoding!r} is no encoding")
    if layout.totals_column not in layout.columns:
        node.wrong("totals_column", f"{layout.totals_column!r} is no column")
    if len(layout.delimiter) != 1:
        node.wrong("delimiter", "is one character")
    if mapping.read is not None:
        must_be_read(node, "columns", mapping.read.seen.unread(dict.fromkeys(layout.columns, ""), ""))
    node.done()
    return layout
