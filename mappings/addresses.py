"""Which place of the list an address names, and in what kind of building it is: as written, nothing guessed. Pure.

`Bakı ş., Biləcəri q., Sabir küç. 3`. A street may be called like a district (`Füzuli küç. 5`): a name counts with the
mark of its kind behind it, or as the whole of what stands first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from mappings.lineage import present
from mappings.places import Gazetteer, Place
from mappings.records import ObjectType
from mappings.text import clean, match_key

_Mark = Literal["district", "city", "village"]
_WRITTEN: Final[dict[_Mark, tuple[str, ...]]] = {
    "district": ("r", "r-nu", "rayon", "rayonu"),
    "city": ("ş", "şəh", "şəhər", "şəhəri"),
    "village": ("q", "qəs", "qəsəbə", "qəsəbəsi", "k", "kənd", "kəndi"),
}
_MARKS: Final[dict[str, _Mark]] = {match_key(each): mark for mark, several in _WRITTEN.items() for each in several}
_BUILDINGS: Final[dict[str, ObjectType]] = {
    match_key("yataqxana"): "yataqxana",
    match_key("sanatoriya"): "sanatoriya",
    match_key("inzibati bina"): "inzibati_bina",
    match_key("yarımçıq tikili"): "yarimciq_tikili",
}


def place_of_address(gazetteer: Gazetteer, address: str) -> Place | None:
    """The place of the list that it names, the narrowest; None where it names none, or two that differ."""
    cleaned = clean(address)
    if cleaned.lost or cleaned.mixed:
        return None
    named = tuple(_named(cleaned.text))
    districts = {found.key: found for name, mark in named if mark != "village" and (found := gazetteer.find(name))}
    if len(districts) > 1:
        return None
    district = next(iter(districts.values()), None)
    within = {
        found.key: found for name, mark in named if mark != "district" and (found := _in(gazetteer, name, district))
    }
    if len(within) > 1:
        return None
    narrowest = next(iter(within.values()), district)
    now = present(gazetteer, narrowest) if narrowest is not None else ()
    return now[0] if len(now) == 1 else None


def building_of_address(address: str) -> ObjectType | None:
    """The kind of building that it says, where it says one alone."""
    folded = match_key(address)
    said = [kind for written, kind in _BUILDINGS.items() if written in folded]
    return said[0] if len(said) == 1 else None


def _in(gazetteer: Gazetteer, name: str, district: Place | None) -> Place | None:
    return gazetteer.find_alone(name) if district is None else gazetteer.find_in(name, district.name)


def _named(address: str) -> Iterator[tuple[str, _Mark | None]]:
    for at, part in enumerate(address.split(",")):
        words: list[str] = []
        marked = False
        for word in part.replace(".", ". ").split():
            mark = _MARKS.get(match_key(word)) if words else None
            if mark is None:
                words.append(word)
            else:
                yield " ".join(words), mark
                words, marked = [], True
        if at == 0 and not marked and words:
            yield " ".join(words), None
