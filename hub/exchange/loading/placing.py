"""Where a row says that somebody came from and is settled for the time being, as places of the list. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from mappings.addresses import building_of_address, place_of_address
from mappings.places import PLACES, Place
from mappings.records import BaseRow


class Unplaced(StrEnum):
    """What a row says of a place that the list has not, or not alone."""

    VILLAGE = "village_unknown"
    SETTLEMENT = "settlement_unknown"


def places_of(row: BaseRow) -> dict[str, Any]:
    """The attributes of a person that the row states: a village where the list has it in that district, else the
    district. Of a subscriber, whom it writes in ASCII, the settlement alone.
    """
    district, village, settled = _district(row), _village(row), _settlement(row)
    stated: dict[str, Any] = {}
    if district is not None and row.base != "utilities":
        stated["origin_residence"] = {"place": (village or district).key}
    if settled is not None:
        address = row.settled_at or ""
        kind = building_of_address(address)
        named = {"place": settled.key, "address": address}
        stated["temporary_settlement"] = named if kind is None else {**named, "object_type": kind}
    return stated


def unplaced_in(row: BaseRow) -> list[Unplaced]:
    """What a person must look at."""
    found = [Unplaced.VILLAGE] if _written_village(row) and _village(row) is None else []
    return [*found, Unplaced.SETTLEMENT] if row.settled_at and _settlement(row) is None else found


def _written_village(row: BaseRow) -> str | None:
    return row.status.origin_place if row.status else None


def _district(row: BaseRow) -> Place | None:
    return None if row.origin_district is None else PLACES.find(row.origin_district)


def _village(row: BaseRow) -> Place | None:
    written = _written_village(row)
    return PLACES.find_in(written, row.origin_district) if written and row.origin_district else None


def _settlement(row: BaseRow) -> Place | None:
    """Nobody is settled for the time being where people fled from: who has an address there has returned."""
    found = place_of_address(PLACES, row.settled_at) if row.settled_at else None
    return None if found is None or PLACES.was_occupied(found) else found
