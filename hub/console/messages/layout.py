"""Bytes as lines to read: XML and JSON laid out anew through the one hardened parser, their values under masks.

What neither reads is shown only to who may see all of it. Lines are bounded, so a page is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from lxml import etree

from connectors.parsing import ParsingRefused, parse_json, parse_xml
from hub.access.masking import DOTS, Mask, mask
from hub.exchange.masks import Masks

MOST_LINES = 160
MOST_SHOWN = 8_000
_LONGEST = 400
_INDENT = "  "
_SHORTEST_ECHO = 3


@dataclass(frozen=True, slots=True)
class ReadableLine:
    """One line. `place` is its JSON pointer; `note` says what is wrong at it."""

    text: str
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadableDocument:
    """A document for reading. `hidden` tells that something is masked; `more` that it goes on."""

    lines: Sequence[ReadableLine] = ()
    hidden: bool = False
    more: bool = False
    secrets: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All of it, for copying."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class Sheet:
    """Lines being written. With no masks everything is open."""

    masks: Masks | None
    echoes: frozenset[str] = frozenset()
    lines: list[ReadableLine] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    hidden: bool = False

    @property
    def is_full(self) -> bool:
        """Whether nothing more is shown."""
        return len(self.lines) > MOST_LINES

    def put(self, depth: int, text: str, place: str) -> None:
        """Write a line."""
        if not self.is_full:
            self.lines.append(ReadableLine(_INDENT * depth + text, place))

    def value(self, name: str, text: str) -> str:
        """The value as this reader may see it; what was hidden before is not told in an agency's own words."""
        if self.masks is not None and text.strip():
            how = self.masks.of(name)
            shown = mask(how, text)
            if how is Mask.WORDS:
                for echo in self.echoes:
                    shown = shown.replace(echo, DOTS)
            if shown != text:
                self.hidden = True
                if how is not Mask.WORDS and len(text) >= _SHORTEST_ECHO:
                    self.secrets.add(text)
            text = shown
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)})"


def lay_out(raw: bytes, masks: Masks | None, echoes: frozenset[str] = frozenset()) -> ReadableDocument:
    """The bytes as lines. `echoes` are values that an answer may repeat."""
    sheet = Sheet(masks, echoes)
    try:
        if raw.lstrip()[:1] == b"<":
            _element(sheet, parse_xml(raw), 0, "")
        else:
            _member(sheet, parse_json(raw), _Spot())
    except ParsingRefused:
        return _as_text(raw, masks)
    return _shown(sheet)


def lay_out_value(value: Any, masks: Masks | None) -> ReadableDocument:
    """A value of JSON as lines."""
    sheet = Sheet(masks)
    _member(sheet, value, _Spot())
    return _shown(sheet)


def noted(shown: ReadableDocument, notes: Mapping[str, str]) -> ReadableDocument:
    """The same with notes at their places; one whose place is missing stands at the nearest place above it."""
    places = {line.place: index for index, line in reversed(list(enumerate(shown.lines)))}
    at: dict[int, list[str]] = {}
    for place, note in notes.items():
        near = place
        while near not in places and "/" in near:
            near = near.rpartition("/")[0]
        if near in places:
            missing = place.removeprefix(near).lstrip("/")
            at.setdefault(places[near], []).append(f"{missing}: {note}" if missing else note)
    lines = [
        replace(line, note="; ".join(at[index])) if index in at else line for index, line in enumerate(shown.lines)
    ]
    return replace(shown, lines=lines)


def _shown(sheet: Sheet) -> ReadableDocument:
    return ReadableDocument(sheet.lines[:MOST_LINES], sheet.hidden, sheet.is_full, frozenset(sheet.secrets))


def _as_text(raw: bytes, masks: Masks | None) -> ReadableDocument:
    if masks is not None:
        return ReadableDocument(hidden=True)
    text = raw[:MOST_SHOWN].decode(errors="replace")
    return ReadableDocument(
        [ReadableLine(line[:_LONGEST]) for line in text.splitlines()[:MOST_LINES]], more=len(raw) > MOST_SHOWN
    )


def _element(sheet: Sheet, element: etree._Element, depth: int, above: str, step: str = "") -> None:
    if sheet.is_full:
        return
    name = etree.QName(element).localname
    place = f"{above}/{name}{step}"
    tag = f"{element.prefix}:{name}" if element.prefix else name
    attributes = "".join(
        f' {etree.QName(key).localname}="{escape(sheet.value(etree.QName(key).localname, str(value)))}"'
        for key, value in element.attrib.items()
    )
    text = (element.text or "").strip()
    if not len(element):
        inner = escape(sheet.value(name, text), quote=False) if text else ""
        sheet.put(depth, f"<{tag}{attributes}>{inner}</{tag}>" if text else f"<{tag}{attributes}/>", place)
        return
    sheet.put(depth, f"<{tag}{attributes}>", place)
    if text:
        sheet.put(depth + 1, escape(sheet.value(name, text), quote=False), place)
    _children(sheet, element, depth + 1, place)
    sheet.put(depth, f"</{tag}>", "")


def _children(sheet: Sheet, element: etree._Element, depth: int, place: str) -> None:
    names = [etree.QName(child).localname for child in element]
    seen: dict[str, int] = {}
    for child, name in zip(element, names, strict=True):
        index = seen.get(name, 0)
        seen[name] = index + 1
        _element(sheet, child, depth, place, f"/{index}" if names.count(name) > 1 else "")
        if child.tail and child.tail.strip():
            sheet.put(depth, escape(sheet.value(name, child.tail.strip()), quote=False), place)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a value of JSON stands: the member's name that masks it, its label, and what follows it."""

    name: str = ""
    label: str = ""
    depth: int = 0
    place: str = ""
    end: str = ""


def _member(sheet: Sheet, value: Any, spot: _Spot) -> None:
    if sheet.is_full:
        return
    if isinstance(value, dict) and value:
        parts = [(own, f"{json.dumps(own, ensure_ascii=False)}: ", _step(own), each) for own, each in value.items()]
        _parts(sheet, "{}", parts, spot)
    elif isinstance(value, list) and value:
        _parts(sheet, "[]", [(spot.name, "", str(index), each) for index, each in enumerate(value)], spot)
    else:
        sheet.put(spot.depth, f"{spot.label}{_scalar(sheet, spot.name, value)}{spot.end}", spot.place)


def _parts(sheet: Sheet, brackets: str, parts: Sequence[tuple[str, str, str, Any]], spot: _Spot) -> None:
    sheet.put(spot.depth, f"{spot.label}{brackets[0]}", spot.place)
    for index, (name, label, step, each) in enumerate(parts, 1):
        end = "," if index < len(parts) else ""
        _member(sheet, each, _Spot(name, label, spot.depth + 1, f"{spot.place}/{step}", end))
    sheet.put(spot.depth, f"{brackets[1]}{spot.end}", "")


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _scalar(sheet: Sheet, name: str, value: Any) -> str:
    if value is None or value in ({}, []):
        return json.dumps(value)
    text = value if isinstance(value, str) else json.dumps(value)
    shown = sheet.value(name, text)
    return text if not isinstance(value, str) and shown == text else json.dumps(shown, ensure_ascii=False)
