"""Reads a path from YAML, as a clerk writes it, and finds everything wrong with it at once.

SheetRefused
└── PathRefused "path.refused"    the file gives no path; every problem with its line, place and words
"""

from __future__ import annotations

import re
from functools import lru_cache

from document_flow.decisions.sfeel import FACT_TYPES, FactType
from document_flow.paths.authoring.stage import read_stage
from document_flow.paths.path import FactDeclaration, Path, Stage
from document_flow.sheet import Entry, Problem, SheetRefused, read_sheet

CODE = "path.refused"
ID = re.compile(r"[a-z][a-z0-9-]{0,62}")
_FACT_TYPES: dict[str, FactType] = {each: each for each in FACT_TYPES}


class PathRefused(SheetRefused):
    """Nothing of the path is used. `problems` has every mistake, in the order of the lines."""


@lru_cache(maxsize=64)
def load_path(text: str) -> Path:
    """The path that a YAML text describes. Raises PathRefused with all its problems."""
    path, problems = draft_path(text)
    if path is None or problems:
        raise PathRefused(CODE, problems)
    return path


def draft_path(text: str) -> tuple[Path | None, tuple[Problem, ...]]:
    """The path as far as the text describes one, to be looked at while it is written, and all that is wrong with it.

    No path where the text is no YAML; with problems it is not to be used.
    """
    try:
        sheet = read_sheet(text, CODE)
    except SheetRefused as refused:
        return None, refused.problems
    path = _read(sheet)
    return path, tuple(sorted(sheet.findings.problems, key=lambda each: (each.line, each.place)))


def _read(sheet: Entry) -> Path:
    name, version, title = sheet.text("path"), sheet.whole("version", least=1), sheet.words("title")
    if name and not ID.fullmatch(name):
        _bad_id(sheet, "path")
    kinds = sheet.texts("kinds")
    if not kinds:
        sheet.problem("kinds", "ən azı bir sənəd növü yazın", "name at least one kind of document")
    facts = _facts(sheet)
    types = {fact.name: fact.type for fact in facts}
    entries = tuple(sheet.entries("stages"))
    stages = tuple(read_stage(entry, types) for entry in entries)
    _check_ids(sheet, entries, stages)
    sheet.done()
    return Path(id=name, version=version, title=title, kinds=kinds, stages=stages, facts=facts)


def _facts(sheet: Entry) -> tuple[FactDeclaration, ...]:
    found: dict[str, FactDeclaration] = {}
    for entry in sheet.entries("facts") if sheet.has("facts") else ():
        name = entry.text("name")
        kind = _FACT_TYPES.get(entry.one_of("type", FACT_TYPES), "string")
        if name in found:
            entry.problem("name", f"“{name}” faktı iki dəfə yazılıb", f"fact {name!r} stands twice")
        found[name] = FactDeclaration(name, kind, entry.words("title"))
        entry.done()
    return tuple(found.values())


def _check_ids(sheet: Entry, entries: tuple[Entry, ...], stages: tuple[Stage, ...]) -> None:
    if sheet.has("stages") and not stages:
        sheet.problem("stages", "ən azı bir mərhələ yazın", "write at least one stage")
    seen: set[str] = set()
    for entry, stage in zip(entries, stages, strict=True):
        if stage.id and not ID.fullmatch(stage.id):
            _bad_id(entry, "id")
        if stage.id in seen:
            entry.problem("id", f"“{stage.id}” mərhələsi iki dəfə yazılıb", f"stage {stage.id!r} stands twice")
        seen.add(stage.id)


def _bad_id(entry: Entry, key: str) -> None:
    entry.problem(
        key,
        "ad kiçik latın hərfi, rəqəm və defisdən ibarət olmalıdır",
        "an id is made of small Latin letters, digits and hyphens, and begins with a letter",
    )
