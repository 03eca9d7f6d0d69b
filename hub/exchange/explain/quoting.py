"""What an agency itself said of a failure: its own code and sentence out of the bytes that came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from connectors.parsing import ParsingRefused, parse_json, parse_xml
from hub.access.masking import DOTS
from hub.telemetry.logs import scrubbed

_CODES = ("faultcode", "kod", "code", "errorcode", "status", "netice")
_WORDS = (
    "faultstring", "text", "metn", "izah", "mesaj", "message", "detail", "description", "title", "reason",
    "xeta", "error",
)  # fmt: skip
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_MOST_BYTES = 64 * 1024
_LONGEST = 240
_SHORTEST_ECHO = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """The agency's own code and sentence, "" where it gave none. What was sent to it is masked in its words."""

    code: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.words)

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.code and self.words else self.code or self.words


def quoted(received: bytes | None, sent: bytes | None = None) -> Quote:
    """Read it; nothing of an answer that is empty, cut off or of no form that the hub reads."""
    if not received or len(received) > _MOST_BYTES:
        return Quote()
    if title := _TITLE.search(received):
        return Quote("", _masked(" ".join(title[1].decode(errors="replace").split()), ()))
    found = dict(reversed(list(_leaves(received))))
    echoes = [text for _, text in _leaves(sent or b"") if len(text) >= _SHORTEST_ECHO]
    code = next((found[name] for name in _CODES if name in found), "")
    words = next((found[name] for name in _WORDS if found.get(name)), "")
    return Quote(_masked(code, echoes), _masked(words, echoes))


def _masked(text: str, echoes: Sequence[str]) -> str:
    shown = scrubbed(text)[:_LONGEST]
    for echo in echoes:
        shown = shown.replace(echo, DOTS)
    return shown


def _leaves(raw: bytes) -> Iterator[tuple[str, str]]:
    """Every leaf by its lower-case local name, in document order."""
    try:
        if raw.lstrip().startswith(b"<"):
            yield from _of_element(parse_xml(raw))
        else:
            yield from _of_value("", parse_json(raw))
    except ParsingRefused:
        return


def _of_element(element: etree._Element) -> Iterator[tuple[str, str]]:
    for each in element.iter(tag=etree.Element):
        if len(each) == 0 and each.text and each.text.strip():
            yield etree.QName(each).localname.lower(), each.text.strip()


def _of_value(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for inner, each in value.items():
                yield from _of_value(str(inner).lower(), each)
        case list():
            for each in value:
                yield from _of_value(name, each)
        case None:
            return
        case _:
            yield name, str(value)
