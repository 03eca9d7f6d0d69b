"""The file plan (işlərin nomenklaturası): which files a body keeps, for how long, and who may read them.

A file's retention and its basis are the body's own words after the 2004 list of document types with terms (Milli
Arxiv İdarəsi 28/2004); what the body has not named yet stands as `assumed` and is never destroyed by. State secrets
have no place here: `refuse_secret` turns them away at the door, before anything is stored.

SheetRefused "nomenclature.refused"    the plan has problems, all of them listed
Refusal "nomenclature.state_secret"    a document or a file is marked as a state secret
Refusal "nomenclature.no_file"         no such index in the plan
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast
from unicodedata import normalize

from document_flow.azerbaijani import ordinal
from document_flow.outcome import Refusal
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words, az_lower

Access = Literal["open", "restricted"]
"""`restricted` is "Xidməti istifadə üçün" (for official use)."""
ASSUMED = "assumed"

_SECRET = (
    ("xüsusi əhəmiyyətli", ("xususi ehemiyyetli", "xususiehemiyyetli", "особой важности")),
    ("tam məxfi", ("tam mexfi", "tammexfi", "совершенно секретно", "сов секретно", "top secret")),
    ("məxfi", ("mexfi", "секретно")),
)
_OFFICIAL_USE = "xidmeti istifade ucun"
_NOT_SECRET = re.compile(r"\bqeyri mexfi\b|\bmexfi (?:deyil|olmayan)\b")
_PLAIN_LETTERS = str.maketrans("əәıöüğşç", "eeiougsc")
_SPACED_OUT = re.compile(r"(?<!\w)\w(?: \w){3,}(?!\w)")


@dataclass(frozen=True, slots=True)
class Years:
    """Kept for so many years; with `expert_review` an expert commission looks at it before it may go."""

    years: int
    expert_review: bool = False
    kind: Literal["years"] = "years"


@dataclass(frozen=True, slots=True)
class Permanent:
    """Kept for ever; goes to the archive, never to destruction."""

    kind: Literal["permanent"] = "permanent"


@dataclass(frozen=True, slots=True)
class UntilNeeded:
    """Kept until its unit says that it needs it no more and an expert commission has looked at it."""

    kind: Literal["until_needed"] = "until_needed"


Retention = Years | Permanent | UntilNeeded


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One line of the plan (iş). `basis` is the item that the retention is by, in the body's own words."""

    index: str
    title: Words
    unit: str
    retention: Retention
    basis: str
    access: Access

    @property
    def assumed(self) -> bool:
        """Whether nobody has named the basis of its retention yet."""
        return self.basis == ASSUMED


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """The plan of one body for one year, by index in the order of the sheet."""

    body: str
    year: int
    files: Mapping[str, PlannedFile]

    def file(self, index: str) -> PlannedFile | Refusal:
        """The file with this index."""
        return self.files.get(index) or Refusal(
            "nomenclature.no_file",
            Words(
                f"{ordinal(self.year)} il nomenklaturasında «{index}» indeksli iş yoxdur",
                f"the file plan of {self.year} has no file {index!r}",
            ),
            "invalid",
        )

    def of_unit(self, unit: str) -> tuple[PlannedFile, ...]:
        """The files that a unit keeps."""
        return tuple(each for each in self.files.values() if each.unit == unit)


def load_nomenclature(text: str) -> Nomenclature:
    """A sheet: `body`, `year`, and `files` of `{index, title: {az, en}, unit, retention, years, basis, access}`.

    `retention` is years, permanent or until_needed; `basis` is the item's text, or `assumed`. Raises SheetRefused
    with every problem: an index twice, years with a retention that has none, a title marked as a state secret.
    """
    sheet = read_sheet(text, "nomenclature.refused")
    body, year = sheet.text("body"), sheet.whole("year", least=1990)
    files: dict[str, PlannedFile] = {}
    for entry in sheet.entries("files"):
        planned = _planned(entry)
        if planned.index in files:
            entry.problem("index", "bu indeks iki dəfə yazılıb", "this index stands twice")
        files[planned.index] = planned
        entry.done()
    sheet.done()
    sheet.findings.refuse_if_any()
    return Nomenclature(body, year, MappingProxyType(files))


def refuse_secret(title: str, marks: Iterable[str], text: str | None = None) -> Refusal | None:
    """The refusal of a document that is a state secret, by its declared marks, its title, or a stamp in its text.

    Found in any casing, with or without the dots of Azerbaijani letters, and spaced out; in a text only where the
    marking stands on a line by itself, as a stamp does. A title that merely uses the words is refused too: it must be
    worded otherwise. "Xidməti istifadə üçün" is no secret. The refusal never repeats the title.
    """
    lines = (text or "").splitlines()
    marking = (
        next(filter(None, map(_marking_in, marks)), None)
        or _marking_in(title)
        or next(filter(None, map(_stamp, lines)), None)
    )
    if marking is None:
        return None
    az = f"«{marking}» qrifi olan sənəd bu sistemdə qəbul edilmir: onu dövlət sirri üzrə məxfi kargüzarlığa verin"
    en = f"a document marked «{marking}» is a state secret and is not taken here: hand it to the office for secrets"
    return Refusal("nomenclature.state_secret", Words(az, en), "forbidden")


def is_for_official_use(title: str, marks: Iterable[str]) -> bool:
    """Whether the title or a mark says "Xidməti istifadə üçün", in any casing and lettering."""
    return any(f" {_OFFICIAL_USE} " in f" {_folded(each)} " for each in (title, *marks))


def _marking_in(text: str) -> str | None:
    words = _NOT_SECRET.sub(" ", _folded(text))
    return next((name for name, forms in _SECRET if any(f" {form} " in f" {words} " for form in forms)), None)


def _stamp(line: str) -> str | None:
    words = re.sub(r"\b(?:nusxe|no|экз|экземпляр)\b|\d+", " ", _folded(line)).split()
    return next((name for name, forms in _SECRET if " ".join(words) in forms), None)


def _folded(text: str) -> str:
    """Small plain letters and single blanks: what the eye takes for the same marking is the same."""
    small = az_lower(normalize("NFKC", text)).replace("\u0307", "")
    words = " ".join(re.findall(r"\w+", small.translate(_PLAIN_LETTERS)))
    return _SPACED_OUT.sub(lambda run: run[0].replace(" ", ""), words)


def _planned(entry: Entry) -> PlannedFile:
    title = entry.words("title")
    if refused := refuse_secret(f"{title.az} / {title.en}", ()):
        entry.problem("title", refused.words.az, refused.words.en)
    return PlannedFile(
        entry.text("index"),
        title,
        entry.text("unit"),
        _retention(entry),
        entry.text("basis"),
        cast("Access", entry.one_of("access", ("open", "restricted"), default="open")),
    )


def _retention(entry: Entry) -> Retention:
    kind = entry.one_of("retention", ("years", "permanent", "until_needed"))
    if kind == "years":
        years = entry.whole("years", least=1)
        return Years(years, expert_review=entry.flag("expert_review", default=False))
    for key in ("years", "expert_review"):
        if entry.has(key):
            entry.problem(key, f"«{kind}» ilə birlikdə yazılmır", f"does not go with {kind!r}")
            entry.whole("years", default=1)
            entry.flag("expert_review", default=True)
    return UntilNeeded() if kind == "until_needed" else Permanent()
