"""What is asked for in the search box and the list's form by whoever works with documents. Pure.

    daşqın icraçı:Rauf vəziyyət:icradadır tarix:24.11.2026
    02/1/26

What has no qualifier is looked for in subject, correspondent, executor, author and number. A state, a kind or a day
may stand alone, in either language or as its code; a document's day is that of its registration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from document_flow.documents.words import KINDS, STATUSES
from document_flow.words import Words
from hub.console.messages.query import since_of
from mappings.text import match_key

QUALIFIERS: Mapping[str, Sequence[str]] = {
    "status": ("vəziyyət", "state", "status"),
    "kind": ("növ", "kind"),
    "correspondent": ("qurum", "kimdən", "kimə", "from", "to", "correspondent"),
    "executor": ("icraçı", "executor"),
    "first": ("tarix", "since", "date"),
}
"""How what is asked may be named, first as the box completes it in Azerbaijani."""
LONGEST = 300
_WORD = re.compile(r'(?:([^\W\d_]+):)?(?:"([^"]*)"?|(\S+))')
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}")
_BY_NAME = {match_key(name): key for key, names in QUALIFIERS.items() for name in names}
VALUES: Mapping[str, Mapping[str, Words]] = {
    "status": {each.value: words for each, words in STATUSES.items()},
    "kind": {str(each): words for each, words in KINDS.items()},
}
"""Those that are a closed list: codes with their words."""


@dataclass(frozen=True, slots=True)
class DocumentSearch:
    """What was asked: `text`, `correspondent` and `executor` are words to look for, the others stand in the address."""

    text: str = ""
    correspondent: str = ""
    executor: str = ""
    plain: Mapping[str, str] = field(default_factory=dict)


def read(typed: str, now: datetime) -> DocumentSearch:
    """Read what was typed; never raises. What cannot be a state, a kind or a day is looked for as a word."""
    alone = next(((key, code) for key in VALUES if (code := code_of(key, typed))), None)
    if alone is not None:
        return DocumentSearch(plain=dict((alone,)))
    if _DAY.fullmatch(typed.strip()) and (day := _plain("first", typed.strip(), now)):
        return DocumentSearch(plain={"first": day, "last": day})
    words: dict[str, list[str]] = {"text": [], "correspondent": [], "executor": []}
    plain: dict[str, str] = {}
    for found in _WORD.finditer(typed[:LONGEST]):
        name, quoted, bare = found.groups()
        key = _BY_NAME.get(match_key(name or ""), "text")
        value = bare if quoted is None else quoted
        code = _plain(key, value, now) if key in ("status", "kind", "first") else ""
        if code:
            plain[key] = code
        else:
            words[key if key in words else "text"].append(value if key != "text" else f"{name or ''} {value}".strip())
    return DocumentSearch(" ".join(words["text"]), " ".join(words["correspondent"]), " ".join(words["executor"]), plain)


def code_of(key: str, typed: str) -> str:
    """The code of a state or a kind by its code, or by its words in either language; empty where it is none."""
    wanted = match_key(typed)
    for code, words in VALUES[key].items():
        if wanted and wanted in (match_key(code), match_key(words.az), match_key(words.en)):
            return code
    return ""


def _plain(key: str, value: str, now: datetime) -> str:
    if key != "first":
        return code_of(key, value)
    since = since_of(value, now)
    return since.date().isoformat() if since is not None else ""
