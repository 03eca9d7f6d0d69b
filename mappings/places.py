"""Districts by the many ways they are written, with the ISO 3166-2 code where one is known (S44).

Only names that agencies write in full text are looked up; every spelling is listed in `places.yaml`, none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mappings.definition import FormatsRefused, Node, Report, read_yaml
from mappings.text import az_lower, clean, match_key

_KIND = re.compile(r"[ .]*\b(?:(?:r|ş|s|q)\.?|r-nu|rayonu|rayon|şəhəri|seheri|şəhər|qəsəbəsi|kəndi|district|region)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A district or city. `code` is ISO 3166-2:AZ without its prefix, or None where none is known."""

    name: str
    code: str | None
    since: str | None


class Gazetteer:
    """Finds a place by spelling; lookups are pure and remembered."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> Place | None:
        """Give the place, or None where no listed spelling fits or letters of the text were lost."""
        cleaned = clean(text)
        if cleaned.lost or cleaned.mixed:
            return None
        return self._places.get(match_key(_KIND.sub("", az_lower(cleaned.text))))


def load_gazetteer(path: Path) -> Gazetteer:
    """Read a list of places; raises FormatsRefused with everything wrong in it."""
    report: Report = []
    places: dict[str, Place] = {}
    for node in Node.of(read_yaml(path), path.name, "", report).children("places"):
        place = Place(node.text("name"), node.text("code", None), node.text("since", None))
        for spelling in (place.name, *node.texts("aliases")):
            key = match_key(spelling)
            if places.setdefault(key, place) is not place:
                node.wrong("aliases", f"{spelling!r} already names {places[key].name}")
        node.done()
    if report:
        raise FormatsRefused(report)
    return Gazetteer(places)


PLACES = load_gazetteer(Path(__file__).with_name("places.yaml"))
