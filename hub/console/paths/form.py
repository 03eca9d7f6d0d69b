"""The form of a path: its fields carry the names of the places in the sheet, so that a problem finds its field.

What is typed becomes the same sheet that a YAML file holds and is read by the same code: nothing is judged twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from document_flow.paths.authoring.writing import as_sheet
from document_flow.paths.path import Path
from hub.console.viewer import Form
from hub.errors import Words

_ORDER = re.compile(r"(?P<what>add|remove|up|down)-(?P<list>[a-z]+):(?P<stage>[0-9]{1,3})(?::(?P<place>[0-9]{1,3}))?")
_INSIDE: dict[str, tuple[str, Callable[[], Sheet]]] = {
    "who": ("who", dict),
    "if": ("if", lambda: {"fact": "", "test": ""}),
    "reminder": ("reminders", dict),
    "step": ("escalation", dict),
}


def ordered(sheet: Sheet, order: str) -> Sheet:
    """The sheet after a button; as it is where the button is none of these. Numbers count from 1."""
    found = _ORDER.fullmatch(order)
    if found is None:
        return sheet
    made = deepcopy(sheet)
    what, stage, place = found["what"], int(found["stage"]), int(found["place"] or 0)
    if found["list"] == "stage":
        if what != "add" or len(made["stages"]) < MOST_STAGES:
            _change(made["stages"], what, stage, lambda: empty_stage(made["stages"]))
    elif found["list"] == "fact":
        _change(made["facts"], what, stage, lambda: {"name": "", "type": "string", "title": {"az": "", "en": ""}})
    elif found["list"] in _INSIDE and 0 < stage <= len(made["stages"]):
        key, new = _INSIDE[found["list"]]
        _change(made["stages"][stage - 1].setdefault(key, []), what, place, new)
        if key in ("reminders", "escalation") and not made["stages"][stage - 1][key]:
            del made["stages"][stage - 1][key]
    return made


def _change(entries: list[Any], what: str, place: int, new: Callable[[], Any]) -> None:
    """Behind the place a new entry; or the entry there removed, or moved by one."""
    if what == "add":
        entries.insert(place or len(entries), new())
    elif 0 < place <= len(entries):
        taken = entries.pop(place - 1)
        if what != "remove":
            entries.insert(max(0, place - 2) if what == "up" else place, taken)


Sheet = dict[str, Any]
MOST_STAGES = 60
_COUNTED = frozenset(("at_least", "per_group"))
_LISTED = re.compile(r"(?P<list>.+)\[(?P<number>[0-9]{1,3})\]\..+")
TWICE = Words(
    "bu fakt bir mərhələdə iki dəfə şərt ola bilməz; şərtləri birləşdirin",
    "a fact is asked once in a stage; put the two conditions into one",
)


def sheet_for(path: Path) -> Sheet:
    """The sheet of a path that is there; conditions as pairs, as the form has them."""
    sheet = as_sheet(path)
    for stage in sheet["stages"]:
        stage["if"] = [{"fact": fact, "test": test} for fact, test in stage.pop("when", {}).items()]
    return {"facts": [], **sheet}


def empty_sheet() -> Sheet:
    """Of a path that is begun: one stage, to be filled in."""
    return {
        "path": "",
        "version": 1,
        "title": {"az": "", "en": ""},
        "kinds": [],
        "facts": [],
        "stages": [empty_stage([])],
    }


def empty_stage(others: list[Sheet]) -> Sheet:
    """A stage to be filled in, under an id that no other one has."""
    taken = {each["id"] for each in others}
    name = next(name for number in range(1, len(others) + 2) if (name := f"stage-{number}") not in taken)
    return {
        "id": name,
        "title": {"az": "", "en": ""},
        "act": "visa",
        "who": [{}],
        "rule": "all",
        "order": "parallel",
        "if": [],
        "on_return": "restart",
        "on_change": "void_all",
        "abstain": False,
        "bulk": True,
    }


def read_form(form: Form) -> Sheet:
    """The sheet as it was typed."""
    counts = _counts(form)
    return {
        "path": form.text("path"),
        "version": 1,
        "title": _words(form, "title"),
        "kinds": form.all("kinds"),
        "facts": [_fact(form, f"facts[{number}]") for number in counts.get("facts", ())],
        "stages": [_stage(form, f"stages[{number}]", counts) for number in counts.get("stages", ())[:MOST_STAGES]],
    }


def written(sheet: Sheet) -> Sheet:
    """The sheet as its file has it: conditions by fact, nothing that is empty where nothing need be."""
    made = {key: value for key, value in sheet.items() if key != "facts" or value}
    made["stages"] = []
    for stage in sheet["stages"]:
        kept = {key: value for key, value in stage.items() if key != "if"}
        if stage["if"]:
            kept["when"] = {each["fact"]: each["test"] for each in stage["if"]}
        made["stages"].append(kept)
    return made


def twice_asked(sheet: Sheet) -> dict[str, Words]:
    """Conditions that a file could not hold beside each other, by their fields."""
    wrong = {}
    for number, stage in enumerate(sheet["stages"], 1):
        seen: set[str] = set()
        for place, each in enumerate(stage["if"], 1):
            if each["fact"] in seen:
                wrong[f"stages[{number}].if[{place}].fact"] = TWICE
            seen.add(each["fact"])
    return wrong


def _counts(form: Form) -> Mapping[str, list[int]]:
    """The numbers of the entries of each list, by the list's place."""
    found: dict[str, set[int]] = {}
    for name in form.names():
        while match := _LISTED.fullmatch(name):
            found.setdefault(match["list"], set()).add(int(match["number"]))
            name = match["list"]  # noqa: PLW2901 - on to the list that this one is in
    return {place: sorted(numbers) for place, numbers in found.items()}


