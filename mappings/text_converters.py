"""The named ways to read texts and names of people (`as: text`, `name`, `patronymic`, `full_name`).

All of them repair what has one reading only, keep what lost letters as it is, and mark the field for the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mappings.converters import Converter, Tables
from mappings.definition import Node
from mappings.issues import Finding, Noted, refused
from mappings.names import FullName, Suffix, join_patronymic, split_full_name, split_patronymic
from mappings.text import NO_TEXT, Cleaned, az_title, az_upper, clean, to_ascii

# Line breaks and tabs are white space in XML and become one space; other controls belong to no registry's text.
_CONTROL = re.compile(f"[{NO_TEXT}]")
_ASCII_ONLY = Finding("map.ascii_only")
_LOST = Finding("map.lost_letters")
_REPAIRED = Finding("map.look_alikes_repaired")
_DERIVED = Finding("map.transliterated")

Change = Callable[[str], Any]
Style = tuple[Change, Change]
"""How the format's writing becomes ours, and back."""


def text(node: Node, tables: Tables) -> Converter:
    """Read free text such as an address: trimmed, spaces made single."""
    read = _reader(node.number("max", 500) or 0, _unchanged, ascii_only=False)
    return Converter("text", read, _unchanged, recurs=True)


def name(node: Node, tables: Tables) -> Converter:
    """Read one name; `case: upper` says that the format writes capitals, `letters: ascii` that it knows no others."""
    (read, write), ascii_only = _style(node)
    return Converter("name", _reader(100, read, ascii_only=ascii_only), write, recurs=True)


def patronymic(node: Node, tables: Tables) -> Converter:
    """Read a father's name into its stem and the word oğlu or qızı."""
    (read, write), ascii_only = _style(node)

    def split(cleaned: str) -> tuple[str, Suffix | None]:
        stem, suffix = split_patronymic(cleaned)
        return read(stem), suffix

    def join(stem: str, suffix: Suffix | None) -> Any:
        return write(join_patronymic(stem, suffix))

    return Converter("patronymic", _reader(100, split, ascii_only=ascii_only), join, parts=2, recurs=True)


def full_name(node: Node, tables: Tables) -> Converter:
    """Read `Surname Name Patronymic [oğlu|qızı]` from one cell; what can be split in two ways is left absent."""
    (read, _), ascii_only = _style(node)

    def split(cleaned: str) -> tuple[str | None, ...] | None:
        found: FullName | None = split_full_name(cleaned)
        if found is None:
            return None
        parts = (found.surname, found.given_name, found.patronymic)
        return (*(None if part is None else read(part) for part in parts), found.suffix)

    return Converter("full_name", _reader(200, split, ascii_only=ascii_only), parts=4, recurs=True)


def _unchanged(value: str) -> str:
    return value


def _style(node: Node) -> tuple[Style, bool]:
    upper = node.choice("case", ("as_is", "upper"), "as_is") == "upper"
    ascii_only = node.choice("letters", ("az", "ascii"), "az") == "ascii"
    if ascii_only:
        return (az_title if upper else _unchanged, _ascii_upper_writer if upper else to_ascii), True
    return ((az_title, az_upper) if upper else (_unchanged, _unchanged)), False


def _ascii_upper_writer(value: str) -> str:
    return to_ascii(value).upper()


def _reader(most: int, finish: Change, *, ascii_only: bool) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        if len(raw) > most:
            return refused("map.too_long")
        if _CONTROL.search(raw):
            return refused("map.control_characters")
        cleaned = clean(raw)
        if not cleaned.text:
            return refused("map.empty")
        if cleaned.mixed:
            return refused("map.mixed_alphabets")
        value = finish(cleaned.text)
        if value is None:
            return refused("map.pattern")
        return _noted(value, cleaned, ascii_only=ascii_only)

    return read


def _noted(value: Any, cleaned: Cleaned, *, ascii_only: bool) -> Any:
    findings: tuple[Finding, ...] = ()
    marks: tuple[str, ...] = ()
    if cleaned.lost or ascii_only:
        findings, marks = ((_LOST if cleaned.lost else _ASCII_ONLY),), ("lossy",)
    if cleaned.repaired:
        findings += (_REPAIRED,)
    if cleaned.derived:
        findings, marks = (*findings, _DERIVED), (*marks, "derived")
    return Noted(value, findings, marks) if findings else value
