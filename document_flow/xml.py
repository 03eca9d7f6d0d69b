"""The hardened reader of the XML that document flow itself keeps: decision tables, signatures. Everything enters here.

Refused: any DTD, so entities of every kind; encodings other than UTF-8; too many bytes, elements and attributes, too
much depth. Dropped: comments and processing instructions, because either splits a text in two. It reads bytes only,
never a path (libxml2 inflates gzip files) and never the network; XInclude stays inert.

    XmlRefused      code, words, place ("line 3, column 7" or "document"); no text repeats what the bytes hold
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from threading import Thread
from typing import Any

from lxml import etree

from document_flow.words import Words

MOST_NODES = 200_000
"""Elements and attributes together."""

_SAFE: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
_OWN_THREAD_FROM = 64 * 1024
"""Bytes. lxml keeps every name it has seen as long as its thread lives: invented names would fill a long-lived one."""

_DECLARED = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_PROLOG_DOCTYPE = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_WORDS: dict[str, tuple[str, str]] = {
    "too_large": ("Fayl icazə verilən ölçüdən böyükdür.", "The file is larger than allowed."),
    "encoding": (
        "Yalnız UTF-8 kodlaşdırması qəbul edilir; faylı UTF-8 ilə yadda saxlayın.",
        "Only UTF-8 is accepted; save the file in UTF-8.",
    ),
    "dtd": ("DTD (DOCTYPE) olan fayl qəbul edilmir.", "A file with a DTD (DOCTYPE) is not accepted."),
    "syntax": ("XML düzgün qurulmayıb.", "The XML is not well-formed."),
    "limit": (
        "Fayl çox dərindir və ya mətni, yaxud adı çox uzundur.",
        "The file is nested too deeply, or a text or name in it is too long.",
    ),
    "too_many_nodes": (
        "Element və atributların sayı həddi aşır.",
        "There are more elements and attributes than allowed.",
    ),
}


class XmlRefused(Exception):
    """XML that is not read further. Columns of a place count from 1."""

    def __init__(self, code: str, place: str = "document") -> None:
        super().__init__(f"xml.{code} at {place}")
        self.code = f"xml.{code}"
        self.words = Words(*_WORDS[code])
        self.place = place


def parse(raw: bytes, *, most_bytes: int, most_nodes: int = MOST_NODES) -> etree._Element:
    """Give the root element, free of comments and processing instructions. Raises XmlRefused.

    The cost is bounded before a tree exists: a million siblings are refused without building them.
    """
    if len(raw) > most_bytes:
        raise XmlRefused("too_large")
    utf8 = _checked(raw)
    if len(utf8) <= _OWN_THREAD_FROM:
        return _read(utf8, most_nodes)
    return _in_own_thread(lambda: _read(utf8, most_nodes))


def _checked(raw: bytes) -> bytes:
    utf8 = raw.removeprefix(BOM_UTF8)
    try:
        utf8.decode()
    except UnicodeDecodeError as error:
        raise XmlRefused("encoding") from error
    declared = _DECLARED.match(utf8)
    if declared and declared.group(1).lower() not in (b"utf-8", b"utf8"):
        raise XmlRefused("encoding", "line 1, column 1")
    return utf8


def _in_own_thread(read: Callable[[], etree._Element]) -> etree._Element:
    result: list[etree._Element | XmlRefused] = []

    def run() -> None:
        try:
            result.append(read())
        except XmlRefused as refused:
            result.append(refused)

    thread = Thread(target=run, name="read-xml")
    thread.start()
    thread.join()
    found = result.pop()
    if isinstance(found, XmlRefused):
        raise found
    return found


def _read(utf8: bytes, most_nodes: int) -> etree._Element:
    """A node needs a `<` or a `=`: their number bounds the nodes; only above the bound are they counted first."""
    try:
        if utf8.count(b"<") - utf8.count(b"</") + utf8.count(b"=") > most_nodes:
            etree.XML(utf8, etree.XMLParser(**_SAFE | {"target": _NodeCount(most_nodes)}))
        root = etree.XML(utf8, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _refusal(error, utf8) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("dtd")
    return root


class _NodeCount:
    """A parser target that builds nothing and stops the parse when there are too many nodes."""

    def __init__(self, most: int) -> None:
        self._left = most

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise XmlRefused("too_many_nodes")

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise XmlRefused("dtd")

    def close(self) -> None:
        return None


def _refusal(error: etree.XMLSyntaxError, utf8: bytes) -> XmlRefused:
    if _PROLOG_DOCTYPE.match(utf8):
        return XmlRefused("dtd")
    line, column = error.position
    place = f"line {max(line, 1)}, column {max(column, 1)}"
    limits = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG)
    return XmlRefused("limit" if getattr(error, "code", None) in limits else "syntax", place)
