"""What a historical place is now, and whether it lies within another (Place with lineage). Pure.

Talış village was in Tərtər district, and since March 2024 is in Ağdərə (S3, S41): one village under two districts. So
an origin is kept as the place that it was, and asked about as the place that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mappings.places import Gazetteer, Place

Relation = Literal["same", "within", "apart", "unknown"]
"""`unknown` where a place was parted and only some of it lies there, or where it has come to an end without a
successor: what cannot be told is not guessed.
"""


def present(gazetteer: Gazetteer, place: Place) -> tuple[Place, ...]:
    """What a place is now: itself, while it lasts, else what its successors are now."""
    if place.until is None:
        return (place,)
    found = [gazetteer.at(key) for key in place.successors]
    return tuple(dict.fromkeys(now for each in found if each is not None for now in present(gazetteer, each)))


def relation(gazetteer: Gazetteer, place: Place, other: Place) -> Relation:
    """How a place, as it was on whatever day, lies to another one now."""
    here, there = present(gazetteer, place), present(gazetteer, other)
    if not here or not there:
        return "unknown"
    if set(here) == set(there):
        return "same"
    inside = [any(up in there for up in _upwards(gazetteer, each)) for each in here]
    if all(inside):
        return "within"
    return "unknown" if any(inside) else "apart"


def lies(gazetteer: Gazetteer, place: Place, settlement: Place) -> Relation:
    """How a place lies to a settlement now; `unknown` also where it is only known as a district around that."""
    found = relation(gazetteer, place, settlement)
    return "unknown" if found == "apart" and relation(gazetteer, settlement, place) != "apart" else found


def _upwards(gazetteer: Gazetteer, place: Place) -> Sequence[Place]:
    """The place, and what it lies in now."""
    parent = gazetteer.at(place.parent) if place.parent is not None else None
    return (place, *(present(gazetteer, parent) if parent is not None else ()))
