"""The buttons of the form: stages, participants, conditions, reminders and steps added, removed and moved."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hub.console.paths.form import MOST_STAGES, Sheet, empty_stage

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
