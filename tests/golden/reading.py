"""A page as a person has it: its words line by line, its links, its forms with what can be put into them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = frozenset(("script", "style", "svg", "template"))
_WITHIN = frozenset(
    ("span", "b", "i", "em", "strong", "small", "code", "kbd", "abbr", "time", "del", "ins", "mark", "sup")
)
"""All other tags begin a line of their own."""
_FIELDS = frozenset(("input", "select", "textarea", "button", "option"))
_SAID = ("aria-label", "title", "placeholder", "alt", "data-confirm")
_SHAPE = ("type", "min", "max", "step", "maxlength", "pattern", "accept", "autocomplete", "inputmode")
_FLAGS = ("required", "checked", "selected", "disabled", "readonly", "multiple", "open", "hidden", "formnovalidate")
_SECRET = ("csrf",)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._silent = 0
        self.feed(text)

    def say(self, text: str) -> None:
        self.lines.append(text)
        self.lines.append("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if self._silent:
            return
        given = {name: value or "" for name, value in attrs}
        self._part(tag)
        said = [f"({given[name]})" for name in _SAID if given.get(name)]
        if tag == "a":
            self.say(f"→ {given.get('href', '')} {' '.join(said)}")
        elif tag == "form":
            self.say(f"form {given.get('method', 'get')} {given.get('action', '')} {' '.join(said)}")
        elif tag in _FIELDS:
            self.say(f"[{_field(tag, given)}] {' '.join(said)}")
        elif said:
            self.say(" ".join(said))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif not self._silent:
            if tag == "form":
                self.say("/form")
            self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _WITHIN:
            self.lines[-1] += " "
        else:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += data


def _field(tag: str, given: dict[str, str]) -> str:
    """`select f-lead required`, `input csrf type=hidden`, `option value=for selected`."""
    name = given.get("name", "")
    value = given.get("value", "") if name not in _SECRET else ""
    shape = [f"{each}={given[each]}" for each in _SHAPE if given.get(each)]
    flags = [each for each in _FLAGS if each in given]
    return " ".join(filter(None, [tag, name, *shape, *flags, f"value={value}" if value else ""]))


def words_of(html: str) -> str:
    """The page's lines, without empty ones."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in _Page(html).lines)
    return "\n".join(line for line in lines if line)
