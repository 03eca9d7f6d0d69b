"""What a tabular format agrees on about its files: name, encoding, header, totals line."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date

from mappings.definition import Node
from mappings.mapping import CompiledMapping


class FileNameRefused(ValueError):
    """A file name that is not as agreed. `rule` says how names are built; the name itself is not in the message."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"the file name must be like {rule}")
        self.rule = rule
        self.code = "file.name"
        self.text = (f"Faylın adı belə olmalıdır: {rule}", f"The file name must be like {rule}")


@dataclass(frozen=True, slots=True)
class FileName:
    """The business identity of a file: a higher number of the same day replaces a lower one."""

    date: date
    number: int

    @property
    def version(self) -> str:
        """Give `YYYYMMDD.nn`, which sorts as text."""
        return f"{self.date:%Y%m%d}.{self.number:02d}"


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a file is built. Columns are exact: neither their number nor their order may differ."""

    name_rule: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    totals_mark: str
    totals_column: str
    longest_row: int

    def parse_file_name(self, name: str) -> FileName:
        """Read date and number from a file's name; raises FileNameRefused."""
        pattern = re.escape(self.name_rule).replace("YYYYMMDD", r"(\d{4})(\d{2})(\d{2})").replace("nn", r"(\d{2})")
        found = re.fullmatch(pattern, name, re.ASCII)
        if found is None:
            raise FileNameRefused(self.name_rule)
        year, month, day, number = (int(part) for part in found.groups())
        try:
            return FileName(date(year, month, day), number)
        except ValueError as error:
            raise FileNameRefused(self.name_rule) from error


def compile_table(node: Node, mapping: CompiledMapping) -> TableLayout:
    """Compile the `table` part of a mapping; every column must be read or ignored by name."""
    layout = TableLayout(
        name_rule=node.text("file_name"),
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
    if layout.name_rule.count("YYYYMMDD") != 1 or layout.name_rule.count("nn") != 1:
        node.wrong("file_name", "needs YYYYMMDD and nn, once each")
    if len(layout.delimiter) != 1:
        node.wrong("delimiter", "is one character")
    if mapping.read is not None:
        for pointer in mapping.read.seen.unread(dict.fromkeys(layout.columns, ""), ""):
            node.wrong("columns", f"{pointer[1:]!r} is neither read nor ignored")
    node.done()
    return layout