def _stage(form: Form, at: str, counts: Mapping[str, list[int]]) -> Sheet:
    def entries(name: str) -> list[str]:
        return [f"{at}.{name}[{number}]" for number in counts.get(f"{at}.{name}", ())]

    rule = form.text(f"{at}.rule", "all")
    stage: Sheet = {
        "id": form.text(f"{at}.id"),
        "title": _words(form, f"{at}.title"),
        "act": form.text(f"{at}.act"),
        "who": [_who(form, each) for each in entries("who")],
        "rule": rule,
    }
    if rule in _COUNTED:
        stage |= _number(form, at, "count")
    stage |= {"order": form.text(f"{at}.order", "parallel")}
    stage["if"] = [{"fact": form.text(f"{each}.fact"), "test": form.text(f"{each}.test")} for each in entries("if")]
    stage |= _number(form, at, "due")
    if reminders := [_number(form, each, "before") for each in entries("reminders")]:
        stage["reminders"] = reminders
    if steps := [_number(form, each, "after") | _who(form, each) for each in entries("escalation")]:
        stage["escalation"] = steps
    stage |= {
        "on_return": form.text(f"{at}.on_return", "restart"),
        "on_change": form.text(f"{at}.on_change", "void_all"),
        "abstain": form.ticked(f"{at}.abstain"),
        "bulk": not form.ticked(f"{at}.each"),
    }
    return stage | ({"meeting": _meeting(form, f"{at}.meeting")} if form.ticked(f"{at}.meets") else {})


def _meeting(form: Form, at: str) -> Sheet:
    quorum: Sheet = {"share": form.text(f"{at}.quorum.share", "half")} | _number(form, f"{at}.quorum", "least")
    if act := form.text(f"{at}.quorum.act"):
        quorum["act"] = act
    sheet = {"chair": _who(form, f"{at}.chair"), "secretary": _who(form, f"{at}.secretary"), "quorum": quorum}
    if deputy := _who(form, f"{at}.deputy"):
        sheet["deputy"] = deputy
    if form.ticked(f"{at}.casts"):
        sheet["casting_vote"] = {"act": form.text(f"{at}.casting_vote.act")}
    return sheet


def _who(form: Form, at: str) -> Sheet:
    kind, _, name = form.text(f"{at}.pick").partition(":")
    match kind:
        case "":
            return {}
        case "person":
            return {"person": form.text(f"{at}.person")}
        case "body":
            return {"body": form.text(f"{at}.body"), "title": _words(form, f"{at}.title")}
        case "role":
            unit = form.text(f"{at}.unit")
            return {"role": name} | ({"unit": unit} if unit else {})
        case _:
            return {kind: name}


def _fact(form: Form, at: str) -> Sheet:
    return {"name": form.text(f"{at}.name"), "type": form.text(f"{at}.type"), "title": _words(form, f"{at}.title")}


def _words(form: Form, at: str) -> Sheet:
    return {"az": form.text(f"{at}.az"), "en": form.text(f"{at}.en")}


def _number(form: Form, at: str, name: str) -> Sheet:
    """The number under its key; the text itself where it is none, and nothing where nothing is typed."""
    text = form.text(f"{at}.{name}")
    return {name: int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else text} if text else {}
