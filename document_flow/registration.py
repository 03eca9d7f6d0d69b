"""Registration numbers (qeydiyyat nömrəsi): patterns that the body sets for each kind of document, and their journals.

A number is written from the indexes of its document and the next number of its series; who keeps the counters is not
known here. A series is a journal with the unit, file or year that its counter starts anew for. The pattern names all
of these, so two documents of one journal never have the same number. Citizens' appeals have a journal of their own.
The institution's index comes from the Cabinet of Ministers' unified list (in force since 01.01.2023), which is data.

SheetRefused "registration.refused"     patterns have problems, all of them listed
Refusal "registration.no_pattern"       no pattern for this kind of document
Refusal "registration.index_missing"    the pattern names an index that the document has not
Refusal "registration.ambiguous"        the number could not be read back into the same indexes
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal, cast

from document_flow.outcome import Refusal
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

Dimension = Literal["unit", "file", "year"]
DIMENSIONS: tuple[Dimension, ...] = ("unit", "file", "year")
APPEAL = "appeal"
"""The kind of document whose journal no other kind may share."""

TOKENS = ("institution", "unit", "file", "number", "year", "yy")
_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_NUMBER = re.compile(r"number(?::0([1-9]))?")


@dataclass(frozen=True, slots=True)
class Indexes:
    """What a number is written from, beside the number itself: of the body, its unit, the file, and the year."""

    institution: str = ""
    unit: str = ""
    file: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One counter. What the counter does not start anew for is empty; `key` names its row."""

    journal: str
    unit: str = ""
    file: str = ""
    year: int = 0

    @property
    def key(self) -> str:
        """The journal and what it is counted by, as in `incoming|unit=|file=01-05|year=2026`."""
        return f"{self.journal}|unit={self.unit}|file={self.file}|year={self.year or ''}"


@dataclass(frozen=True, slots=True)
class Registered:
    """A number read back."""

    indexes: Indexes
    number: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one kind of document is numbered. `width` is the least number of digits, filled with zeros."""

    kind: str
    journal: str
    text: str
    scope: frozenset[Dimension]
    width: int
    reader: re.Pattern[str]

    def series(self, indexes: Indexes) -> Series:
        """Which counter gives the next number."""
        counted = {dimension: getattr(indexes, dimension) for dimension in self.scope}
        return Series(self.journal, **counted)

    def format(self, indexes: Indexes, number: int) -> str | Refusal:
        """The registration number, which `parse_back` reads into the same indexes and number (number from 1)."""
        for token in ("institution", "unit", "file"):
            if f"{{{token}}}" in self.text and not getattr(indexes, token):
                return _index_missing(token, self)
        written = self._write(indexes, number)
        if self.parse_back(written) != Registered(self._named(indexes), number):
            return _ambiguous(written, self)
        return written

    def parse_back(self, text: str) -> Registered | None:
        """The indexes that the pattern names and the number; none where the text was not written by this pattern.

        Two digits of a year are read as one of the years 2000 to 2099.
        """
        match = self.reader.fullmatch(text)
        if match is None:
            return None
        parts = match.groupdict()
        year = int(parts.get("year") or 2000 + int(parts["yy"])) if "year" in parts or "yy" in parts else 0
        found = Indexes(parts.get("institution", ""), parts.get("unit", ""), parts.get("file", ""), year)
        read = Registered(found, int(parts["number"]))
        return read if read.number and self._write(found, read.number) == text else None

    def _write(self, indexes: Indexes, number: int) -> str:
        values = {
            "institution": indexes.institution,
            "unit": indexes.unit,
            "file": indexes.file,
            "year": f"{indexes.year:04}",
            "yy": f"{indexes.year % 100:02}",
        }
        return _PIECE.sub(
            lambda piece: piece[2] or values.get(piece[1], str(number).zfill(self.width)),
            self.text,
        )

    def _named(self, indexes: Indexes) -> Indexes:
        """Only the indexes that stand in the pattern."""
        return Indexes(
            indexes.institution if "{institution}" in self.text else "",
            indexes.unit if "{unit}" in self.text else "",
            indexes.file if "{file}" in self.text else "",
            indexes.year if "{year}" in self.text or "{yy}" in self.text else 0,
        )


@dataclass(frozen=True, slots=True)
class Numbering:
    """The patterns of one body by kind of document, and the body's own index."""

    institution: str
    patterns: Mapping[str, Pattern]

    def pattern(self, kind: str) -> Pattern | Refusal:
        """The pattern for this kind of document."""
        known = ", ".join(self.patterns)
        return self.patterns.get(kind) or Refusal(
            "registration.no_pattern",
            Words(
                f"«{kind}» növlü sənəd üçün nömrə qaydası yoxdur; var: {known}",
                f"no number pattern for documents of kind {kind!r}; there are: {known}",
            ),
            "invalid",
        )


