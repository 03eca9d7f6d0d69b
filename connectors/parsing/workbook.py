"""The one reader of spreadsheets (.xlsx, ECMA-376): a zip archive of XML parts, read with suspicion and never computed.

What it refuses: what is no .xlsx, such as an old .xls or a file under a password; macros and links to other files; more
entries, bytes, ratio or cells than allowed, before anything is inflated or built. Parts go through the one XML parser.
Formulas, charts, pictures, comments and formats other than those of dates are not looked at.

    {"date1904": false, "sheets": [{"name": "Siyahı", "rows": [
        {"row": 7, "hidden": false, "cells": {"A": ["number", "1"], "B": ["text", "Əliyev Murad"]}}],
        "merged": [["F", 7, 9]]}]}

A cell is its kind and its text as the file has it: text, number, date (a number shown as one), bool, error, formula.
`merged` are the cells that reach down, by their column, first and last row.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from connectors.parsing.refusal import WorkbookRefused
from connectors.parsing.xml import parse_xml

MOST_ENTRIES = 200
MOST_INFLATED = 32 * 1024 * 1024
MOST_RATIO = 100
_RATIO_FROM = 1024 * 1024
"""Bytes; below it a high ratio harms nobody. As of the containers of signed documents (`document_flow`)."""
MOST_NODES = 600_000
"""Elements and attributes of one part: some eight thousand rows of a list."""
_ACTIVE = re.compile(r"vbaProject|externalLinks/|xl/(?:ctrlProps|activeX|embeddings)/", re.IGNORECASE)
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_OWN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Number formats that are dates without being declared (ECMA-376 part 1, 18.8.30)."""
_NO_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_KINDS = {"b": "bool", "e": "error", "d": "text", "str": "text", "inlineStr": "text", "s": "text"}


def parse_workbook(raw: bytes) -> dict[str, Any]:
    """The cells of every visible sheet. Raises WorkbookRefused, or XmlRefused for a part that is no XML we read."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _check(archive.infolist())
            return _Parts(archive).workbook()
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise WorkbookRefused("door.workbook_unreadable", "document") from error
    except (KeyError, ValueError, IndexError, StopIteration, RuntimeError) as error:
        # A part that another one names is missing, a number is none, an entry is under a password.
        raise WorkbookRefused("door.workbook_broken", "document") from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    inflated = sum(entry.file_size for entry in entries)
    packed = any(entry.file_size > max(_RATIO_FROM, MOST_RATIO * entry.compress_size) for entry in entries)
    if len(names) > MOST_ENTRIES or inflated > MOST_INFLATED or packed:
        raise WorkbookRefused("door.workbook_too_large", "document")
    if len({name.casefold() for name in names}) < len(names):
        raise WorkbookRefused("door.workbook_broken", "document")
    if any(_ACTIVE.search(name) for name in names):
        raise WorkbookRefused("door.workbook_active", "document")


class _Parts:
    """The parts of one archive under their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())

    def workbook(self) -> dict[str, Any]:
        book, targets = self._part("xl/workbook.xml"), self._targets()
        date1904 = any(each.get("date1904") in ("1", "true") for each in _below(book, "workbookPr"))
        strings = [_text(each) for each in self._optional("xl/sharedStrings.xml", "si")]
        dates = self._date_styles()
        sheets = [
            {"name": str(each.get("name")), **_sheet(self._part(targets[_relation(each)]), strings, dates)}
            for each in _below(book, "sheet")
            if each.get("state") not in ("hidden", "veryHidden")
        ]
        return {"date1904": date1904, "sheets": sheets}

    def _part(self, name: str) -> etree._Element:
        return parse_xml(self._archive.read(name), max_bytes=MOST_INFLATED, max_nodes=MOST_NODES)

    def _optional(self, name: str, tag: str) -> Iterator[etree._Element]:
        return _below(self._part(name), tag) if name in self._names else iter(())

    def _targets(self) -> dict[str, str]:
        found = {}
        for each in _below(self._part("xl/_rels/workbook.xml.rels"), "Relationship"):
            if each.get("TargetMode") == "External":
                raise WorkbookRefused("door.workbook_active", "document")
            target = str(each.get("Target"))
            found[str(each.get("Id"))] = target[1:] if target.startswith("/") else f"xl/{target}"
        return found

    def _date_styles(self) -> frozenset[int]:
        if "xl/styles.xml" not in self._names:
            return frozenset()
        styles = self._part("xl/styles.xml")
        own = {int(str(each.get("numFmtId"))): str(each.get("formatCode")) for each in _below(styles, "numFmt")}
        dates = _OWN_DATES | {number for number, code in own.items() if _is_date(code)}
        cells = next(_below(styles, "cellXfs"))
        return frozenset(index for index, xf in enumerate(cells) if int(xf.get("numFmtId", "0")) in dates)


def _sheet(root: etree._Element, strings: list[str], dates: frozenset[int]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    number = 0
    for row in _below(root, "row"):
        number = int(row.get("r", str(number + 1)))
        cells, column = {}, 0
        for cell in row:
            found = _REF.fullmatch(cell.get("r", ""))
            column = column + 1 if found is None else _number(found[1])
            value = _value(cell, strings, dates)
            if value[1] or value[0] == "formula":
                cells[_letters(column)] = value
        if cells:
            rows.append({"row": number, "hidden": row.get("hidden") in ("1", "true"), "cells": cells})
    return {"rows": rows, "merged": list(_merged(root))}


def _merged(root: etree._Element) -> Iterator[list[Any]]:
    for each in _below(root, "mergeCell"):
        found = _REF.fullmatch(str(each.get("ref")))
        if found is not None and found[4] is not None and int(found[4]) > int(found[2]):
            yield [found[1], int(found[2]), int(found[4])]


def _value(cell: etree._Element, strings: list[str], dates: frozenset[int]) -> list[str]:
    parts = {_local(each): each for each in cell}
    if "f" in parts:
        return ["formula", ""]
    kind = _KINDS.get(cell.get("t", "n"), "number")
    text = _text(parts["is"]) if "is" in parts else (parts["v"].text or "") if "v" in parts else ""
    if cell.get("t") == "s":
        text = strings[int(text)] if text else ""
    if kind == "number" and int(cell.get("s", "0")) in dates:
        kind = "date"
    return [kind, text]


def _is_date(code: str) -> bool:
    plain = _NO_FORMAT.sub("", code).lower()
    return "y" in plain or "d" in plain


def _text(element: etree._Element) -> str:
    """The text of all runs, without what tells how to pronounce them."""
    return "".join(each.text or "" for each in _below(element, "t") if _local(each.getparent()) != "rPh")


def _below(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter(f"{{*}}{name}")


def _relation(sheet: etree._Element) -> str:
    return next(str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id"))


def _local(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
