"""Places as a person looks them up: one reading for the page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hub.errors import Words
from mappings.lineage import present
from mappings.places import PLACES, Place

HEADS: Final = (
    Words("Yer", "Place"),
    Words("Növü", "Kind"),
    Words("Nə vaxtdan", "Since"),
    Words("Nə vaxtadək", "Until"),
    Words("Əvvəl", "Before"),
    Words("İndi", "Now"),
    Words("İşğal olunub", "Was occupied"),
    Words("ISO 3166-2", "ISO 3166-2"),
    Words("AZS 882", "AZS 882"),
)
_KINDS: Final = {
    "rayon": Words("rayon", "district"),
    "seher": Words("şəhər", "city"),
    "qesebe": Words("qəsəbə", "township"),
    "kend": Words("kənd", "village"),
}
_OCCUPIED: Final = {
    True: Words("bəli", "yes"),
    False: Words("xeyr", "no"),
    None: Words("qismən və ya məlum deyil", "in part or not known"),
}


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A line of what was found: what stands under each of `HEADS`."""

    key: str
    cells: tuple[Words, ...]


def look_up(typed: str) -> list[PlaceSeen]:
    """What a text finds: a name however written, its beginning, or a code; the districts where nothing is typed."""
    found = PLACES.search(typed) if typed.strip() else [each for each in PLACES if each.parent is None]
    return [_seen(each) for each in found]


def _seen(place: Place) -> PlaceSeen:
    before = [each.key for each in PLACES if place.key in each.successors]
    now = [each.key for each in present(PLACES, place)]
    texts = (", ".join(before), "" if now == [place.key] else ", ".join(now))
    cells = (
        Words(place.key, place.key),
        _KINDS[place.kind],
        *(Words(each or "", each or "") for each in (place.since, place.until, *texts)),
        _OCCUPIED[PLACES.was_occupied(place)],
        *(Words(each or "", each or "") for each in (place.code, place.classification)),
    )
    return PlaceSeen(place.key, cells)
