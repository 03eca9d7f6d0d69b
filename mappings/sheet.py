"""Lists that people make in a spreadsheet, `sheet:` of a mapping with `syntax: xlsx`: heads of families, their members.

    sheet:
      name: Siyahı                    # of the sheet that is read
      columns: {SIRA: "№", SAA: S.A.A., FIN: FİN}     # our name: the title in the header row, however it is spelt
      number: SIRA                    # a row with a number is a head, a row without one a member of the head above
      person: [FIN, DOGUM]            # a row without a number and without any of these is no member
      members: false                  # optional: every row stands alone, and what would be a member is not clear
      carried: [RAYON]                # what a merged cell says of all rows beside it
      totals: {marks: [CƏMİ, YEKUN], adds: UZV}     # rows of sums, and the column of the heads that they add up
      most_rows: 3000

The document that the mapping reads is `{"BASLIQ": …, "AILELER": [{"SIRA": …, "UZVLER": [{…}]}]}`. Rows of signatures at
the end are passed over. What is not clear is told at its cell, `Siyahı!D8`: nothing is guessed, left out or computed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from mappings.definition import Node
from mappings.issues import Issue, issue
from mappings.layout import must_be_read
from mappings.mapping import CompiledMapping
from mappings.text import clean, match_key

Document = dict[str, Any]
Row = Mapping[str, Any]
TITLE, HEADS, MEMBERS = "BASLIQ", "AILELER", "UZVLER"
ROW = "_row"
"""Where a row of the document carries its number in the sheet."""
_HEADER_WITHIN = 30
_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
"""A serial of Excel counts from here; before 1 March 1900 it counts a day that never was (ECMA-376 part 1, 18.17.4)."""
_WHOLE = re.compile(r"(-?[0-9]{1,15})(?:\.0+)?")
_LEAP_1900 = 60
_NO_VALUES = {"formula": "sheet.formula", "error": "sheet.cell_error"}
_SERIAL = re.compile(r"([0-9]{1,6})(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How a list stands in its sheet. Titles and marks are compared by their match key."""

    name: str
    columns: Mapping[str, str]
    number: str
    person: tuple[str, ...]
    carried: frozenset[str]
    marks: tuple[str, ...]
    adds: str
    most_rows: int
    members: bool = True

    def document(self, workbook: Document) -> tuple[Document, list[Issue], Places]:
        """Give the document of a workbook as the parser of spreadsheets returns it, with what is unclear in it."""
        places = Places(self.name)
        sheet = next((each for each in workbook["sheets"] if match_key(each["name"]) == match_key(self.name)), None)
        if sheet is None:
            return {}, [places.issue("sheet.missing", rule=f"sheet:{self.name}")], places
        if len(sheet["rows"]) > self.most_rows:
            return {}, [places.issue("sheet.too_large", rule=f"rows:{self.most_rows}")], places
        reader = _Reader(self, places, _carried(sheet), date1904=workbook["date1904"])
        return reader.read(sheet["rows"]), reader.issues, places


@dataclass(slots=True)
class Places:
    """Where the values of a document stand in the sheet: `Siyahı!D8`."""

    sheet: str
    letters: dict[str, str] = field(default_factory=dict)

    def issue(self, code: str, row: int | None = None, column: str = "", rule: str = "sheet", raw: Any = None) -> Issue:
        """An issue at a cell, a row, or the sheet."""
        return issue(code, f"{self.sheet}!{column}{'' if row is None else row}".removesuffix("!"), rule, raw)

    def of(self, pointer: str, document: Document) -> str:
        """The cell that a pointer into the document means; the row, or the sheet, where it means no cell."""
        row, name, found = "", "", cast("Any", document)
        for step in pointer.split("/")[1:]:
            inner = found[int(step)] if isinstance(found, list) else found.get(step)
            if isinstance(inner, dict):
                row = str(inner.get(ROW, row))
            if not isinstance(inner, dict | list):
                name = step
                break
            found = inner
        return f"{self.sheet}!{self.letters.get(name, '')}{row}".removesuffix("!")


