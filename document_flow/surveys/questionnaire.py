"""Questionnaires: a folder of sheets, one for each name and version, proved as a whole before anybody is asked.

A question is asked only of those for whom its condition holds, and one with a consent of its own only of those who gave
it. A text is kept sealed and is in no figures; a number is counted by the groups that the sheet names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

FOLDER: Final = Path(__file__).with_name("questionnaires")
Kind = Literal["choice", "many", "number", "text", "yes_no"]
LEAST_AGE: Final = 16
"""Under it nobody answers, whatever a sheet says."""
RESERVED: Final = ("fin", "consents", "instead_of", "word")
"""Columns of a file beside the questions."""
_KINDS: Final = ("choice", "many", "number", "text", "yes_no")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_YES_NO: Final[Mapping[str, Words]] = {"yes": Words("bəli", "yes"), "no": Words("xeyr", "no")}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `choices` are its answers by code, of a number the groups that it is counted by: `groups` begin at
    a number each. `only` is the question before and the answer to it with which this one is asked.
    """

    name: str
    kind: Kind
    title: Words
    required: bool
    choices: Mapping[str, Words]
    groups: Mapping[str, int]
    only: tuple[str, str] | None
    consent: str

    @property
    def is_counted(self) -> bool:
        """Whether figures say something of it."""
        return self.kind != "text"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All that is asked. `youngest` and `oldest` in whole years; answers are kept for `keep_days` behind the last day.

    The first of `consents` is to answering at all; `digest` is the SHA-256 of the sheet.
    """

    name: str
    version: int
    title: Words
    basis: str
    youngest: int
    oldest: int
    keep_days: int
    keep_is_assumed: bool
    consents: Mapping[str, Words]
    questions: Mapping[str, Question]
    digest: str

    @property
    def key(self) -> str:
        """What names it with its version: `agali/1`."""
        return f"{self.name}/{self.version}"

    @property
    def consent(self) -> str:
        """The one without which nothing is written down."""
        return next(iter(self.consents))


@cache
def questionnaires(folder: Path = FOLDER) -> Mapping[str, Questionnaire]:
    """All of a folder by name and version; raises SheetRefused with every problem of the first sheet that has any."""
    found: dict[str, Questionnaire] = {}
    for file in sorted(folder.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        sheet = read_sheet(text, "surveys.questionnaire_refused")
        made = _questionnaire(sheet, hashlib.sha256(text.encode()).hexdigest())
        if file.stem not in (made.name, f"{made.name}-{made.version}"):
            sheet.problem("name", f"fayl belə adlanmalıdır: {made.name}.yaml", f"the file must be {made.name}.yaml")
        if made.key in found:
            sheet.problem("version", f"bu versiya artıq var: {made.key}", f"there is such a version: {made.key}")
        sheet.findings.refuse_if_any()
        found[made.key] = made
    return found


def _questionnaire(sheet: Entry, digest: str) -> Questionnaire:
    consents: dict[str, Words] = {}
    for entry in sheet.entries("consents"):
        consents[_code(entry, "code", consents)] = entry.words("text")
        entry.done()
    questions: dict[str, Question] = {}
    for entry in sheet.entries("questions"):
        made = _question(entry, questions, consents)
        questions[made.name] = made
    made_of = Questionnaire(
        _code(sheet, "name", {}),
        sheet.whole("version", least=1),
        sheet.words("title"),
        sheet.text("basis"),
        sheet.whole("youngest", least=LEAST_AGE),
        sheet.whole("oldest", least=LEAST_AGE),
        sheet.whole("keep_days", least=1),
        sheet.flag("keep_assumed"),
        consents,
        questions,
        digest,
    )
    if not consents:
        sheet.problem("consents", "heç olmasa bir razılıq olmalıdır", "there must be one consent at least")
    if made_of.oldest < made_of.youngest:
        sheet.problem("oldest", "aşağı hədddən kiçikdir", "it is below the youngest")
    sheet.done()
    return made_of


def _question(entry: Entry, before: Mapping[str, Question], consents: Mapping[str, Words]) -> Question:
    kind = cast("Kind", entry.one_of("as", _KINDS))
    choices, groups = _choices(entry, kind)
    consent = entry.one_of("consent", tuple(consents), default="") if entry.has("consent") else ""
    made = Question(
        _code(entry, "name", (*before, *RESERVED)),
        kind,
        entry.words("title"),
        entry.flag("required", default=False),
        choices,
        groups,
        _only(entry, before),
        consent,
    )
    if made.required and made.consent:
        entry.problem(
            "required", "razılıq tələb edən sual məcburi ola bilməz", "what needs a consent is never required"
        )
    entry.done()
    return made


def _choices(entry: Entry, kind: str) -> tuple[Mapping[str, Words], Mapping[str, int]]:
    key = {"choice": "choices", "many": "choices", "number": "groups"}.get(kind)
    if key is None:
        return (_YES_NO if kind == "yes_no" else {}), {}
    choices: dict[str, Words] = {}
    groups: dict[str, int] = {}
    for each in entry.entries(key):
        code = each.text("code")
        if code in choices or "|" in code:
            each.problem("code", "bu kod təkrardır və ya | işarəsi var", "this code stands twice, or has a | in it")
        choices[code] = each.words("name")
        if kind == "number":
            groups[code] = each.whole("from")
            if list(groups.values()) != sorted(set(groups.values())):
                each.problem("from", "qruplar artan sıra ilə getməlidir", "the groups go upwards")
        each.done()
    if not choices:
        entry.problem(key, "siyahı boşdur", "the list is empty")
    return choices, groups


def _only(entry: Entry, before: Mapping[str, Question]) -> tuple[str, str] | None:
    said = entry.entry("only", optional=True)
    if said is None:
        return None
    name = next(iter(said.keys()), "")
    value = said.text(name)
    asked = before.get(name)
    if asked is None or asked.kind in ("number", "text") or value not in asked.choices:
        said.problem(
            "", "əvvəlki sual və onun cavabı olmalıdır", "an earlier question and an answer of it are expected"
        )
    said.done()
    return name, value


def _code(entry: Entry, key: str, taken: Mapping[str, object] | tuple[str, ...]) -> str:
    code = entry.text(key)
    if not _CODE.fullmatch(code) or code in taken:
        entry.problem(
            key,
            "kiçik latın hərfləri, rəqəm və _ ilə, təkrarsız ad olmalıdır",
            "a name of small Latin letters, digits and _ that is not taken",
        )
    return code
