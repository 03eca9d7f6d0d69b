"""Tables that a narrow screen can show as cards: each cell carries the heading of its column. Pure.

A page's templates write plain tables; this goes over what they came to, so that no table has to think of it. A table
that is a picture (a month, a law's grid) has `data-grid` and stays as it is.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

_TAG = re.compile(r"<(/?)(table|thead|tr|th|td)\b([^>]*)>")
_MARKUP = re.compile(r"<[^>]*>")
_SPAN = re.compile(r'colspan="(\d+)"')


def with_labels(page: str) -> str:
    """The page, with `data-cards` at each table that has headings and `data-label` at each of its cells."""
    reading = _TagPass(page)
    for tag in _TAG.finditer(page):
        reading.take(tag)
    return reading.end()


class _TagPass:
    """One pass over the tags of tables; what lies between them is kept as it is."""

    def __init__(self, page: str) -> None:
        self._page, self._kept, self._copied = page, list[str](), 0
        self._headings: list[str] = []
        self._in_head = self._is_grid = False
        self._column = self._heading_from = 0

    def take(self, tag: re.Match[str]) -> None:
        """The next tag."""
        match (tag[1], tag[2]):
            case ("", "table"):
                self._headings, self._is_grid = [], "data-grid" in tag[3]
                if not self._is_grid and self._page.startswith("thead", self._next(tag.end())):
                    self._add(tag, "data-cards")
            case (slash, "thead"):
                self._in_head = not slash
            case ("", "tr"):
                self._column = 0
            case ("", "th") if self._in_head:
                self._heading_from = tag.end()
            case ("/", "th") if self._in_head:
                words = unescape(_MARKUP.sub("", self._page[self._heading_from : tag.start()])).strip()
                self._headings.append(words)
            case ("", "td" | "th"):
                self._cell(tag)
            case _:
                pass

    def _next(self, at: int) -> int:
        """Where the name of the first tag within a table stands, behind its caption."""
        caption = self._page.find("</caption>", at, self._page.find("<t", at) + 1)
        return self._page.find("<t", max(at, caption)) + 1

    def _cell(self, tag: re.Match[str]) -> None:
        label = self._headings[self._column] if self._column < len(self._headings) else ""
        if label and not self._is_grid:
            self._add(tag, f'data-label="{escape(label)}"')
        span = _SPAN.search(tag[3])
        self._column += int(span[1]) if span else 1

    def _add(self, tag: re.Match[str], attribute: str) -> None:
        self._kept += (self._page[self._copied : tag.end() - 1], " ", attribute)
        self._copied = tag.end() - 1

    def end(self) -> str:
        """The whole page."""
        return "".join((*self._kept, self._page[self._copied :]))
