"""By what the register may be counted: a sheet, `counts.yaml`, one declaration for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from document_flow.sheet import Entry, read_sheet
from hub.errors import Words
from mappings.dates import DateRefused, PartialDate
from mappings.lineage import present
from mappings.places import PLACES, Place

SHEET: Final = Path(__file__).with_name("counts.yaml")
KINDS: Final = ("person", "idp_status", "household")
_HOW: Final = ("district", "code", "age", "number")

Unit = Mapping[str, Mapping[str, Any]]
"""What is counted: the attributes of a person, with those of the status and the household, by kind."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a dimension; of ages and numbers it begins at `least`."""

    code: str
    name: Words
    least: int = 0


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing by which is counted."""

    name: str
    title: Words
    reads: tuple[tuple[str, ...], ...]
    how: str
    groups: tuple[Group, ...]
    codes: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        """Of which kinds of entities it reads."""
        return frozenset(path[0] for path in self.reads)

    def names(self) -> Mapping[str, Words]:
        """Its groups in their order, by code."""
        return {each.code: each.name for each in self.groups}

    def group(self, unit: Unit, day: date) -> str | None:
        """In which group it is on the day; None where that is not known."""
        for path in self.reads:
            value = _inside(unit, path)
            found = None if value is None else self._of(value, day)
            if found is not None:
                return found
        return None

    def _of(self, value: Any, day: date) -> str | None:
        if self.how == "district":
            return _district(str(value))
        if self.how == "code":
            return str(value) if str(value) in self.codes else None
        number = _age(str(value), day) if self.how == "age" else int(value)
        fits = [each.code for each in self.groups if number is not None and number >= each.least]
        return fits[-1] if fits else None


@dataclass(frozen=True, slots=True)
class CountSheet:
    """Everything that may be asked. Fewer than `least` are not shown; what would tell them is refused for `apart_days`.

    The flags say of each that it is assumed.
    """

    least: int
    is_assumed: bool
    apart_days: int
    apart_is_assumed: bool
    dimensions: Mapping[str, Dimension]


@cache
def count_sheet(file: Path = SHEET) -> CountSheet:
    """The sheet; raises SheetRefused with every problem."""
    sheet = read_sheet(file.read_text(encoding="utf-8"), "counts.refused")
    made = CountSheet(
        sheet.whole("least", least=2),
        sheet.flag("least_assumed"),
        sheet.whole("apart_days"),
        sheet.flag("apart_assumed"),
        {each.name: each for each in map(_dimension, sheet.entries("dimensions"))},
    )
    sheet.done()
    sheet.findings.refuse_if_any()
    return made


def _dimension(entry: Entry) -> Dimension:
    how = entry.one_of("as", _HOW)
    paths = tuple(tuple(each.split(".")) for each in entry.texts("reads"))
    for path in paths:
        if len(path) < 2 or path[0] not in KINDS:  # a kind and an attribute
            entry.problem("reads", f"ola bilər: {', '.join(KINDS)}", f"it may begin with {', '.join(KINDS)}")
    groups = _districts() if how == "district" else tuple(map(_group, entry.entries("groups")))
    codes = frozenset(each.code for each in groups)
    made = Dimension(entry.text("name"), entry.words("title"), paths, how, groups, codes)
    entry.done()
    return made


def _group(entry: Entry) -> Group:
    made = Group(entry.text("code"), entry.words("name"), entry.whole("from", default=0))
    entry.done()
    return made


def _districts() -> tuple[Group, ...]:
    return tuple(Group(p.key, Words(p.name, p.name)) for p in PLACES if p.parent is None and p.until is None)


@lru_cache(maxsize=8192)
def _district(text: str) -> str | None:
    """In which district a place of any day lies now; None where that cannot be told."""
    place = PLACES.at(text) or PLACES.find(text.partition(",")[0])
    found = {_upmost(now).key for now in present(PLACES, place)} if place is not None else set()
    return found.pop() if len(found) == 1 else None


def _upmost(place: Place) -> Place:
    parent = PLACES.at(place.parent) if place.parent else None
    return place if parent is None else _upmost(parent)


def _age(born: str, day: date) -> int | None:
    try:
        return PartialDate.from_text(born).age_on(day)
    except DateRefused:
        return None


def _inside(unit: Unit, path: tuple[str, ...]) -> Any:
    found: Any = unit
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
