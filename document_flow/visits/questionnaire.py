"""The questionnaire of a visit as data, and what is wrong with how it was filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

SHEET: Final = Path(__file__).with_name("questionnaire.yaml")
MEMBER: Final = "member-"
"""Begins the name of what is said of a member; behind it stands the member's place in the family, from 0."""
Kind = Literal["line", "text", "number", "day", "choice"]
Presence = Literal["here", "away", "moved", "unknown"]
_KINDS: Final = ("line", "text", "number", "day", "choice")
_PRESENCES: Final = ("here", "away", "moved", "unknown")
_LONGEST: Final[Mapping[str, int]] = {"line": 300, "text": 2000, "number": 2, "day": 10, "choice": 60}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One field; `choices` are the names by code."""

    name: str
    kind: Kind
    title: Words
    required: bool
    choices: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All that is asked. `members` are what may be said of a member, `presence` what that means, both by code."""

    purpose: str
    basis: str
    fields: Mapping[str, QuestionField]
    members: Mapping[str, Words]
    presence: Mapping[str, Presence]
    signers: Mapping[str, Words]

    def wrong(self, said: Mapping[str, str], members: int, today: date) -> Mapping[str, Words]:
        """What is wrong with the answers, by field; `members` are how many the family has."""
        found = dict(self._wrong(said, today))
        for name in (f"{MEMBER}{number}" for number in range(members)):
            if said.get(name, "") not in self.members:
                found[name] = _CHOOSE
        return found

    def _wrong(self, said: Mapping[str, str], today: date) -> Iterator[tuple[str, Words]]:
        for each in self.fields.values():
            value = said.get(each.name, "")
            if not value and each.required:
                yield each.name, _CHOOSE if each.kind == "choice" else _EMPTY
            elif value and (words := _fault(each, value, today)) is not None:
                yield each.name, words

    def kept(self, said: Mapping[str, str], members: int) -> Mapping[str, str]:
        """What of a draft is kept: the fields that there are, each no longer than it may be."""
        names = {each.name: _LONGEST[each.kind] for each in self.fields.values()}
        names |= {f"{MEMBER}{number}": _LONGEST["choice"] for number in range(members)}
        return {name: said[name][:most] for name, most in names.items() if said.get(name)}


@cache
def questionnaire(file: Path = SHEET) -> Questionnaire:
    """The sheet; raises SheetRefused with every problem."""
    sheet = read_sheet(file.read_text(encoding="utf-8"), "visits.questionnaire_refused")
    purpose, basis = sheet.text("purpose"), sheet.text("basis")
    fields = {each.name: each for each in map(_asked, sheet.entries("fields"))}
    members: dict[str, Words] = {}
    presence: dict[str, Presence] = {}
    for entry in sheet.entries("members"):
        code = entry.text("code")
        members[code], presence[code] = entry.words("name"), cast("Presence", entry.one_of("is", _PRESENCES))
        entry.done()
    signers = _choices(sheet, "signers")
    sheet.done()
    sheet.findings.refuse_if_any()
    return Questionnaire(purpose, basis, fields, members, presence, signers)


def _asked(entry: Entry) -> QuestionField:
    kind = cast("Kind", entry.one_of("as", _KINDS))
    choices = _choices(entry, "choices") if kind == "choice" else {}
    made = QuestionField(entry.text("name"), kind, entry.words("title"), entry.flag("required", default=False), choices)
    entry.done()
    return made


def _choices(entry: Entry, key: str) -> Mapping[str, Words]:
    found = {}
    for each in entry.entries(key):
        found[each.text("code")] = each.words("name")
        each.done()
    return found


def _fault(asked: QuestionField, value: str, today: date) -> Words | None:
    if len(value) > _LONGEST[asked.kind]:
        most = _LONGEST[asked.kind]
        return Words(f"Ən çoxu {most} simvol.", f"At most {most} characters.")
    if asked.kind == "choice":
        return None if value in asked.choices else _CHOOSE
    if asked.kind == "number":
        return None if value.isascii() and value.isdigit() else _NUMBER
    if asked.kind == "day":
        return None if _is_past(value, today) else _NO_DAY
    return None


def _is_past(text: str, today: date) -> bool:
    """Whether it is a year, a month or a day that has begun."""
    match = _DAY.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day) <= today
    except ValueError:
        return False


def one_of(code: str, allowed: Collection[str]) -> Words | None:
    """What is wrong with a choice; None where it is one of them."""
    return None if code in allowed else _CHOOSE


_CHOOSE = Words("Birini seçin.", "Choose one.")
_EMPTY = Words("Bu sahəni doldurun.", "Fill this in.")
_NUMBER = Words("Rəqəm yazın, 0–99.", "Write a number from 0 to 99.")
_NO_DAY = Words(
    "İl, ay və ya gün yazın: 2019, 04.2019, 30.04.2019; gələcək ola bilməz.",
    "Write a year, a month or a day: 2019, 04.2019, 30.04.2019; none to come.",
)
