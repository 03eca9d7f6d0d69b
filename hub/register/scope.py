"""Whether somebody is of a district: by where they are settled for the time being, or by where they came from. Pure.

An origin is judged as the place that it is now. Of whom nothing is known, or what cannot be told, is of no district.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mappings.lineage import relation
from mappings.places import PLACES


def is_of_district(attributes: Mapping[str, Any], district: str, by: Collection[str]) -> bool:
    """Whether a residence of one of these kinds lies in the district."""
    here = PLACES.at(district)
    places = [PLACES.at(str((attributes.get(kind) or {}).get("place", ""))) for kind in by]
    return here is not None and any(
        relation(PLACES, each, here) in ("same", "within") for each in places if each is not None
    )