def load_numbering(text: str) -> Numbering:
    """A sheet: `institution`, and `patterns` of `{kind, journal, pattern, counted_by: [unit, file, year]}`.

    Raises SheetRefused with every problem: a token that is not known, with the nearest one; no {number}; tokens with
    nothing between them; a counter that starts anew by what the pattern does not name; one journal counted in two
    ways; appeals in a journal with other kinds.
    """
    sheet = read_sheet(text, "registration.refused")
    institution = sheet.text("institution")
    patterns: dict[str, Pattern] = {}
    for entry in sheet.entries("patterns"):
        pattern = _read_pattern(entry)
        _check_journal(entry, pattern, patterns)
        patterns[pattern.kind] = pattern
        entry.done()
    sheet.done()
    sheet.findings.refuse_if_any()
    return Numbering(institution, MappingProxyType(patterns))


def _read_pattern(entry: Entry) -> Pattern:
    kind, text = entry.text("kind"), entry.text("pattern")
    scope = entry.texts("counted_by")
    for dimension in scope:
        if dimension not in DIMENSIONS:
            names = ", ".join(DIMENSIONS)
            entry.problem("counted_by", f"«{dimension}» tanınmır: {names}", f"{dimension!r} is not one of {names}")
        elif not any(f"{{{token}}}" in text for token in ((dimension, "yy") if dimension == "year" else (dimension,))):
            az = f"nömrələr {{{dimension}}} üzrə yenidən başlayır, nömrədə isə o yoxdur: eyni nömrələr yaranar"
            entry.problem("pattern", az, f"counted anew by {{{dimension}}}, which the pattern lacks: twins would arise")
    width, reader = _compile(entry, text)
    counted = frozenset(cast("tuple[Dimension, ...]", scope))
    return Pattern(kind, entry.text("journal"), text, counted, width, reader)


def _compile(entry: Entry, text: str) -> tuple[int, re.Pattern[str]]:
    width, expression, before = 1, "", ""
    seen: set[str] = set()
    for token, literal, brace in _PIECE.findall(text):
        if brace:
            entry.problem("pattern", f"qoşalaşmamış mötərizə: {brace}", f"a brace without its pair: {brace}")
        if literal or brace:
            expression, before = expression + re.escape(literal), ""
            continue
        name, digits = _token(entry, token)
        if name in seen:
            entry.problem("pattern", f"{{{token}}} iki dəfə yazılıb", f"{{{token}}} stands twice")
            continue
        if before:
            az = f"{{{before}}} ilə {{{token}}} arasında işarə olmalıdır"
            entry.problem("pattern", az, f"put a sign between {{{before}}} and {{{token}}}")
        seen.add(name)
        width, before = digits or width, token
        expression += _expression(name, digits)
    if "number" not in seen:
        entry.problem("pattern", "{number} olmalıdır", "{number} must stand in the pattern")
    return width, re.compile(expression)


def _token(entry: Entry, token: str) -> tuple[str, int]:
    """The token's name, and the digits of a number; what is not known is reported with the nearest that is."""
    if number := _NUMBER.fullmatch(token):
        return "number", int(number[1] or 1)
    if token not in TOKENS:
        nearest = (*get_close_matches(token, TOKENS, 1, 0.5), *TOKENS)[0]
        az = f"{{{token}}} tanınmır; bəlkə {{{nearest}}}? Rəqəmlərin sayı {{number:05}} kimi yazılır"
        entry.problem("pattern", az, f"{{{token}}} is not known; {{{nearest}}}? Digits are written as {{number:05}}")
    return token, 0


def _expression(name: str, digits: int) -> str:
    match name:
        case "number":
            return f"(?P<number>[0-9]{{{digits},18}})"
        case "year":
            return "(?P<year>[0-9]{4})"
        case "yy":
            return "(?P<yy>[0-9]{2})"
        case "institution" | "unit" | "file":
            return rf"(?P<{name}>\S+?)"
        case _:
            return ".+?"


def _check_journal(entry: Entry, pattern: Pattern, earlier: Mapping[str, Pattern]) -> None:
    if pattern.kind in earlier:
        entry.problem("kind", "bu növ iki dəfə yazılıb", "this kind stands twice")
    for other in earlier.values():
        if other.journal != pattern.journal or other.kind == pattern.kind:
            continue
        if (other.text, other.scope) != (pattern.text, pattern.scope):
            az, en = f"«{other.kind}» ilə bir jurnaldır, amma başqa cür sayılır", "one journal is counted in two ways"
            entry.problem("journal", az, f"{en}: see {other.kind!r}")
        if APPEAL in (other.kind, pattern.kind):
            entry.problem("journal", "müraciətlərin ayrıca jurnalı olmalıdır", "appeals need a journal of their own")


def _index_missing(token: str, pattern: Pattern) -> Refusal:
    az = f"«{pattern.kind}» nömrəsi üçün {{{token}}} indeksi verilməyib"
    return Refusal(
        "registration.index_missing",
        Words(az, f"the number of a document of kind {pattern.kind!r} needs the index {{{token}}}"),
        "invalid",
    )


def _ambiguous(written: str, pattern: Pattern) -> Refusal:
    az = f"«{written}» nömrəsi «{pattern.text}» qaydası ilə birmənalı oxunmur: indekslərdə ayırıcı işarə olmasın"
    en = f"the number {written!r} does not read back by {pattern.text!r}: keep its separators out of the indexes"
    return Refusal("registration.ambiguous", Words(az, en), "invalid")
