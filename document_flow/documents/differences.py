"""What changed between two versions: files by name and hash, and the main text line by line."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from document_flow.documents.facts import Version

Change = Literal["added", "removed", "changed"]
_MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class Differences:
    """`files` are `{name, change}` in the order of names; `text` a unified difference without its head."""

    files: tuple[dict[str, str], ...]
    text: tuple[str, ...]


def differences(before: Version, after: Version, old: str | None, new: str | None) -> Differences:
    """Between two versions; `old` and `new` are their main files where these are text, else None."""
    return Differences(tuple(_files(before, after)), _text(old, new))


def _files(before: Version, after: Version) -> Iterator[dict[str, str]]:
    was, now = ({file.name: file.sha256 for file in version.files} for version in (before, after))
    for name in sorted(was.keys() | now.keys()):
        change: Change | None = None
        if name not in was:
            change = "added"
        elif name not in now:
            change = "removed"
        elif was[name] != now[name]:
            change = "changed"
        if change is not None:
            yield {"name": name, "change": change}


def _text(old: str | None, new: str | None) -> tuple[str, ...]:
    if old is None or new is None or old == new:
        return ()
    lines = difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=2)
    return tuple(lines)[2:_MOST_LINES]


def _lines(text: str) -> list[str]:
    """JSON a value a line, so that a letter's paragraphs are compared and not its one long line."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True).splitlines()
    except ValueError:
        return text.splitlines()
