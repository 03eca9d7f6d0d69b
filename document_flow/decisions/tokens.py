"""The words and marks of a cell, in order: what both a test and a formula are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<day>(?:date\(\s*"(?P<iso>[^"\\]*)"\s*\)|@"(?P<at>[^"\\]*)"))
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<mark>\.\.|<=|>=|[<>\[\](),*/+-])
      | (?P<quote>["'‘’“”„«»])
      | (?P<equal>!?=)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a cell; `position` counts the characters of the cell from 1. The last one is of the kind `end`."""

    kind: str
    text: str
    position: int

    @property
    def iso(self) -> str:
        """What stands in the quotes of a day."""
        return self.text.split('"')[1]


def tokens_of(text: str) -> list[Token]:
    """All of them, then two of the kind `end`, so that a reader may look one ahead."""
    found = [
        Token("day" if each.group("day") else str(each.lastgroup), each.group(), each.start() + 1)
        for each in _TOKEN.finditer(text)
        if each.lastgroup != "space"
    ]
    end = Token("end", "", len(text) + 1)
    return [*found, end, end]
