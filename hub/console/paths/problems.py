"""What is wrong with a sheet, beside the fields of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from document_flow.people import Directory
from document_flow.sheet import Problem
from hub.console.paths.form import Sheet
from hub.errors import Words

NEEDED = Words("bu sahə boş ola bilməz", "this cannot be empty")
PICK = Words("kimin iştirak etdiyini seçin", "choose who acts")
STRANGER = Words("belə əməkdaş yoxdur; giriş adını siyahıdan seçin", "nobody has this login; choose from the list")
NO_STAGE = Words("ən azı bir mərhələ əlavə edin", "add at least one stage")
_PARTICIPANT = re.compile(
    r"(?P<at>.+(?:\.who\[[0-9]+\]|\.escalation\[[0-9]+\]|\.chair|\.secretary|\.deputy))(?:\.(?P<key>role|group|head_of))?"
)
_CONDITION = re.compile(r"stages\[(?P<stage>[0-9]+)\]\.when(?:\.(?P<fact>.+))?")
_ELSEWHERE = {"reminders": "due", "escalation": "due", "meeting": "meets", "who": "who[1].pick"}
_LIST = re.compile(r"(?P<at>stages\[[0-9]+\])\.(?P<key>reminders|escalation|meeting|who)")


def by_field(sheet: Sheet, problems: Sequence[Problem]) -> dict[str, Words]:
    """The words by the names of fields. Of several about one field the first."""
    found: dict[str, Words] = {}
    for each in problems:
        field = field_of(each.place, sheet)
        found.setdefault(field, _words(field, each, sheet))
    return found


def field_of(place: str, sheet: Sheet) -> str:
    """The field that a place of the sheet is typed in."""
    if condition := _CONDITION.fullmatch(place):
        stage = int(condition["stage"])
        asked = sheet["stages"][stage - 1]["if"]
        number = next((at for at, each in enumerate(asked, 1) if each["fact"] == (condition["fact"] or "")), 1)
        return f"stages[{stage}].if[{number}].{'test' if condition['fact'] else 'fact'}"
    if participant := _PARTICIPANT.fullmatch(place):
        return f"{participant['at']}.pick"
    if listed := _LIST.fullmatch(place):
        return f"{listed['at']}.{_ELSEWHERE[listed['key']]}"
    return place


def strangers(sheet: Sheet, directory: Directory) -> dict[str, Words]:
    """People that nobody knows, by their fields: a login that was mistyped would wait for ever."""
    found = {}
    for number, stage in enumerate(sheet["stages"], 1):
        at = f"stages[{number}]"
        named = {f"{at}.who[{place}]": who for place, who in enumerate(stage["who"], 1)}
        named |= {f"{at}.escalation[{place}]": who for place, who in enumerate(stage.get("escalation", ()), 1)}
        named |= {
            f"{at}.meeting.{key}": stage["meeting"][key]
            for key in ("chair", "secretary", "deputy")
            if key in stage.get("meeting", ())
        }
        for place, who in named.items():
            if who.get("person", "") not in ("", *directory.officials):
                found[f"{place}.person"] = STRANGER
    return found


def _words(field: str, problem: Problem, sheet: Sheet) -> Words:
    if field == "stages":
        return NO_STAGE
    if field.endswith(".pick") and not _at(sheet, field.removesuffix(".pick")):
        return PICK
    empty = not field.endswith((".pick", ".id", "meets")) and _at(sheet, field) in ("", None)
    return NEEDED if empty else problem.words


def _at(sheet: Mapping[str, Any], place: str) -> Any:
    """What is typed at a place; None where nothing is. Of a participant in an escalation whoever is told."""
    here: Any = sheet
    for key, number in re.findall(r"([^.\[\]]+)(?:\[([0-9]+)\])?", place):
        here = here.get(key) if isinstance(here, Mapping) else None
        if number:
            here = here[int(number) - 1] if isinstance(here, list) and int(number) <= len(here) else None
    if isinstance(here, Mapping) and "after" in here:
        return {key: value for key, value in here.items() if key != "after"}
    return here