@dataclass(slots=True)
class _Reader:
    """Reads the rows of one sheet in their order."""

    layout: SheetLayout
    places: Places
    carried: Mapping[tuple[str, int], int]
    date1904: bool
    issues: list[Issue] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    heads: list[Document] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    """What the heads say of the column that is added up, parted by `|` where a row of sums stands."""
    pending: list[int] = field(default_factory=list)
    closed: bool = False

    def read(self, rows: list[Row]) -> Document:
        """What stands above the header, and the families below it."""
        self.rows = {row["row"]: row for row in rows}
        header = self._header(rows)
        if header is None:
            return {}
        above = min([header, *(self.carried.get((letter, header), header) for letter in self.places.letters.values())])
        title = [self._text(row["row"], letter) for row in rows if row["row"] < above for letter in row["cells"]]
        for row in rows:
            if row["row"] > header and not self._is_numbering(row, header):
                self._row(row)
        if not self.heads:
            self._tell("sheet.no_rows")
        return {TITLE: " ".join(filter(None, title)), HEADS: self.heads}

    def _header(self, rows: list[Row]) -> int | None:
        """The row that has most of the titles; a title that reaches down from above counts where it ends."""
        wanted = {match_key(title): name for name, title in self.layout.columns.items()}
        best: tuple[int, dict[str, str]] = (0, {})
        for row in (each for each in rows if each["row"] <= _HEADER_WITHIN):
            reaching = {letter for letter, number in self.carried if number == row["row"]}
            titles = {
                letter: self._text(row["row"], letter, carried=True) for letter in _in_order({*row["cells"], *reaching})
            }
            keys = {match_key(clean(text).text): letter for letter, text in titles.items()}
            letters = {wanted[key]: letter for key, letter in keys.items() if key in wanted}
            best = max(best, (row["row"], letters), key=lambda each: len(each[1]))
        number, self.places.letters = best
        missing = [title for name, title in self.layout.columns.items() if name not in self.places.letters]
        for title in missing:
            self._tell("sheet.no_column", number or None, rule=f"column:{title}")
        return None if missing else number

    def _is_numbering(self, row: Row, header: int) -> bool:
        """Forms number their columns in a row of its own below the titles."""
        texts = [self._text(row["row"], letter) for letter in self.places.letters.values()]
        return row["row"] == header + 1 and sorted(texts) == sorted(str(n) for n in range(1, len(texts) + 1))

    def _row(self, row: Row) -> None:
        number = row["row"]
        if self._first_word(row) in self.layout.marks:
            self._total(number)
            return
        own = {name: self._value(number, name) for name in self.places.letters}
        values = {name: value for name, value in own.items() if value}
        if not values:
            return
        if row["hidden"]:
            self._tell("sheet.hidden_row", number)
        if self.layout.number in values:
            self._head(number, values)
        elif not any(name in values for name in self.layout.person):
            self.pending.append(number)
        elif self.heads and not self.closed and self.layout.members:
            self._flush()
            self.heads[-1][MEMBERS].append({ROW: number, **values})
        else:
            self._tell("sheet.unclear_row", number)

    def _head(self, number: int, values: dict[str, str]) -> None:
        self._flush()
        self.closed = False
        covered = (name for name in self.layout.carried if (self.places.letters[name], number) in self.carried)
        above = {name: self._value(number, name, carried=True) for name in covered if name not in values}
        self.added.append(values.get(self.layout.adds, ""))
        self.heads.append({ROW: number, **values, **{k: v for k, v in above.items() if v}, MEMBERS: []})

    def _flush(self) -> None:
        """Rows that say nothing of a person are signatures at the end; before a person they are not clear."""
        for number in self.pending:
            self._tell("sheet.unclear_row", number)
        self.pending.clear()

    def _total(self, number: int) -> None:
        """A sum is right if it is that of all heads so far, or of those since the last sum."""
        self.closed = True
        said = self._value(number, self.layout.adds)
        figures = [int(each) for each in self.added if each.isdigit()]
        since = self.added[len(self.added) - self.added[::-1].index("|") :] if "|" in self.added else self.added
        sums = {str(sum(figures)), str(sum(int(each) for each in since if each.isdigit()))}
        if said and said not in sums and all(each.isdigit() or each == "|" for each in self.added):
            self._tell(
                "sheet.total_differs", number, self.places.letters[self.layout.adds], f"counted:{sum(figures)}", said
            )
        self.added.append("|")

    def _first_word(self, row: Row) -> str:
        texts = (self._text(row["row"], letter) for letter in _in_order(row["cells"]))
        first = next(filter(None, texts), "")
        return match_key(clean(first.partition(" ")[0]).text) if first else ""

    def _value(self, number: int, name: str, *, carried: bool = False) -> str:
        """The value of a row by our name, with what is wrong with its cell told."""
        letter = self.places.letters[name]
        kind = self._cell(number, letter, carried=carried)[0]
        if kind in _NO_VALUES:
            self._tell(_NO_VALUES[kind], number, letter)
            return ""
        return self._text(number, letter, carried=carried)

    def _cell(self, number: int, letter: str, *, carried: bool) -> tuple[str, str]:
        source = self.rows.get(self.carried.get((letter, number), number) if carried else number, {"cells": {}})
        kind, text = source["cells"].get(letter, ("text", ""))
        return kind, text

    def _text(self, number: int, letter: str, *, carried: bool = False) -> str:
        kind, text = self._cell(number, letter, carried=carried)
        if kind == "text":
            return text.strip()
        found = _WHOLE.fullmatch(text)
        if kind == "date" and (serial := _SERIAL.fullmatch(text)) and (self.date1904 or int(serial[1]) > _LEAP_1900):
            return (_DAY_ZERO[self.date1904] + timedelta(days=int(serial[1]))).isoformat()
        return found[1] if found else text

    def _tell(self, code: str, row: int | None = None, column: str = "", rule: str = "sheet", raw: Any = None) -> None:
        self.issues.append(self.places.issue(code, row, column, rule, raw))


