"""Districts by the many ways they are written, and villages within them, with the times that they were so.

Only names that are written in full text are looked up; every spelling is listed in `places.yaml`, none is guessed. A
place that moved to another district, or was parted, ends and names its successors (`mappings.lineage` follows them).
Codes of districts are ISO 3166-2:AZ (S44); those of the classification AZS 882 are opaque and not known here (†).
Of the administration's cities of republican subordination and districts the list has all, of settlements those that
the field's papers name (S72).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, cast, get_args

from mappings.dates import DateRefused, PartialDate
from mappings.definition import FormatsRefused, Node, Report, read_yaml
from mappings.text import az_lower, clean, match_key

_KIND = re.compile(
    r"[ .]*\b(?:(?:r|ş|s|q|k)\.?|r-nu|rayonu|rayon|şəhəri|seheri|şəhər|qəsəbəsi|kəndi|kənd|district|region)$"
)
KINDS: Final = ("rayon", "seher", "qesebe", "kend")
Occupied = Literal["whole", "part", "none"]


@dataclass(frozen=True, slots=True)
class Place:
    """A district, city or village as it was from `since` on and before `until` (`2024`, `2024-03` or a day).

    `code` is ISO 3166-2:AZ without its prefix, `classification` the code of AZS 882; None where none is known. `parent`
    is the district of a village; `successors` are keys of the places that took its place. `occupied` is how much of it
    was, None where the list does not say. One that is `alone` is known by its name without its district.
    """

    name: str
    code: str | None = None
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    kind: str = "rayon"
    successors: tuple[str, ...] = ()
    classification: str | None = None
    occupied: Occupied | None = None
    alone: bool = False

    @property
    def key(self) -> str:
        """What names it alone: `Tərtər`, `Tərtər/Talış`."""
        return f"{self.parent}/{self.name}" if self.parent else self.name

    @property
    def mark(self) -> str:
        """What a record names it by: its code, else its key. No key is a code: those are of capital letters alone."""
        return self.code or self.key


class Gazetteer:
    """Finds a place by spelling; lookups are pure and remembered."""

    def __init__(self, places: Mapping[tuple[str, str], Place]) -> None:
        """Places by their district ("" of a district itself) and by each folded spelling."""
        self._places = places
        self._by_key = {each.key: each for each in places.values()}
        self._alone = {name: each for (_, name), each in places.items() if each.alone}
        self.find = lru_cache(maxsize=4096)(self._find)

    def __iter__(self) -> Iterator[Place]:
        """Every place once, districts first."""
        return iter(self._by_key.values())

    def at(self, key: str) -> Place | None:
        """The place of a key."""
        return self._by_key.get(key)

    def find_in(self, village: str, district: str) -> Place | None:
        """A village by its name and its district, as both were once called together; None where none is listed so."""
        parent, name = self.find(district), _folded(village)
        return None if parent is None or name is None else self._places.get((parent.name, name))

    def named(self, text: str) -> Place | None:
        """The place of `district/village`, or of a district alone, however both are written; also of a key."""
        district, _, village = text.partition("/")
        return self.find_in(village, district) if village else self.find(district)

    def find_alone(self, village: str) -> Place | None:
        """A village that its name alone names; None where there may be others of that name."""
        name = _folded(village)
        return None if name is None else self._alone.get(name)

    def search(self, text: str) -> list[Place]:
        """Places whose spelling begins so or whose code it is, as listed; with a district in full what lies in it."""
        folded, whole, code = _folded(text), self.find(text), text.strip().upper()
        spelt = {each.key for (_, name), each in self._places.items() if folded and name.startswith(folded)}
        coded = {each.key for each in self if code and code in (each.code, each.classification)}
        inside = {each.key for each in self if whole is not None and each.parent == whole.name}
        return [each for each in self if each.key in spelt | coded | inside]

    def was_occupied(self, place: Place) -> bool | None:
        """Whether all of a place was occupied, or none of it; None where it was in part, or that is not known."""
        above = self.at(place.parent) if place.parent else None
        how = place.occupied or (above and above.occupied) or "none"
        return None if how == "part" else how == "whole"

    def _find(self, text: str) -> Place | None:
        """Give the district, or None where no listed spelling fits or letters of the text were lost."""
        folded = _folded(text)
        return None if folded is None else self._places.get(("", folded))


def _folded(text: str) -> str | None:
    cleaned = clean(text)
    if cleaned.lost or cleaned.mixed:
        return None
    return match_key(_KIND.sub("", az_lower(cleaned.text)))


def load_gazetteer(path: Path) -> Gazetteer:
    """Read a list of places; raises FormatsRefused with everything wrong in it."""
    report: Report = []
    root = Node.of(read_yaml(path), path.name, "", report)
    places: dict[tuple[str, str], Place] = {}
    nodes: list[tuple[Node, Place]] = []
    for which in ("places", "villages"):
        for node in root.children(which) if which in root else ():
            place = _place(node, node.text("parent") if which == "villages" else None)
            nodes.append((node, place))
            for spelling in (place.name, *node.texts("aliases")):
                known = places.setdefault((place.parent or "", match_key(spelling)), place)
                if known is not place:
                    node.wrong("aliases", f"{spelling!r} already names {known.key}")
    gazetteer = Gazetteer(places)
    for node, place in nodes:
        _check(node, place, gazetteer)
        node.done()
    if report:
        raise FormatsRefused(report)
    return gazetteer


def _place(node: Node, parent: str | None) -> Place:
    kind = cast("str", node.choice("kind", KINDS, "kend" if parent else "rayon"))
    since, until = node.text("since", None), node.text("until", None)
    for key, text in (("since", since), ("until", until)):
        if text is not None and not _is_date(text):
            node.wrong(key, f"{text!r} is no year, month or day")
    code, classification = node.text("code", None), node.text("classification", None)
    occupied = cast("Occupied | None", node.choice("occupied", get_args(Occupied), None))
    name, successors = node.text("name"), node.texts("successors")
    alone = node.flag("alone", default=False)
    return Place(name, code, since, until, parent, kind, successors, classification, occupied, alone)


def _check(node: Node, place: Place, gazetteer: Gazetteer) -> None:
    if place.alone and gazetteer.find_alone(place.name) is not place:
        node.wrong("alone", f"{place.name!r} names another one too")
    if place.parent is not None and gazetteer.at(place.parent) is None:
        node.wrong("parent", f"{place.parent!r} is no place of this list")
    unknown = [each for each in place.successors if gazetteer.at(each) is None]
    if unknown:
        node.wrong("successors", f"{unknown[0]!r} is no place of this list")
    if place.successors and place.until is None:
        node.wrong("until", "a place with successors has an end")
    if _comes_back(place, gazetteer):
        node.wrong("successors", "a place is its own successor")


def _comes_back(place: Place, gazetteer: Gazetteer) -> bool:
    met: set[str] = set()
    ahead: Sequence[str] = place.successors
    while ahead:
        met.update(ahead)
        ahead = [key for each in ahead if (found := gazetteer.at(each)) for key in found.successors if key not in met]
    return place.key in met


def _is_date(text: str) -> bool:
    try:
        PartialDate.from_text(text)
    except DateRefused:
        return False
    return True


PLACES = load_gazetteer(Path(__file__).with_name("places.yaml"))
