"""Reads a printed document back without any of the code that printed it: text through the fonts' ToUnicode tables."""

from __future__ import annotations

import io
import re
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

STEP = re.compile(rb"/(f\d+) [\d.]+ Tf|(\()|<([0-9A-Fa-f]+)>|\bET\b")
BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class Printed:
    """One PDF; `text` has a line for every run of text, `squeezed` none of its white space."""

    def __init__(self, pdf: bytes) -> None:
        self.root: Any = PdfFileReader(io.BytesIO(pdf)).root
        self.pages = _pages(self.root["/Pages"])
        self.text = "".join(_page_text(page) for page in self.pages)
        self.squeezed = squeezed(self.text)

    @property
    def last_page(self) -> str:
        """The text of the last page."""
        return _page_text(self.pages[-1])

    @property
    def metadata(self) -> str:
        """The XMP packet."""
        return str(self.root["/Metadata"].data.decode())

    @property
    def attachments(self) -> list[Any]:
        """The associated files' specifications."""
        return [each.get_object() for each in self.root["/AF"]]

    def attached(self) -> bytes:
        """The bytes of the one attachment."""
        (only,) = self.attachments
        return bytes(only["/EF"]["/F"].data)


def squeezed(text: str) -> str:
    """Without white space: a line break in print is not a character."""
    return "".join(text.split())


def _pages(node: Any) -> list[Any]:
    """The pages under a node of the page tree, which has branches where there are many."""
    if node["/Type"] == "/Page":
        return [node]
    return [page for kid in node["/Kids"] for page in _pages(kid.get_object())]


def _page_text(page: Any) -> str:
    return _drawn_text(page["/Contents"].data, page["/Resources"])


def _drawn_text(stream: bytes, resources: Any) -> str:
    """The text of a stream, then of the forms that it draws: each has fonts of its own."""
    fonts = {name: _letters(font) for name, font in resources.get("/Font", {}).items()}
    drawn = [each.get_object() for each in resources.get("/XObject", {}).values()]
    forms = [each for each in drawn if each["/Subtype"] == "/Form"]
    return _stream_text(stream, fonts) + "".join(_drawn_text(each.data, each.get("/Resources", {})) for each in forms)


def _stream_text(stream: bytes, fonts: dict[str, dict[int, str]]) -> str:
    found: list[str] = []
    letters: dict[int, str] = {}
    at = 0
    while step := STEP.search(stream, at):
        at = step.end()
        if step[1]:
            letters = fonts[f"/{step[1].decode()}"]
        elif step[2]:
            end = _closing(stream, at)
            found.append(_shown(ESCAPE.sub(_unescaped, stream[at:end]), letters))
            at = end + 1
        elif step[3]:
            found.append(_shown(bytes.fromhex(step[3].decode()), letters))
        else:
            letters = {}
            found.append("\n")
    return "".join(found)


def _shown(codes: bytes, letters: dict[int, str]) -> str:
    """Two bytes a letter; nothing outside BT … ET, where no font is chosen."""
    if not letters:
        return ""
    return "".join(letters[int.from_bytes(codes[place : place + 2])] for place in range(0, len(codes), 2))


def _closing(stream: bytes, start: int) -> int:
    """Where the string ends: brackets inside it stand in pairs or behind a backslash (ISO 32000, 7.3.4.2)."""
    depth = 1
    for bracket in BRACKET.finditer(stream, start):
        depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
        if not depth:
            return bracket.start()
    raise AssertionError("a string without an end")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8)]) if sign[:1].isdigit() else SIGNS.get(sign, sign)


def _letters(font: Any) -> dict[int, str]:
    table = font.get_object()["/ToUnicode"].data.decode()
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        letters |= {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in PAIR.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in RANGE.findall(block):
            start = int(text, 16)
            letters |= {int(first, 16) + step: chr(start + step) for step in range(int(last, 16) - int(first, 16) + 1)}
    return letters
