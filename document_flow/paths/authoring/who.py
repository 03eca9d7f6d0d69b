"""Reads who acts: `person`, `role` (with `unit`), `group`, `head_of` or `body` (with `title`), one of them an entry."""

from __future__ import annotations

from document_flow.paths.path import AUTHOR, Stage, Who
from document_flow.sheet import Entry

_KEYS = ("person", "role", "group", "head_of", "body")
LATE = "late"
"""In an escalation: `head_of: late` is the head of each person who is late."""


def read_who(entry: Entry, *, of_late: bool = False) -> Who:
    """Who an entry names. `of_late` lets `head_of: late` stand for the heads of those who are late."""
    named = [key for key in _KEYS if entry.has(key)]
    if len(named) != 1:
        names = ", ".join(_KEYS)
        entry.problem("", f"bunlardan biri yazılmalıdır: {names}", f"exactly one of these is wanted: {names}")
    key = named[0] if named else _KEYS[0]
    name = entry.text(key) if named else ""
    for other in named[1:]:
        entry.text(other)
    who = _who(entry, key, name, of_late=of_late)
    entry.done()
    return who


def _who(entry: Entry, key: str, name: str, *, of_late: bool) -> Who:
    match key:
        case "role":
            return Who("role", name, unit=entry.text("unit", default="") or None)
        case "group":
            return Who("group", name)
        case "body":
            return Who("body", name, title=entry.words("title"))
        case "head_of":
            if name == AUTHOR:
                return Who("author_head")
            return Who("head_of", "" if of_late and name == LATE else name)
        case _:
            return Who("person", name)


def check_bodies(entry: Entry, stage: Stage) -> None:
    """Bodies agree, people do everything else; nobody is named twice."""
    has_bodies = any(who.kind == "body" for who in stage.who)
    has_people = any(who.kind != "body" for who in stage.who)
    if stage.act == "agreement" and has_people:
        entry.problem("who", "razılaşdırmada yalnız qurum (body) olur", "only a body gives its agreement")
    if stage.act != "agreement" and has_bodies:
        entry.problem("who", "qurum yalnız razılaşdırmada (agreement) olur", "a body acts only in a stage of agreement")
    if len(set(stage.who)) < len(stage.who):
        entry.problem("who", "eyni iştirakçı iki dəfə yazılıb", "the same entry stands twice")