def _in_order(letters: Iterable[str]) -> list[str]:
    """Columns from left to right: AA is behind Z."""
    return sorted(letters, key=lambda each: (len(each), each))


def _carried(sheet: Mapping[str, Any]) -> dict[tuple[str, int], int]:
    """Of every cell that a merged one covers below its first row, that row; only of rows that are there."""
    there = [row["row"] for row in sheet["rows"]]
    found: dict[tuple[str, int], int] = {}
    for letter, first, last in sheet["merged"]:
        for number in there[bisect_right(there, first) : bisect_right(there, last)]:
            found[letter, number] = first
    return found


def compile_sheet(node: Node, mapping: CompiledMapping) -> SheetLayout:
    """Compile the `sheet` part of a mapping; every column must be read or ignored by name."""
    titles, totals = node.child("columns"), node.child("totals")
    columns = {str(name): titles.text(name) for name in titles.values}
    layout = SheetLayout(
        name=node.text("name"),
        columns=columns,
        number=node.text("number"),
        person=node.texts("person"),
        carried=frozenset(node.texts("carried")),
        marks=tuple(match_key(mark) for mark in totals.texts("marks")),
        adds=totals.text("adds"),
        most_rows=node.number("most_rows") or 0,
        members=node.flag("members", default=True),
    )
    for key, names in (("number", {layout.number}), ("person", {*layout.person}), ("carried", layout.carried)):
        for name in names - columns.keys():
            node.wrong(key, f"{name!r} is no column")
    if layout.adds not in columns:
        totals.wrong("adds", f"{layout.adds!r} is no column")
    if mapping.read is not None:
        seen = mapping.read.seen
        for path in ((TITLE,), (HEADS, ROW), (HEADS, MEMBERS, ROW)):
            seen.add(path)
        must_be_read(node, "columns", seen.unread({HEADS: [dict.fromkeys(columns, "")]}, ""))
    totals.done()
    node.done()
    return layout
