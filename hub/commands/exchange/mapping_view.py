"""How `hub map` shows what was read: as tables in one language, or as JSON with both."""

from __future__ import annotations

import json
from typing import Any

from rich.markup import escape
from rich.table import Table

from hub.commands.servers.starting import console
from hub.errors import Lang, Refused, Words
from mappings.format import Issue, Made, Reading
from mappings.issues import text_of
from mappings.records import record_to_json

_ISSUES = (
    Words("", ""),
    Words("kod", "code"),
    Words("yer", "place"),
    Words("qayda", "rule"),
    Words("dəyər", "value"),
    Words("", ""),
)
_MADE = (
    Words("sahə", "field"),
    Words("nəticə", "made"),
    Words("qayda", "rule"),
    Words("yer", "place"),
    Words("mənbədəki dəyər", "raw value"),
    Words("düzəldilib", "repaired"),
)
_STATED = Words("uyğunlaşdırmada yazılıb", "stated by the mapping")
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def show(place: str, reading: Reading, lang: Lang) -> None:
    """The records, what made their fields where it is explained, and what is wrong."""
    console.rule(escape(place))
    for record in reading.records:
        console.print_json(record_to_json(record).decode())
    if reading.made:
        made = Table(*(title.say(lang) for title in _MADE), show_edge=False)
        for each in reading.made:
            made.add_row(*(escape(cell) for cell in _made_cells(each, lang)))
        console.print(made)
    if reading.issues:
        issues = Table(*(title.say(lang) for title in _ISSUES), show_edge=False)
        for found in reading.issues:
            mark = f"[{_COLOURS[found.severity]}]{found.severity}[/{_COLOURS[found.severity]}]"
            cells = (found.code, found.path, found.rule, _value(found), Words(*found.text).say(lang))
            issues.add_row(mark, *(escape(cell) for cell in cells))
        console.print(issues)


def as_json(place: str, reading: Reading) -> dict[str, Any]:
    """Everything there is to know of one reading, sentences in both languages."""
    return {
        "place": place,
        "mapped": reading.mapped,
        "records": [json.loads(record_to_json(record)) for record in reading.records],
        "issues": [_issue(found) for found in reading.issues],
        "made": [_made(each) for each in reading.made],
    }


def refused_json(place: str, refused: Refused) -> dict[str, Any]:
    """Why a file is not read further."""
    words = {"az": refused.words.az, "en": refused.words.en}
    return {"place": place, "mapped": False, "refused": {"code": refused.code, "place": refused.place, **words}}


def _issue(found: Issue) -> dict[str, Any]:
    az, en = found.text
    return {
        "severity": found.severity,
        "code": found.code,
        "place": found.path,
        "rule": found.rule,
        "raw": found.raw,
        "suggestion": found.suggestion,
        "az": az,
        "en": en,
    }


def _made(each: Made) -> dict[str, Any]:
    repaired = [
        {"code": found.code, **dict(zip(("az", "en"), text_of(found.code), strict=True))} for found in each.findings
    ]
    return {
        "fields": each.fields,
        "value": _plain(each.value),
        "rule": each.rule,
        "place": each.place,
        "raw": _plain(each.raw),
        "repaired": repaired,
    }


def _made_cells(each: Made, lang: Lang) -> tuple[str, ...]:
    value = _plain(each.value)
    shown = " · ".join("" if part is None else str(part) for part in value) if isinstance(value, list) else str(value)
    raw = "" if each.raw is None else repr(_plain(each.raw))
    repaired = "\n".join(Words(*text_of(found.code)).say(lang) for found in each.findings)
    return ("\n".join(each.fields), shown, each.rule, each.place or _STATED.say(lang), raw, repaired)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _value(found: Issue) -> str:
    """What stood there, and what was probably meant; only the one who holds the file sees it."""
    shown = found.raw or ""
    return f"{shown} → {found.suggestion}?" if found.suggestion else shown
