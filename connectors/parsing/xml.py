"""The one hardened XML parser: every XML byte from outside enters here and nowhere else (ASVS 1.5.1, 1.5.3).

What it refuses: any DTD, so entities of every kind; encodings other than UTF-8 and UTF-16; more nodes, attributes,
depth or text than allowed. What it drops: comments and processing instructions, because either splits a text in two.
It reads bytes only, never a path (libxml2 inflates gzip files) and never the network; XInclude stays inert.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from threading import Thread, local
from typing import Any, cast

from lxml import etree

from connectors.parsing.refusal import XmlRefused, line_and_column

MAX_BYTES = 10 * 1024 * 1024
MAX_NODES = 200_000
MAX_ATTRIBUTES = 256

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
"""Bytes. lxml interns every element and attribute name in a dictionary that lives as long as its thread: invented names
would fill the memory of a long-lived thread, so a larger document is read in a thread of its own."""


class _Parsers(local):
    """A parser for each thread: to make one anew costs half of what it takes to read a small document."""

    def __init__(self) -> None:
        self.safe = etree.XMLParser(**_SAFE)


_PARSERS = _Parsers()
_DECLARED = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_PROLOG_DOCTYPE = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_MANY_EQUALS = re.compile(rb"<(?:[^<=]*+=){%d}" % (MAX_ATTRIBUTES + 1))
_ATTRIBUTE = rb"\s++[^\s=<>\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')"
_MANY_ATTRIBUTES = re.compile(rb"<[^\s<>/!?]++(?:" + _ATTRIBUTE + rb"){%d}" % (MAX_ATTRIBUTES + 1))


def parse_xml(raw: bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> etree._Element:
    """Return the root element, free of comments and processing instructions. Elements plus attributes are the nodes.

    Raises XmlRefused. The cost is bounded before a tree exists: a million siblings are refused without building them.
    """
    if len(raw) > max_bytes:
        raise XmlRefused("door.too_large", "document")
    utf8 = _as_utf8(raw)
    elements, attributes = _elements(utf8), utf8.count(b"=")
    if elements > max_nodes:  # a count costs a hundredth of a parse, and who sends such a document sends many
        raise XmlRefused("door.xml_too_many_nodes", "document")
    if attributes > MAX_ATTRIBUTES:
        _refuse_many_attributes(utf8)
    # An element begins with a `<` and an attribute has a `=`: only above their number are nodes counted first.
    most = max_nodes if elements + attributes > max_nodes else None
    if len(utf8) <= _OWN_THREAD_FROM:
        return _read(utf8, most)
    return _read_in_own_thread(utf8, most)


def _as_utf8(raw: bytes) -> bytes:
    """Check the declared encoding against the bytes; UTF-16 becomes UTF-8, so all later checks see the same bytes."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        allowed: tuple[bytes, ...] = (b"utf-16", b"utf-16le", b"utf-16be")
        try:
            raw = raw.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise XmlRefused("door.xml_encoding", "document") from error
    else:
        allowed = (b"utf-8", b"utf8")
        raw = raw.removeprefix(BOM_UTF8)
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            good = raw[: error.start].decode()
            raise XmlRefused("door.xml_encoding", line_and_column(good, len(good))) from error
    if not raw:
        raise XmlRefused("door.xml_empty", "document")
    declared = _DECLARED.match(raw)
    if declared and declared.group(1).lower() not in allowed:
        raise XmlRefused("door.xml_encoding", "line 1, column 1")
    return raw


def _elements(utf8: bytes) -> int:
    """How many elements there are at most: what stands in a comment or a CDATA section is counted as well."""
    return utf8.count(b"<") - sum(utf8.count(mark) for mark in (b"</", b"<!", b"<?"))


def _refuse_many_attributes(utf8: bytes) -> None:
    """libxml2 has no cap of its own. The first pattern is quick and finds candidates, the second is exact."""
    if not _MANY_EQUALS.search(utf8):
        return
    if found := _MANY_ATTRIBUTES.search(utf8):
        before = utf8[: found.start()].decode()
        raise XmlRefused("door.xml_too_many_attributes", line_and_column(before, len(before)))


def _read_in_own_thread(utf8: bytes, max_nodes: int | None) -> etree._Element:
    result: list[etree._Element | XmlRefused] = []

    def run() -> None:
        try:
            result.append(_read(utf8, max_nodes))
        except XmlRefused as refused:
            result.append(refused)

    thread = Thread(target=run, name="parse-xml")
    thread.start()
    thread.join()
    if not result:
        raise XmlRefused("door.xml_limit", "document")
    if isinstance(result[0], XmlRefused):
        raise result[0]
    return result[0]


def _read(utf8: bytes, max_nodes: int | None) -> etree._Element:
    """With a number of nodes they are counted before anything is built."""
    try:
        if max_nodes is not None:
            etree.XML(utf8, etree.XMLParser(**_SAFE | {"target": _NodeCount(max_nodes)}))
        root = etree.XML(utf8, _PARSERS.safe)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, utf8) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("door.xml_dtd", _doctype_place(utf8))
    return root


class _NodeCount:
    """A parser target that builds nothing and stops the parse when there are too many nodes."""

    def __init__(self, most: int) -> None:
        self._left = most

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise XmlRefused("door.xml_too_many_nodes", "document")

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise XmlRefused("door.xml_dtd", "document")

    def close(self) -> None:
        return None


def _refusal(error: etree.XMLSyntaxError, utf8: bytes) -> XmlRefused:
    if _PROLOG_DOCTYPE.match(utf8):
        return XmlRefused("door.xml_dtd", _doctype_place(utf8))
    line, column = error.position
    place = f"line {max(line, 1)}, column {max(column, 1)}"
    match getattr(error, "code", None):
        case etree.ErrorTypes.ERR_RESOURCE_LIMIT | etree.ErrorTypes.ERR_NAME_TOO_LONG:
            return XmlRefused("door.xml_limit", place)
        case etree.ErrorTypes.ERR_DOCUMENT_EMPTY if not utf8.strip():
            return XmlRefused("door.xml_empty", "document")
        case _:
            return XmlRefused("door.xml_syntax", place)


def _doctype_place(utf8: bytes) -> str:
    found = _PROLOG_DOCTYPE.match(utf8)
    if found is None:
        return "document"
    before = utf8[: found.end() - len(b"<!DOCTYPE")].decode()
    return line_and_column(before, len(before))


def to_document(element: etree._Element) -> dict[str, Any]:
    """The content of an element by local names; its own name is the caller's to check and is not repeated.

    Children are values under their names, repeated ones a list, an empty one `""`; attributes are `@name`. Text is kept
    as it stands, under `#text` where attributes or children stand beside it; white space between children is dropped.
    Of attributes that differ by namespace alone, the qualified ones are `@{namespace}name`: none hides another.
    """
    content = _content(element)
    return content if isinstance(content, dict) else {"#text": content} if content else {}


def _content(element: etree._Element) -> dict[str, Any] | str:
    """What is asked of lxml makes an object each time, so nothing is asked twice, nor of elements that lack it."""
    given = cast("Sequence[tuple[str, str]]", element.items())  # bytes are what lxml takes, never what it gives
    if not len(element):
        text = element.text or ""
        if not given:
            return text
        return _attributes(given) | ({"#text": text} if text else {})
    document: dict[str, Any] = _attributes(given) if given else {}
    text = _unless_space(element.text)
    for child in element:
        _add(document, child.tag.rpartition("}")[2], _content(child))
        text += _unless_space(child.tail)
    if text:
        document["#text"] = text
    return document


def _unless_space(text: str | None) -> str:
    return "" if text is None or text.isspace() else text


def _attributes(given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    names = [name for name, _ in given]
    locals_ = [name.rpartition("}")[2] for name in names]
    keys = names if len(set(locals_)) < len(names) else locals_
    return {f"@{key}": value for key, (_, value) in zip(keys, given, strict=True)}


def _add(document: dict[str, Any], name: str, value: dict[str, Any] | str) -> None:
    if name not in document:
        document[name] = value
    elif isinstance(document[name], list):
        document[name].append(value)
    else:
        document[name] = [document[name], value]
